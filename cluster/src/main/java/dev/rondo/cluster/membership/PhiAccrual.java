package dev.rondo.cluster.membership;

/**
 * How unlikely one member's silence is, learned from the times at which its heartbeat was seen to
 * progress (Hayashibara, Défago, Yared, Katayama: "The phi accrual failure detector", 2004). The
 * intervals between arrivals are taken as normally distributed; phi is minus the decimal logarithm
 * of the chance that an interval gets longer than the present silence.
 */
final class PhiAccrual {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double LN_10 = Math.log(10);
  private static final double LOG10_SQRT_2PI = Math.log10(Math.sqrt(2 * Math.PI));

  /** Nothing is known at first: this many gossip intervals between arrivals are expected. */
  private static final int FIRST_GUESS_INTERVALS = 6;

  private final MembershipConfig config;
  private final double[] intervalsMillis;
  private int size;
  private int next;
  private double sum;
  private double sumOfSquares;
  private long lastNanos;

  PhiAccrual(MembershipConfig config, long nowNanos) {
    this.config = config;
    this.intervalsMillis = new double[config.windowSize()];
    this.lastNanos = nowNanos;
    add(FIRST_GUESS_INTERVALS * (double) config.intervalMillis());
  }

  /** A heartbeat newer than all before was heard of. */
  void arrived(long nowNanos) {
    add(Math.max(0, nowNanos - lastNanos) / NANOS_PER_MILLI);
    lastNanos = nowNanos;
  }

  /** As {@link #arrived} after a silence that says nothing of how regular heartbeats are. */
  void resumed(long nowNanos) {
    lastNanos = nowNanos;
  }

  /** Takes some of the present silence back: it was the listener who was away. */
  void forgive(long nanos) {
    lastNanos += nanos;
  }

  private void add(double millis) {
    if (size == intervalsMillis.length) {
      double oldest = intervalsMillis[next];
      sum -= oldest;
      sumOfSquares -= oldest * oldest;
    } else {
      size++;
    }
    intervalsMillis[next] = millis;
    next = (next + 1) % intervalsMillis.length;
    sum += millis;
    sumOfSquares += millis * millis;
  }

  /** From about 0 (all is well) upwards; 8 means one chance in 10^8 that it is alive. */
  double phi(long nowNanos) {
    double mean = sum / size;
    double variance = Math.max(0, sumOfSquares / size - mean * mean);
    double deviation = Math.max(Math.sqrt(variance), config.minDeviationMillis());
    double silence = (nowNanos - lastNanos) / NANOS_PER_MILLI - config.acceptablePauseMillis();
    return minusLog10OfTail((silence - mean) / deviation);
  }

  /**
   * -log10 of the normal distribution's upper tail: Abramowitz and Stegun, "Handbook of
   * Mathematical Functions", 26.2.14 (continued fraction) from one deviation on, below it 26.2.17,
   * whose error of 7.5e-8 matters little there.
   */
  static double minusLog10OfTail(double deviations) {
    if (deviations < 1) {
      return -Math.log10(deviations < 0 ? 1 - smallTail(-deviations) : smallTail(deviations));
    }
    double fraction = deviations;
    for (int k = 40; k >= 1; k--) {
      fraction = deviations + k / fraction;
    }
    return deviations * deviations / 2 / LN_10 + LOG10_SQRT_2PI + Math.log10(fraction);
  }

  private static double smallTail(double x) {
    double t = 1 / (1 + 0.2316419 * x);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }
}
