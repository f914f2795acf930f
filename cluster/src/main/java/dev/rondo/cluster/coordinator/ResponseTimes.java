package dev.rondo.cluster.coordinator;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An estimate of the time within which 95 of 100 answers of one node come. It goes up a step with
 * each answer that takes longer and down a nineteenth of that step with each other one, so that it
 * rests where one in twenty is above it; steps are a share of the estimate, for times differ by
 * orders of magnitude. Follows a change of speed within some tens (slower) or hundreds (faster) of
 * answers. Safe on any thread.
 */
final class ResponseTimes {
  static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int STEPS_UP = 19;
  private static final int STEPS_IN_ALL = 200;

  private final AtomicLong estimateNanos = new AtomicLong(FIRST_NANOS);

  /** An answer came, or was given up, after so long. */
  void add(long elapsedNanos) {
    estimateNanos.accumulateAndGet(elapsedNanos, ResponseTimes::next);
  }

  private static long next(long estimate, long elapsed) {
    long step = estimate / STEPS_IN_ALL;
    long moved = elapsed > estimate ? estimate + STEPS_UP * step : estimate - step;
    return Math.max(MIN_NANOS, Math.min(MAX_NANOS, moved));
  }

  /** The estimate, in nanoseconds. */
  long slowNanos() {
    return estimateNanos.get();
  }
}
