package dev.rondo.server.command.geo;

/**
 * A cell of the grid that a geohash is: longitude and latitude are each halved so many times.
 *
 * @param x which part of the longitudes, from 0
 * @param y which part of the latitudes, from 0
 * @param step how often both were halved, 1 to 26
 */
record GeoCell(long x, long y, int step) {
  /** The part of all longitudes and latitudes a cell has, in degrees. */
  record Area(double west, double south, double east, double north) {
    GeoPoint center() {
      return new GeoPoint((west + east) / 2, (south + north) / 2);
    }
  }

  /** The cell so many cells to the east and to the north; the grid has no end. */
  GeoCell neighbor(int east, int north) {
    return new GeoCell(moved(x, east), moved(y, north), step);
  }

  /** What is not moved may be the last degree, which lies behind the last cell. */
  private long moved(long number, int by) {
    return by == 0 ? number : (number + by) & ((1L << step) - 1);
  }

  /** The bits of both numbers, one of each in turn, the lowest one of y. */
  long bits() {
    return spread(x) << 1 | spread(y);
  }

  /** The cell that has these bits. */
  static GeoCell ofBits(long bits, int step) {
    return new GeoCell(gather(bits >>> 1), gather(bits), step);
  }

  /** Where the cell lies on a map whose latitudes end at {@code maxLatitude}, north and south. */
  Area area(double maxLatitude) {
    double cells = 1L << step;
    double longitudes = 2 * Geohash.MAX_LONGITUDE;
    double latitudes = 2 * maxLatitude;
    return new Area(
        -Geohash.MAX_LONGITUDE + (x / cells) * longitudes,
        -maxLatitude + (y / cells) * latitudes,
        -Geohash.MAX_LONGITUDE + ((x + 1) / cells) * longitudes,
        -maxLatitude + ((y + 1) / cells) * latitudes);
  }

  /** Puts a zero before each of the lowest 32 bits. */
  private static long spread(long number) {
    long bits = number & 0xFFFFFFFFL;
    bits = (bits | bits << 16) & 0x0000FFFF0000FFFFL;
    bits = (bits | bits << 8) & 0x00FF00FF00FF00FFL;
    bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0FL;
    bits = (bits | bits << 2) & 0x3333333333333333L;
    return (bits | bits << 1) & 0x5555555555555555L;
  }

  /** Takes every second bit, from the lowest on. */
  private static long gather(long number) {
    long bits = number & 0x5555555555555555L;
    bits = (bits | bits >>> 1) & 0x3333333333333333L;
    bits = (bits | bits >>> 2) & 0x0F0F0F0F0F0F0F0FL;
    bits = (bits | bits >>> 4) & 0x00FF00FF00FF00FFL;
    bits = (bits | bits >>> 8) & 0x0000FFFF0000FFFFL;
    return (bits | bits >>> 16) & 0xFFFFFFFFL;
  }
}
