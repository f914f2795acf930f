package dev.rondo.cluster.transport;

/**
 * How much longer than usual messages of one connection are on their way, from the times at which
 * they were sent and came, by two clocks that never jump and have nothing to do with each other.
 *
 * <p>The difference of the two times is the way's length and a constant. The least difference of
 * the last minutes stands for the constant; it is forgotten after a while, for two clocks drift
 * apart. After a silence the last known one still counts, give or take what they may have drifted
 * in it. Not safe for use by several threads.
 */
public final class Lateness {
  private static final long WINDOW_MILLIS = 60_000;

  /** Two clocks come apart by no more than a part in so many. */
  private static final long DRIFT = 5_000;

  private long windowStartMillis;
  private long leastNow = Long.MAX_VALUE;
  private long leastBefore = Long.MAX_VALUE;

  /**
   * Notes a message.
   *
   * @param sentMillis by the sender's clock
   * @param cameMillis by the receiver's
   * @return how many milliseconds longer it took than the quickest of late
   */
  public long of(long sentMillis, long cameMillis) {
    if (leastNow == Long.MAX_VALUE) {
      windowStartMillis = cameMillis;
    } else if (cameMillis - windowStartMillis >= WINDOW_MILLIS) {
      leastBefore = leastNow + (cameMillis - windowStartMillis) / DRIFT;
      windowStartMillis = cameMillis;
      leastNow = Long.MAX_VALUE;
    }
    long difference = cameMillis - sentMillis;
    leastNow = Math.min(leastNow, difference);
    return difference - Math.min(leastNow, leastBefore);
  }
}
