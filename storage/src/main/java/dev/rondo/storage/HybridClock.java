package dev.rondo.storage;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hybrid logical time (Kulkarni et al., "Logical Physical Clocks"): 48 bits of milliseconds since
 * 1970 and 16 bits that count events inside a millisecond, in one long that only ever grows.
 *
 * <p>Safe for use by many threads.
 */
public final class HybridClock {
  private static final int LOGICAL_BITS = 16;

  private final InstantSource physical;
  private final AtomicLong last = new AtomicLong();

  public HybridClock(InstantSource physical) {
    this.physical = physical;
  }

  /** A reading later than every reading and every observed time before. */
  public long next() {
    return nextAfter(0);
  }

  /** A reading that is later than a time seen elsewhere, too. */
  public long nextAfter(long seen) {
    long wall = physical.millis() << LOGICAL_BITS;
    long previous;
    long reading;
    do {
      previous = last.get();
      reading = Math.max(wall, Math.max(previous, seen) + 1);
    } while (!last.compareAndSet(previous, reading));
    return reading;
  }

  /**
   * Makes every later reading later than this one, which came from another node or from the disk.
   */
  public void observe(long hybridTime) {
    last.accumulateAndGet(hybridTime, Math::max);
  }

  /** The wall clock part of a reading, in milliseconds since 1970. */
  public static long millisOf(long hybridTime) {
    return hybridTime >>> LOGICAL_BITS;
  }
}
