package dev.rondo.cluster.netty;

import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: doubles with each failure up to a bound, and lies
 * anywhere in the upper half of that, so that many nodes do not come back at once.
 */
final class Backoff {
  private final long minMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private long ceilingMillis;

  Backoff(long minMillis, long maxMillis, RandomGenerator random) {
    if (minMillis < 1 || maxMillis < minMillis) {
      throw new IllegalArgumentException("backoff of " + minMillis + " to " + maxMillis + " ms");
    }
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    this.random = random;
    this.ceilingMillis = minMillis;
  }

  /** The wait after one more failure, in milliseconds. */
  long nextMillis() {
    long ceiling = ceilingMillis;
    ceilingMillis = Math.min(maxMillis, ceiling * 2);
    return ceiling - random.nextLong(ceiling / 2 + 1);
  }

  /** It worked: the next failure counts as the first. */
  void reset() {
    ceilingMillis = minMillis;
  }
}
