package dev.rondo.compat.faults;

import java.util.Arrays;
import java.util.Locale;

/** How long requests took, to be printed. Safe for use by several threads. */
final class Latencies {
  private static final double[] BOUNDS_MILLIS = {
    0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, Double.POSITIVE_INFINITY
  };

  private final long[] counts = new long[BOUNDS_MILLIS.length];
  private double longestMillis;

  synchronized void add(long nanos) {
    double millis = nanos / 1e6;
    longestMillis = Math.max(longestMillis, millis);
    int i = 0;
    while (millis > BOUNDS_MILLIS[i]) {
      i++;
    }
    counts[i]++;
  }

  synchronized long count() {
    return Arrays.stream(counts).sum();
  }

  /** A line for each bound under which there are requests, with their share. */
  synchronized String report() {
    long all = Math.max(1, Arrays.stream(counts).sum());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "  up to %6.1f ms %9d  %8.4f %%%n",
                BOUNDS_MILLIS[i],
                counts[i],
                100.0 * counts[i] / all));
      }
    }
    return text.append(String.format(Locale.ROOT, "  longest %.0f ms%n", longestMillis)).toString();
  }
}
