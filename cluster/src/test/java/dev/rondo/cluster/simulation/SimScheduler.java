package dev.rondo.cluster.simulation;

import dev.rondo.cluster.Scheduler;
import java.util.concurrent.TimeUnit;

/** A process's timers, which follow its node's clock and end with it. */
final class SimScheduler implements Scheduler {
  private final Simulation simulation;
  private final SimNode node;
  private final int life;

  SimScheduler(Simulation simulation, SimNode node) {
    this.simulation = simulation;
    this.node = node;
    this.life = node.life();
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    long nanos = (long) (TimeUnit.MILLISECONDS.toNanos(delayMillis) / node.clockRate());
    SimTimer timer = new SimTimer(task);
    simulation.after(nanos, "timer " + node.id(), () -> node.run(life, timer::fire));
    return timer;
  }

  /** Cancelled even when it is due but its process is paused. */
  private static final class SimTimer implements Timer {
    private final Runnable task;
    private boolean cancelled;

    SimTimer(Runnable task) {
      this.task = task;
    }

    void fire() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
