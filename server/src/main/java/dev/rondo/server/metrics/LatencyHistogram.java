package dev.rondo.server.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts durations in buckets that grow with the duration: eight to a power of two, so a duration
 * is known to an eighth. Durations below 128 ns share the first bucket, those above two minutes the
 * last.
 *
 * <p>Any thread may record. Threads write to different arrays, by their number, so that event loops
 * do not fight for cache lines: a recording is two uncontended atomic additions.
 */
final class LatencyHistogram {
  private static final int STRIPES = 16;
  private static final int SUM = 0;
  private static final int FIRST_BUCKET = 1;

  private final AtomicReferenceArray<AtomicLongArray> stripes = new AtomicReferenceArray<>(STRIPES);

  void record(long nanos) {
    AtomicLongArray cells = stripe((int) Thread.currentThread().getId() & (STRIPES - 1));
    cells.getAndAdd(SUM, nanos);
    cells.getAndIncrement(FIRST_BUCKET + LatencyDistribution.bucketOf(nanos));
  }

  private AtomicLongArray stripe(int index) {
    AtomicLongArray cells = stripes.get(index);
    if (cells == null) {
      stripes.compareAndSet(
          index, null, new AtomicLongArray(FIRST_BUCKET + LatencyDistribution.BUCKETS));
      cells = stripes.get(index);
    }
    return cells;
  }

  /** What was recorded so far; recordings going on meanwhile may be counted in part. */
  LatencyDistribution distribution() {
    long sum = 0;
    long[] counts = new long[LatencyDistribution.BUCKETS];
    for (int i = 0; i < STRIPES; i++) {
      AtomicLongArray cells = stripes.get(i);
      if (cells != null) {
        sum += cells.get(SUM);
        for (int bucket = 0; bucket < counts.length; bucket++) {
          counts[bucket] += cells.get(FIRST_BUCKET + bucket);
        }
      }
    }
    return new LatencyDistribution(counts, sum);
  }
}
