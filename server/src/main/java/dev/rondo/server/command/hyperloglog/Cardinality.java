package dev.rondo.server.command.hyperloglog;

/**
 * How many different elements registers have seen, about: the improved estimator of Otmar Ertl,
 * "New cardinality estimation algorithms for HyperLogLog sketches", 2017, arXiv:1702.01284,
 * algorithm 6. The calculation is that of Redis, in the same order, so that estimates agree.
 */
final class Cardinality {
  /** 1 / (2 ln 2). */
  private static final double ALPHA = 0.7213475204444817;

  private Cardinality() {}

  /**
   * @param registers the value of each register
   */
  static long estimate(byte[] registers) {
    int[] histogram = new int[Long.SIZE];
    for (byte value : registers) {
      histogram[value]++;
    }
    double m = Registers.COUNT;
    double z = m * tau((m - histogram[Registers.RUN_BITS + 1]) / m);
    for (int run = Registers.RUN_BITS; run >= 1; run--) {
      z = (z + histogram[run]) * 0.5;
    }
    z += m * sigma(histogram[0] / m);
    return Math.round(ALPHA * m * m / z);
  }

  private static double sigma(double start) {
    if (start == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = start;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z);
    return z;
  }

  private static double tau(double start) {
    if (start == 0 || start == 1) {
      return 0;
    }
    double x = start;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z);
    return z / 3;
  }
}
