package dev.rondo.server.metrics;

import java.util.concurrent.TimeUnit;

/**
 * How fast a total grows, as Redis's instantaneous figures: the average over the last {@value
 * #SAMPLES} samples. One thread samples, any thread reads.
 */
final class RateSampler {
  static final int SAMPLES = 16;

  private final double[] rates = new double[SAMPLES];
  private int next;
  private long lastTotal;
  private long lastNanos;
  private volatile double perSecond;

  /**
   * @param nowNanos the clock's reading now; the total is 0
   */
  RateSampler(long nowNanos) {
    this.lastNanos = nowNanos;
  }

  /** Takes a sample; one at the same moment as the last is ignored. */
  void sample(long total, long nowNanos) {
    long elapsed = nowNanos - lastNanos;
    if (elapsed <= 0) {
      return;
    }
    rates[next] = Math.max(0, total - lastTotal) * (double) TimeUnit.SECONDS.toNanos(1) / elapsed;
    next = (next + 1) % SAMPLES;
    lastTotal = total;
    lastNanos = nowNanos;
    double sum = 0;
    for (double rate : rates) {
      sum += rate;
    }
    perSecond = sum / SAMPLES;
  }

  double perSecond() {
    return perSecond;
  }
}
