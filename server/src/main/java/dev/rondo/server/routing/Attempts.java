package dev.rondo.server.routing;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.cluster.coordinator.RetryBudget;
import dev.rondo.storage.Completion;
import java.util.function.LongSupplier;

/**
 * Hands one request to another node, and again, to whoever it belongs to by then, while that can
 * help and there is time: always when it was certainly not run, and when nobody knows only if it
 * may be repeated, and all repetitions together are within their budget. The first attempt is made
 * at once; no thread waits between attempts.
 */
final class Attempts {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A request and what becomes of it. Exactly one of the last three is called in the end, once. */
  interface Task {
    /** The request's bytes. */
    byte[] request();

    /** Whether it may be run again when nobody knows whether it already ran. */
    boolean isRepeatable();

    /** Where it belongs now. */
    Route route();

    /** The other node answered. */
    void answered(byte[] reply);

    /** It is not for another node any more. */
    void belongsElsewhere(Route route);

    /** It cannot be done. */
    void failed(Throwable cause);
  }

  /**
   * What all attempts share.
   *
   * @param repetitions bounds them to a share of the first attempts
   */
  record Means(
      Forwarder forwarder,
      Scheduler scheduler,
      LongSupplier nanoClock,
      RoutingSettings settings,
      RetryBudget repetitions) {
    private static final int REPETITIONS_AT_ONCE = 1000;

    Means(
        Forwarder forwarder,
        Scheduler scheduler,
        LongSupplier nanoClock,
        RoutingSettings settings) {
      this(
          forwarder,
          scheduler,
          nanoClock,
          settings,
          new RetryBudget(settings.retryPercent(), REPETITIONS_AT_ONCE));
    }
  }

  private final Means means;
  private final Task task;
  private final long deadlineNanos;
  private int made;

  private Attempts(Means means, Task task) {
    this.means = means;
    this.task = task;
    this.deadlineNanos =
        means.nanoClock().getAsLong() + means.settings().requestTimeoutMillis() * NANOS_PER_MILLI;
  }

  static void start(Means means, NodeId to, Task task) {
    means.repetitions().earn();
    new Attempts(means, task).attempt(to);
  }

  private void attempt(NodeId to) {
    made++;
    means
        .forwarder()
        .forward(
            to,
            task.request(),
            new Completion<>() {
              @Override
              public void success(byte[] reply) {
                task.answered(reply);
              }

              @Override
              public void failure(Throwable cause) {
                failed(cause);
              }
            });
  }

  private void failed(Throwable cause) {
    long backoffMillis = means.settings().backoffMillis(made);
    long nextNanos = means.nanoClock().getAsLong() + backoffMillis * NANOS_PER_MILLI;
    boolean inTime = made < means.settings().maxAttempts() && nextNanos - deadlineNanos < 0;
    if (inTime && mayRepeat(cause) && isWithinBudget(cause)) {
      means.scheduler().schedule(backoffMillis, this::again);
    } else {
      task.failed(cause);
    }
  }

  private boolean mayRepeat(Throwable cause) {
    return cause instanceof ClusterException e
        && switch (e.kind()) {
          case UNAVAILABLE -> true;
          case TIMEOUT -> task.isRepeatable();
          case TOO_FEW_REPLICAS, OVERLOADED -> false;
        };
  }

  /** What was not run cost the other node nothing, and may be tried again at will. */
  private boolean isWithinBudget(Throwable cause) {
    boolean wasNotRun =
        cause instanceof ClusterException e && e.kind() == ClusterException.Kind.UNAVAILABLE;
    return wasNotRun || means.repetitions().tryTake();
  }

  private void again() {
    Route route = task.route();
    if (route instanceof Route.Forward forward) {
      attempt(forward.to());
    } else {
      task.belongsElsewhere(route);
    }
  }
}
