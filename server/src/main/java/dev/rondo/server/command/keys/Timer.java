package dev.rondo.server.command.keys;

/** Runs tasks later, without a thread that waits for each. */
@FunctionalInterface
public interface Timer {
  /** Runs a task once, on any thread, after so many milliseconds (more than 0). */
  void after(long millis, Runnable task);
}
