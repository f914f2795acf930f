package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.Store.CommitListener;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings.Fsync;
import dev.rondo.storage.rocksdb.BatchSink.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);

  /** A batch larger than this takes too long for an event loop. */
  private static final long MAX_INLINE_BYTES = 1 << 20;

  private final OpenBatch open;
  private final BatchSink sink;
  private final Outcomes outcomes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread thread = new Thread(this::writeInBackground, "rondo-commit");
  private final ThreadLocal<Boolean> toldOfFailure = ThreadLocal.withInitial(() -> false);

  /** From before a batch is taken until after it was written. */
  private volatile boolean writing;

  /** Whether the commit thread has something to do; then everybody queues behind it. */
  private boolean background;

  /** Whether somebody woke the commit thread since it last looked. */
  private boolean asked;

  private List<CommitListener> listeners = new ArrayList<>();
  private OpenBatch.@Nullable Taken stalled;
  private boolean closing;
  private volatile Fsync fsync;
  private volatile @Nullable StoreException failure;
  private final LongAdder commits = new LongAdder();
  private final LongAdder committedRows = new LongAdder();
  private final LongAdder stalledCommits = new LongAdder();

  /** Is told how batches end; the first two under the queue's lock or on the commit thread. */
  interface Outcomes {
    /**
     * A batch was written; nobody who waits for it knows yet.
     *
     * @param forced whether it, and everything before, is on the disk
     */
    void written(OpenBatch.Taken batch, boolean forced);

    /** A write failed, and nothing is accepted any more. Called once. */
    void lost(StoreException cause);

    /** The open batch was taken or given up; called without any lock. */
    void madeRoom();
  }

  CommitQueue(OpenBatch open, BatchSink sink, Fsync fsync, Outcomes outcomes) {
    this.open = open;
    this.sink = sink;
    this.fsync = fsync;
    this.outcomes = outcomes;
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
    if (isIdle()) {
      throwOnceAfterFailure();
      return Commit.DONE;
    }
    lock.lock();
    try {
      throwOnceAfterFailure();
      if (!background && (open.isEmpty() || writeHere())) {
        return Commit.DONE;
      }
      listeners.add(whenCommitted);
      wakeCommitThread();
      return Commit.PENDING;
    } finally {
      lock.unlock();
      outcomes.madeRoom();
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

  private void wakeCommitThread() {
    asked = true;
    background = true;
    writing = true;
    work.signal();
  }

  /**
   * Writes the open batch on this thread, with the lock held, if that takes no waiting.
   *
   * @return false when the commit thread has to do it
   */
  private boolean writeHere() {
    if (fsync == Fsync.ALWAYS || open.weightBytes() >= MAX_INLINE_BYTES) {
      return false;
    }
    writing = true;
    OpenBatch.Taken batch = open.take();
    try {
      if (!sink.write(batch, Mode.WITHOUT_WAITING)) {
        stalled = batch;
        stalledCommits.increment();
        return false;
      }
      written(batch, false);
      writing = false;
      return true;
    } catch (RuntimeException | Error e) {
      StoreException cause = asFailure(e);
      fail(cause);
      writing = false;
      toldOfFailure.set(true);
      throw cause;
    }
  }

  private void written(OpenBatch.Taken batch, boolean forced) {
    commits.increment();
    committedRows.add(batch.operations().size());
    outcomes.written(batch, forced);
  }

  private void writeInBackground() {
    while (awaitWork()) {
      List<OpenBatch.Taken> batches = new ArrayList<>();
      List<CommitListener> told;
      lock.lock();
      try {
        asked = false;
        told = listeners;
        listeners = new ArrayList<>();
        takeUnlessWritten(batches);
      } finally {
        lock.unlock();
      }
      StoreException failed = writeAll(batches);
      outcomes.madeRoom();
      told.forEach(listener -> tell(listener, failed));
    }
  }

  /**
   * Takes what is to be written, with the lock held. When the pause is over everything is written
   * at once, before anybody else can queue here: so that the next commits are written by their
   * callers again.
   */
  private void takeUnlessWritten(List<OpenBatch.Taken> into) {
    try {
      if (stalled == null && writeHere()) {
        background = false;
        return;
      }
    } catch (StoreException e) {
      LOG.debug("listeners will be told", e);
      return;
    }
    if (stalled != null) {
      into.add(stalled);
      stalled = null;
    }
    into.add(open.take());
  }

  /** Waits until somebody wakes the commit thread; false when it shall end. */
  private boolean awaitWork() {
    lock.lock();
    try {
      background = asked || !listeners.isEmpty();
      writing = background;
      while (!background && !closing) {
        work.awaitUninterruptibly();
      }
      return background;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable StoreException writeAll(List<OpenBatch.Taken> batches) {
    try {
      for (OpenBatch.Taken batch : batches) {
        if (failure == null && !batch.operations().isEmpty()) {
          boolean forced = fsync == Fsync.ALWAYS;
          sink.write(batch, forced ? Mode.FORCED : Mode.WAITING);
          written(batch, forced);
        }
      }
      return failure;
    } catch (RuntimeException | Error e) {
      StoreException cause = asFailure(e);
      failed(cause);
      return cause;
    }
  }

  /** A mistake in our own code leaves a batch half done just as a broken disk does. */
  private static StoreException asFailure(Throwable e) {
    return e instanceof StoreException known
        ? known
        : StoreException.io("a batch could not be written: " + e, e);
  }

  /** The next listeners are told, whatever one of them does. */
  private static void tell(CommitListener listener, @Nullable StoreException failed) {
    try {
      listener.committed(failed);
    } catch (RuntimeException | Error e) {
      LOG.error("a listener failed when told of a commit", e);
    }
  }

  /** Ends the life of the queue; called with the lock held. */
  private void fail(StoreException cause) {
    if (failure == null) {
      LOG.error("the disk failed; nothing is written any more", cause);
      failure = cause;
      open.refuse(
          StoreException.io("no writes since the disk failed: " + cause.getMessage(), cause));
      outcomes.lost(cause);
    }
  }

  /** The disk failed outside of a commit: ends the life of the queue all the same. */
  void failed(StoreException cause) {
    lock.lock();
    try {
      fail(cause);
    } finally {
      lock.unlock();
    }
    outcomes.madeRoom();
  }

  /** Whether nothing is applied that is not written. */
  boolean isIdle() {
    return open.isEmpty() && !writing;
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
