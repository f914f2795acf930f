package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a store: some that may wait for the disk, and one for what has to be done
 * regularly.
 */
final class StoreThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreThreads.class);

  /** More operations than this do not wait for a thread: they fail. */
  static final int MAX_WAITING = 65_536;

  private static final long CLOSE_SECONDS = 60;

  /** What an operation does once it has a thread, and what when it will never get one. */
  interface Task {
    void run();

    void fail(StoreException reason);
  }

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor scheduler;

  StoreThreads(int workerCount) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named = task -> new Thread(task, "rondo-store-" + number.incrementAndGet());
    workers =
        new ThreadPoolExecutor(
            workerCount,
            workerCount,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            named);
    scheduler = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "rondo-store-timer"));
    scheduler.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task on a thread that may wait for the disk. */
  void execute(Task task) {
    try {
      workers.execute(() -> runLogged("operation", task::run));
    } catch (RejectedExecutionException e) {
      task.fail(
          workers.isShutdown()
              ? StoreException.closed()
              : StoreException.overloaded("too many operations wait for the disk"));
    }
  }

  /** Runs something again and again, with a pause between; one failed run does not end it. */
  void every(long periodMillis, String what, Runnable work) {
    // failures are logged by runLogged, so nobody needs the future
    var unused =
        scheduler.scheduleWithFixedDelay(
            () -> runLogged(what, work), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  private static void runLogged(String what, Runnable work) {
    try {
      work.run();
    } catch (StoreException e) {
      LOG.warn("{} failed", what, e);
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed unexpectedly", what, e);
    }
  }

  /** Lets no new work begin, and waits for what is under way. */
  @Override
  public void close() {
    scheduler.shutdownNow();
    workers.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      if (!scheduler.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
          || !workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("operations are still under way after {} seconds", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      LOG.warn("interrupted while waiting for operations to end");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
