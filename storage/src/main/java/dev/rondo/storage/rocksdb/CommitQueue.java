package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.Store.CommitListener;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings.Fsync;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Group commit. A call of {@link #commit} writes the open batch on the caller's thread when that is
 * quick: it goes to the operating system's memory and RocksDB does not ask for a pause. Otherwise,
 * and always when the log has to be forced to disk, the one commit thread writes it, and whatever
 * piles up meanwhile becomes its next batch. There is never more than one batch being written.
 *
 * <p>When a write fails the queue is dead: what was not written is lost, and every thread's next
 * commit throws once.
 */
final class CommitQueue implements AutoCloseable {
  /** A batch larger than this takes too long for an event loop. */
  private static final long MAX_INLINE_BYTES = 1 << 20;

  private final OpenBatch open;
  private final BatchWriter writer;
  private final RocksFiles files;
  private final Consumer<OpenBatch.Taken> onWritten;
  private final Consumer<StoreException> onLost;

  private final WriteOptions withoutWaiting = new WriteOptions().setNoSlowdown(true);
  private final WriteOptions waiting = new WriteOptions();
  private final WriteOptions forced = new WriteOptions().setSync(true);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread thread = new Thread(this::writeInBackground, "rondo-commit");
  private final ThreadLocal<Boolean> toldOfFailure = ThreadLocal.withInitial(() -> false);

  /** From before a batch is taken until after it was written. */
  private volatile boolean writing;

  /** Whether the commit thread has something to do; then everybody queues behind it. */
  private boolean background;

  private List<CommitListener> listeners = new ArrayList<>();
  private @Nullable Built stalled;
  private boolean closing;
  private volatile Fsync fsync;
  private volatile @Nullable StoreException failure;
  private volatile boolean unsynced;
  private final LongAdder commits = new LongAdder();
  private final LongAdder committedRows = new LongAdder();
  private final LongAdder stalledCommits = new LongAdder();

  /** A batch in RocksDB's form. */
  private record Built(OpenBatch.Taken batch, WriteBatch bytes) {}

  /**
   * @param onWritten called after each batch, before anybody is told
   * @param onLost called once when a write failed and nothing is accepted any more
   */
  CommitQueue(
      OpenBatch open,
      RocksFiles files,
      Fsync fsync,
      Consumer<OpenBatch.Taken> onWritten,
      Consumer<StoreException> onLost) {
    this.open = open;
    this.writer = new BatchWriter(files);
    this.files = files;
    this.fsync = fsync;
    this.onWritten = onWritten;
    this.onLost = onLost;
  }

  void start() {
    thread.start();
  }

  void setFsync(Fsync when) {
    fsync = when;
  }

  Fsync fsync() {
    return fsync;
  }

  /** See {@link dev.rondo.storage.Store#commit}. */
  Commit commit(CommitListener whenCommitted) {
    // the order matters: a batch leaves the open one only after writing was set
    if (open.isEmpty() && !writing) {
      throwOnceAfterFailure();
      return Commit.DONE;
    }
    lock.lock();
    try {
      throwOnceAfterFailure();
      if (!background && (open.isEmpty() || (mayWriteHere() && writeHere()))) {
        return Commit.DONE;
      }
      listeners.add(whenCommitted);
      wakeCommitThread();
      return Commit.PENDING;
    } finally {
      lock.unlock();
    }
  }

  /** Commits and waits for the end; not for event loops. */
  void commitAndWait() {
    CompletableFuture<@Nullable StoreException> end = new CompletableFuture<>();
    if (commit(end::complete) == Commit.PENDING) {
      StoreException failed = end.join();
      if (failed != null) {
        throw failed;
      }
    }
  }

  /** Has the commit thread write what is there, without anybody waiting for it. */
  void commitSoon() {
    lock.lock();
    try {
      if (failure == null) {
        wakeCommitThread();
      }
    } finally {
      lock.unlock();
    }
  }

  private void throwOnceAfterFailure() {
    StoreException cause = failure;
    if (cause != null && !toldOfFailure.get()) {
      toldOfFailure.set(true);
      throw StoreException.io("what was not committed is lost: " + cause.getMessage(), cause);
    }
  }

  private boolean mayWriteHere() {
    return fsync != Fsync.ALWAYS && open.weightBytes() < MAX_INLINE_BYTES;
  }

  private void wakeCommitThread() {
    background = true;
    writing = true;
    work.signal();
  }

  /** Writes on the caller's thread; false when RocksDB wants a pause and the batch has to wait. */
  private boolean writeHere() {
    writing = true;
    Built built = build();
    try {
      if (files.write(withoutWaiting, built.bytes()) == RocksFiles.WriteResult.STALLED) {
        stalled = built;
        stalledCommits.increment();
        return false;
      }
      finish(built);
      writing = false;
      return true;
    } catch (StoreException e) {
      built.bytes().close();
      fail(e);
      writing = false;
      toldOfFailure.set(true);
      throw e;
    }
  }

  private Built build() {
    OpenBatch.Taken batch = open.take();
    return new Built(batch, writer.build(batch));
  }

  private void finish(Built built) {
    built.bytes().close();
    unsynced = true;
    commits.increment();
    committedRows.add(built.batch().operations().size());
    onWritten.accept(built.batch());
  }

  private void writeInBackground() {
    while (true) {
      List<Built> batches = new ArrayList<>();
      List<CommitListener> told;
      lock.lock();
      try {
        background = !listeners.isEmpty() || !open.isEmpty() || stalled != null;
        writing = background;
        while (!background && !closing) {
          work.awaitUninterruptibly();
        }
        if (!background) {
          return;
        }
        if (stalled != null) {
          batches.add(stalled);
          stalled = null;
        }
        batches.add(build());
        told = listeners;
        listeners = new ArrayList<>();
      } finally {
        lock.unlock();
      }
      StoreException failed = writeAll(batches);
      told.forEach(listener -> listener.committed(failed));
    }
  }

  private @Nullable StoreException writeAll(List<Built> batches) {
    try {
      for (Built built : batches) {
        if (failure != null || built.batch().operations().isEmpty()) {
          built.bytes().close();
          continue;
        }
        files.write(fsync == Fsync.ALWAYS ? forced : waiting, built.bytes());
        finish(built);
      }
      return failure;
    } catch (StoreException e) {
      batches.forEach(built -> built.bytes().close());
      lock.lock();
      try {
        fail(e);
      } finally {
        lock.unlock();
      }
      return e;
    }
  }

  /** Ends the life of the queue; called with the lock held. */
  private void fail(StoreException cause) {
    if (failure == null) {
      failure = cause;
      open.refuse(
          StoreException.io("no writes since the disk failed: " + cause.getMessage(), cause));
      onLost.accept(cause);
    }
  }

  /**
   * Forces what was written to disk, if anything was written since the last time.
   *
   * @return whether there was something
   */
  boolean sync() {
    if (!unsynced || failure != null) {
      return false;
    }
    unsynced = false;
    try {
      files.syncWal();
      return true;
    } catch (StoreException e) {
      lock.lock();
      try {
        fail(e);
      } finally {
        lock.unlock();
      }
      throw e;
    }
  }

  /** Why nothing can be written any more, or null. */
  @Nullable StoreException failure() {
    return failure;
  }

  long commits() {
    return commits.sum();
  }

  long committedRows() {
    return committedRows.sum();
  }

  long stalledCommits() {
    return stalledCommits.sum();
  }

  /** Writes what is left and ends the commit thread. Nobody may append any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      if (!open.isEmpty() && failure == null) {
        wakeCommitThread();
      }
      work.signal();
    } finally {
      lock.unlock();
    }
    joinUninterruptibly();
    withoutWaiting.close();
    waiting.close();
    forced.close();
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
