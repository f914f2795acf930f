package dev.rondo.storage.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Up to where in time the sweeper looks, so that a row which comes into the expiry index behind its
 * back is not overlooked: whoever adds one there says so.
 */
final class ExpiryHorizon {
  private static final long NONE = Long.MAX_VALUE;

  private final AtomicLong earliestBehind = new AtomicLong(NONE);
  private volatile long lookedUntilMillis = Long.MIN_VALUE;

  /** A row came into the index; called after it was appended to the open batch. */
  void added(long indexMillis) {
    if (indexMillis < lookedUntilMillis) {
      earliestBehind.accumulateAndGet(indexMillis, Math::min);
    }
  }

  /**
   * The sweeper is about to look at everything before a time. It commits after this call and before
   * it looks: so a row is either there then, or was added after this call and is reported.
   *
   * @return the earliest time added behind the sweeper's back since last time, or a later time when
   *     there is none
   */
  long lookUntil(long millis) {
    lookedUntilMillis = millis;
    return earliestBehind.getAndSet(NONE);
  }
}
