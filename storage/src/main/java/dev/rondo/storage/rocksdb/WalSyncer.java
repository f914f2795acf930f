package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces the log to disk, and knows how far that has come: batches are numbered as they are
 * written, and those up to some number are on the disk.
 */
final class WalSyncer {
  private static final Logger LOG = LoggerFactory.getLogger(WalSyncer.class);

  private final BatchSink sink;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long written;
  private long synced;
  private volatile long lastSyncMillis;

  /** Who waits for a batch to be on the disk. */
  private record Waiting(long batch, Runnable task) {}

  WalSyncer(BatchSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * A batch was written.
   *
   * @param forced whether it is on the disk already, with everything before it
   */
  void written(boolean forced) {
    long batch;
    synchronized (lock) {
      batch = ++written;
    }
    if (forced) {
      reached(batch, clock.millis());
    }
  }

  /**
   * Forces what was written to disk, if anything was since the last time; by one thread at a time.
   *
   * @param failed is given the failure, after which what was written may be lost
   */
  void sync(Consumer<StoreException> failed) {
    long begin = clock.millis();
    long batch;
    synchronized (lock) {
      batch = written;
      if (batch == synced) {
        lastSyncMillis = begin;
        return;
      }
    }
    try {
      sink.sync();
    } catch (StoreException e) {
      failed.accept(e);
      return;
    }
    reached(batch, begin);
  }

  private void reached(long batch, long nowMillis) {
    List<Waiting> done = new ArrayList<>();
    synchronized (lock) {
      synced = Math.max(synced, batch);
      lastSyncMillis = nowMillis;
      while (!waiting.isEmpty() && waiting.element().batch() <= synced) {
        done.add(waiting.remove());
      }
    }
    done.forEach(waited -> run(waited.task()));
  }

  /** The next tasks run, whatever one of them does. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a task failed when its writes were on the disk", e);
    }
  }

  /** Whether everything written is on the disk. */
  boolean isSynced() {
    synchronized (lock) {
      return synced == written;
    }
  }

  /** Runs a task once everything written so far is on the disk: now, or on the syncing thread. */
  void whenSynced(Runnable task) {
    synchronized (lock) {
      if (synced != written) {
        waiting.add(new Waiting(written, task));
        return;
      }
    }
    task.run();
  }

  /**
   * When everything then written was last known to be on disk, milliseconds since 1970; 0 for
   * never.
   */
  long lastSyncMillis() {
    return lastSyncMillis;
  }
}
