package dev.rondo.server.lua;

/**
 * The linear congruence of C's {@code lrand48} (POSIX, drand48), which scripts' random numbers come
 * from, so that they are the same everywhere.
 */
final class Random48 {
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long INCREMENT = 0xB;
  private static final long MASK = (1L << 48) - 1;
  private static final long FIRST = 0x1234ABCD330EL;
  private static final int SEED_SHIFT = 16;
  private static final long SEED_END = 0x330E;
  private static final int DROPPED_BITS = 17;

  private long state = FIRST;

  void seed(long seed) {
    state = ((seed & 0xFFFF_FFFFL) << SEED_SHIFT) + SEED_END;
  }

  /** The next number, from 0 to 1. */
  double next() {
    state = (state * MULTIPLIER + INCREMENT) & MASK;
    long number = state >>> DROPPED_BITS;
    return (double) (number % Integer.MAX_VALUE) / Integer.MAX_VALUE;
  }
}
