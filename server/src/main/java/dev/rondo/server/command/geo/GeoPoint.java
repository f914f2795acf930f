package dev.rondo.server.command.geo;

/**
 * A place on the earth, in degrees.
 *
 * @param longitude from -180 to 180
 * @param latitude from -90 to 90
 */
record GeoPoint(double longitude, double latitude) {
  /** The radius Redis calculates with, in metres. */
  static final double EARTH_RADIUS_METERS = 6372797.560856;

  /** The shortest way over a sphere, in metres (haversine formula). */
  double metersTo(GeoPoint other) {
    double v = Math.sin((Math.toRadians(other.longitude) - Math.toRadians(longitude)) / 2);
    if (v == 0) {
      return metersInLatitude(other);
    }
    double lat1 = Math.toRadians(latitude);
    double lat2 = Math.toRadians(other.latitude);
    double u = Math.sin((lat2 - lat1) / 2);
    double a = u * u + Math.cos(lat1) * Math.cos(lat2) * v * v;
    return 2 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(a));
  }

  /** The way along a meridian, in metres. */
  double metersInLatitude(GeoPoint other) {
    return EARTH_RADIUS_METERS
        * Math.abs(Math.toRadians(other.latitude) - Math.toRadians(latitude));
  }
}
