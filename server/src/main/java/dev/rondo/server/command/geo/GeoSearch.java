package dev.rondo.server.command.geo;

import dev.rondo.server.command.sortedsets.SortedSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Looks for places in a shape. It looks at the cell of the centre and its eight neighbours, in a
 * grid so coarse that they cover the shape: nine ranges of scores.
 */
final class GeoSearch {
  /**
   * A place that was found.
   *
   * @param distanceMeters from the centre
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Match(byte[] member, double score, GeoPoint point, double distanceMeters) {}

  /** Half the way around the equator on the map, in metres. */
  private static final double HALF_EQUATOR_METERS = 20037726.37;

  /** Where cells are so narrow that a coarser grid is needed. */
  private static final double NARROW_LATITUDE = 66;

  private static final double VERY_NARROW_LATITUDE = 80;

  private static final int[][] EAST_AND_NORTH = {
    {0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}
  };

  private final GeoPoint center;
  private final GeoShape shape;
  private final GeoCell.Area bounds;

  GeoSearch(GeoPoint center, GeoShape shape) {
    this.center = center;
    this.shape = shape;
    this.bounds = bounds(center, shape);
  }

  /**
   * The places of a sorted set that lie in the shape, in no particular order.
   *
   * @param limit after how many to stop, 0 for never
   */
  List<Match> in(SortedSet places, long limit) {
    List<Match> found = new ArrayList<>();
    for (GeoCell cell : cells()) {
      if (limit > 0 && found.size() >= limit) {
        break;
      }
      add(cell, places, limit, found);
    }
    return found;
  }

  private void add(GeoCell cell, SortedSet places, long limit, List<Match> found) {
    int rank = places.firstRankFrom(Geohash.lowestScore(cell));
    double end = Geohash.scoreAbove(cell);
    for (; rank < places.size() && places.score(rank) < end; rank++) {
      double score = places.score(rank);
      GeoPoint point = Geohash.point(score);
      OptionalDouble distance = shape.distance(center, point);
      if (distance.isPresent()) {
        found.add(new Match(places.member(rank), score, point, distance.getAsDouble()));
        if (limit > 0 && found.size() >= limit) {
          return;
        }
      }
    }
  }

  /** The cells to look at, each once. */
  private List<GeoCell> cells() {
    GeoCell middle = Geohash.cell(center, step());
    GeoCell.Area area = middle.area(Geohash.MAX_LATITUDE);
    boolean all = middle.step() < 2;
    List<GeoCell> cells = new ArrayList<>(EAST_AND_NORTH.length);
    for (int[] direction : EAST_AND_NORTH) {
      GeoCell cell = middle.neighbor(direction[0], direction[1]);
      boolean isNeeded =
          all
              || (isNeeded(direction[0], area.west() < bounds.west(), area.east() > bounds.east())
                  && isNeeded(
                      direction[1], area.south() < bounds.south(), area.north() > bounds.north()));
      if (isNeeded && !cells.contains(cell)) {
        cells.add(cell);
      }
    }
    return cells;
  }

  /** A neighbour is not needed where the middle cell ends outside of the shape. */
  private static boolean isNeeded(int direction, boolean coversLow, boolean coversHigh) {
    return !(direction < 0 && coversLow) && !(direction > 0 && coversHigh);
  }

  /** How fine the grid may be. */
  private int step() {
    int step = estimatedStep();
    GeoCell middle = Geohash.cell(center, step);
    boolean isCovered =
        area(middle, 0, 1).north() >= bounds.north()
            && area(middle, 0, -1).south() <= bounds.south()
            && area(middle, 1, 0).east() >= bounds.east()
            && area(middle, -1, 0).west() <= bounds.west();
    return step > 1 && !isCovered ? step - 1 : step;
  }

  private static GeoCell.Area area(GeoCell middle, int east, int north) {
    return middle.neighbor(east, north).area(Geohash.MAX_LATITUDE);
  }

  private int estimatedStep() {
    if (shape.reach() == 0) {
      return Geohash.MAX_STEP;
    }
    int step = -1;
    for (double meters = shape.reach(); meters < HALF_EQUATOR_METERS; meters *= 2) {
      step++;
    }
    double latitude = Math.abs(center.latitude());
    if (latitude > NARROW_LATITUDE) {
      step -= latitude > VERY_NARROW_LATITUDE ? 2 : 1;
    }
    return Math.max(1, Math.min(Geohash.MAX_STEP, step));
  }

  /** The degrees a shape lies between. */
  private static GeoCell.Area bounds(GeoPoint center, GeoShape shape) {
    double latitudes = Math.toDegrees(shape.halfHeight() / GeoPoint.EARTH_RADIUS_METERS);
    double south = center.latitude() - latitudes;
    double north = center.latitude() + latitudes;
    // Degrees of longitude are shortest at the side nearer to a pole.
    double narrowest = center.latitude() < 0 ? south : north;
    double longitudes =
        Math.toDegrees(
            shape.halfWidth() / GeoPoint.EARTH_RADIUS_METERS / Math.cos(Math.toRadians(narrowest)));
    return new GeoCell.Area(
        center.longitude() - longitudes, south, center.longitude() + longitudes, north);
  }
}
