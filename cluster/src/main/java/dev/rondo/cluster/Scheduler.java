package dev.rondo.cluster;

/** Runs things later: timers in service, the event queue in the simulator. Safe on any thread. */
public interface Scheduler {
  /** Something that was scheduled. */
  interface Timer {
    /** Has it not run any more, unless it already does. */
    void cancel();
  }

  /** Runs a task once, after a delay in milliseconds of the node's nano clock. */
  Timer schedule(long delayMillis, Runnable task);
}
