package dev.rondo.server.command.geo;

/**
 * Places as numbers of 52 bits, which a double holds exactly: longitude and latitude are halved 26
 * times each, and the halves a place lies in are the bits. Places near to each other mostly have
 * numbers near to each other.
 */
final class Geohash {
  static final double MAX_LONGITUDE = 180;

  /** The map is the square one of web maps (EPSG:3857), which ends here. */
  static final double MAX_LATITUDE = 85.05112878;

  /** The map of the hashes that GEOHASH answers, which others understand. */
  private static final double MAX_STANDARD_LATITUDE = 90;

  static final int MAX_STEP = 26;

  private static final int BITS = 2 * MAX_STEP;
  private static final int TEXT_LENGTH = 11;
  private static final int BITS_PER_CHARACTER = 5;
  private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";

  private Geohash() {}

  /** Whether a place is on the map. */
  static boolean covers(GeoPoint point) {
    return Math.abs(point.longitude()) <= MAX_LONGITUDE
        && Math.abs(point.latitude()) <= MAX_LATITUDE;
  }

  /** The score of a place. */
  static double score(GeoPoint point) {
    return cell(point, MAX_STEP).bits();
  }

  /** The cell of a grid that a place lies in. */
  static GeoCell cell(GeoPoint point, int step) {
    return cell(point, step, MAX_LATITUDE);
  }

  private static GeoCell cell(GeoPoint point, int step, double maxLatitude) {
    double cells = 1L << step;
    double x = (point.longitude() + MAX_LONGITUDE) / (2 * MAX_LONGITUDE);
    double y = (point.latitude() + maxLatitude) / (2 * maxLatitude);
    return new GeoCell((long) (x * cells), (long) (y * cells), step);
  }

  /** The place a score stands for: the middle of its cell. */
  static GeoPoint point(double score) {
    GeoPoint center = GeoCell.ofBits(bits(score), MAX_STEP).area(MAX_LATITUDE).center();
    return new GeoPoint(
        clamp(center.longitude(), MAX_LONGITUDE), clamp(center.latitude(), MAX_LATITUDE));
  }

  /** The number a score is; one that no place has may be anything. */
  static long bits(double score) {
    return score < 0x1p63 ? (long) score : 0;
  }

  /** The lowest score that a place in a cell can have. */
  static double lowestScore(GeoCell cell) {
    return lowestScore(cell.bits(), cell.step());
  }

  /** The lowest score above those of a cell. */
  static double scoreAbove(GeoCell cell) {
    return lowestScore(cell.bits() + 1, cell.step());
  }

  private static double lowestScore(long bits, int step) {
    return bits << (BITS - 2 * step);
  }

  /**
   * The standard hash of a score's place, as text. Of its 55 bits the last ones are missing; Redis
   * writes a zero for them.
   */
  static String text(double score) {
    long bits = cell(point(score), MAX_STEP, MAX_STANDARD_LATITUDE).bits();
    StringBuilder text = new StringBuilder(TEXT_LENGTH);
    for (int i = 1; i < TEXT_LENGTH; i++) {
      int character = (int) (bits >>> (BITS - i * BITS_PER_CHARACTER)) & 0x1F;
      text.append(ALPHABET.charAt(character));
    }
    return text.append(ALPHABET.charAt(0)).toString();
  }

  private static double clamp(double degrees, double max) {
    return Math.max(-max, Math.min(max, degrees));
  }
}
