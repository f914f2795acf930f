package dev.rondo.server;

import dev.rondo.cluster.Scheduler;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler with one thread. Its tasks must not wait for anything. */
final class ThreadScheduler implements Scheduler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadScheduler.class);

  private final ScheduledThreadPoolExecutor thread;

  ThreadScheduler(String threadName) {
    this.thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, threadName));
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    try {
      ScheduledFuture<?> future =
          thread.schedule(() -> runSafely(task), delayMillis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      LOG.debug("not scheduled any more", closed);
      return () -> {};
    }
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a timer's task failed", e);
    }
  }

  /** Ends the thread; what is scheduled does not run any more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
