package dev.rondo.server.command.sortedsets;

/**
 * Neighbours in a sorted set, by their ranks from the lowest score.
 *
 * @param from the first rank
 * @param toExclusive the rank behind the last; the same as {@code from} for none
 */
record RankSpan(int from, int toExclusive) {
  static final RankSpan NONE = new RankSpan(0, 0);

  static RankSpan of(int from, int toExclusive) {
    return from < toExclusive ? new RankSpan(from, toExclusive) : NONE;
  }

  int length() {
    return toExclusive - from;
  }

  /**
   * What LIMIT leaves.
   *
   * @param reverse whether the span is walked from its last rank to the first
   * @param offset how many are passed over; all of them when negative
   * @param count how many are taken; all that are left when negative
   */
  RankSpan limited(boolean reverse, long offset, long count) {
    if (offset < 0 || offset >= length()) {
      return NONE;
    }
    int skipped = (int) offset;
    int left = length() - skipped;
    int taken = count < 0 ? left : (int) Math.min(count, left);
    return reverse
        ? of(toExclusive - skipped - taken, toExclusive - skipped)
        : of(from + skipped, from + skipped + taken);
  }
}
