package dev.rondo.server.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Durations counted by a {@link LatencyHistogram}, immutable. */
public final class LatencyDistribution {
  /** Durations shorter than 2^7 ns share a bucket. */
  private static final int MIN_EXPONENT = 7;

  /** Durations of 2^37 ns and more share a bucket. */
  private static final int MAX_EXPONENT = 36;

  private static final int BITS_IN_POWER = 3;
  private static final int BUCKETS_IN_POWER = 1 << BITS_IN_POWER;
  static final int BUCKETS = (MAX_EXPONENT - MIN_EXPONENT + 1) * BUCKETS_IN_POWER;

  /** Redis begins the bins of LATENCY HISTOGRAM at 1024 ns. */
  private static final int FIRST_BIN_EXPONENT = 10;

  static final LatencyDistribution EMPTY = new LatencyDistribution(new long[BUCKETS], 0);

  private final long[] counts;
  private final long count;
  private final long sumNanos;

  LatencyDistribution(long[] counts, long sumNanos) {
    this.counts = counts;
    this.count = Arrays.stream(counts).sum();
    this.sumNanos = sumNanos;
  }

  /**
   * One bin of LATENCY HISTOGRAM.
   *
   * @param upToMicros the bin's upper end as Redis labels it: 1, 2, 4, 8, 16, 33, 66, ...
   * @param count how many durations were at most that long
   */
  public record Bin(long upToMicros, long count) {}

  static int bucketOf(long nanos) {
    long value = Math.max(1L << MIN_EXPONENT, Math.min(nanos, (1L << (MAX_EXPONENT + 1)) - 1));
    int exponent = 63 - Long.numberOfLeadingZeros(value);
    int withinPower = (int) (value >>> (exponent - BITS_IN_POWER)) & (BUCKETS_IN_POWER - 1);
    return (exponent - MIN_EXPONENT) * BUCKETS_IN_POWER + withinPower;
  }

  /** The longest duration that falls into a bucket. */
  private static long longestOf(int bucket) {
    int exponent = MIN_EXPONENT + bucket / BUCKETS_IN_POWER;
    long next = (long) BUCKETS_IN_POWER + bucket % BUCKETS_IN_POWER + 1;
    return (next << (exponent - BITS_IN_POWER)) - 1;
  }

  /** How many durations there are. */
  public long count() {
    return count;
  }

  /** Their sum, exact. */
  public long sumNanos() {
    return sumNanos;
  }

  /** How many are shorter than 2^exponent nanoseconds. */
  long countBelowPower(int exponent) {
    int end = Math.max(0, Math.min(BUCKETS, (exponent - MIN_EXPONENT) * BUCKETS_IN_POWER));
    long below = 0;
    for (int bucket = 0; bucket < end; bucket++) {
      below += counts[bucket];
    }
    return below;
  }

  /**
   * A duration that so many percent do not exceed, rounded up to the end of its bucket; 0 when
   * nothing was recorded.
   *
   * @param percentile from 0 to 100
   */
  public long percentileNanos(double percentile) {
    long wanted = Math.max(1, (long) (percentile / 100 * count + 0.5));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return longestOf(bucket);
      }
    }
    return 0;
  }

  /** The cumulative bins of LATENCY HISTOGRAM, without those that add nothing. */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    long before = 0;
    for (int exponent = FIRST_BIN_EXPONENT; before < count; exponent++) {
      long upTo = exponent > MAX_EXPONENT ? count : countBelowPower(exponent);
      if (upTo > before) {
        bins.add(new Bin(label(exponent), upTo));
        before = upTo;
      }
    }
    return bins;
  }

  /**
   * Redis names a bin by the longest duration that its histogram cannot tell from 2^exponent ns.
   */
  private static long label(int exponent) {
    long nanos = 1L << exponent;
    return (nanos + nanos / 128 - 1) / 1000;
  }
}
