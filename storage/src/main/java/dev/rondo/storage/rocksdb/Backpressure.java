package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import dev.rondo.storage.rocksdb.StoreThreads.Task;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What happens to changes when the disk does not keep up: while as much waits to be written as may
 * ({@link OpenBatch#isFull}), changes are parked, without blocking anybody, and go on in order when
 * the open batch has been taken. Too many of them fail.
 */
final class Backpressure {
  private static final int MAX_PARKED = 65_536;

  private final OpenBatch open;
  private final StoreThreads threads;
  private final Queue<Task> parked = new ArrayDeque<>();
  private volatile boolean waiting;

  Backpressure(OpenBatch open, StoreThreads threads) {
    this.open = open;
    this.threads = threads;
  }

  /** Parks a change if it has to wait; false when it may go on. */
  boolean park(Task change) {
    if (!open.isFull()) {
      return false;
    }
    synchronized (parked) {
      if (!open.isFull()) {
        return false;
      }
      if (parked.size() < MAX_PARKED) {
        parked.add(change);
        waiting = true;
        return true;
      }
    }
    change.fail(StoreException.overloaded("too many changes wait for the disk"));
    return true;
  }

  /** A batch was taken: lets parked changes go on. */
  void release() {
    Task next = poll();
    while (next != null) {
      threads.execute(next);
      next = poll();
    }
  }

  /** Nothing will be written any more. */
  void fail(StoreException reason) {
    Task next = poll();
    while (next != null) {
      next.fail(reason);
      next = poll();
    }
  }

  private @Nullable Task poll() {
    if (!waiting) {
      return null;
    }
    synchronized (parked) {
      Task next = parked.poll();
      waiting = !parked.isEmpty();
      return next;
    }
  }
}
