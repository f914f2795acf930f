package dev.rondo.server.command.geo;

import java.util.OptionalDouble;

/** What is searched, around a place. Lengths are in metres. */
sealed interface GeoShape {
  /** The distance of a place from the centre, if it lies in the shape. */
  OptionalDouble distance(GeoPoint center, GeoPoint point);

  /** Half the way from west to east. */
  double halfWidth();

  /** Half the way from south to north. */
  double halfHeight();

  /** How far from the centre the farthest place in the shape is. */
  double reach();

  /** All places within a distance. */
  record Circle(double radius) implements GeoShape {
    @Override
    public OptionalDouble distance(GeoPoint center, GeoPoint point) {
      double meters = center.metersTo(point);
      return meters > radius ? OptionalDouble.empty() : OptionalDouble.of(meters);
    }

    @Override
    public double halfWidth() {
      return radius;
    }

    @Override
    public double halfHeight() {
      return radius;
    }

    @Override
    public double reach() {
      return radius;
    }
  }

  /** All places in a rectangle whose sides go along the meridians. */
  record Box(double width, double height) implements GeoShape {
    @Override
    public OptionalDouble distance(GeoPoint center, GeoPoint point) {
      boolean isInside =
          point.metersInLatitude(center) <= halfHeight()
              && point.metersTo(new GeoPoint(center.longitude(), point.latitude())) <= halfWidth();
      return isInside ? OptionalDouble.of(center.metersTo(point)) : OptionalDouble.empty();
    }

    @Override
    public double halfWidth() {
      return width / 2;
    }

    @Override
    public double halfHeight() {
      return height / 2;
    }

    @Override
    public double reach() {
      return Math.sqrt(halfWidth() * halfWidth() + halfHeight() * halfHeight());
    }
  }
}
