package dev.rondo.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One node's rows: reads, changes under the key's lock, transactions, scans, and the commit that
 * makes changes durable.
 *
 * <p>A change is seen by every reader as soon as it was applied, and is durable only after the next
 * {@link #commit}. Whoever lets an answer out of the node calls commit first, also for an answer
 * that only read: so no client ever sees what a crash of the process could undo.
 *
 * <p>All methods may be called on any thread, event loops included. They complete on the caller's
 * thread when everything they need is in memory, and on a thread of the store when the disk has to
 * be read; they never block an event loop on the disk. What completes on a thread of the store has
 * been committed there before. What completes on the caller's thread has to be committed on that
 * thread. Operations that are under way at the same time have no order among themselves: who needs
 * one, as the commands of one connection do, starts the next when the one before has completed.
 */
public interface Store extends AutoCloseable {
  /**
   * Reads a row as it is stored: an expired entry or a tombstone is answered, not hidden.
   *
   * @param needsElements false when the version alone is enough: the entry may then be unloaded
   */
  void read(Key key, boolean needsElements, Completion<@Nullable Entry> done);

  /** Changes one row under its lock. A mutation that throws changes nothing, and fails. */
  <T extends @Nullable Object> void mutate(Key key, Mutation<T> mutation, Completion<T> done);

  /** Runs a transaction over the rows of the given keys. One that throws changes nothing. */
  <T extends @Nullable Object> void transact(
      Iterable<Key> keys, StoreTransaction<T> work, Completion<T> done);

  /**
   * Runs a transaction over everything, while no other change happens. Slow: meant for rare use.
   * Always completes on a thread of the store.
   */
  <T extends @Nullable Object> void transactExclusively(
      StoreTransaction<T> work, Completion<T> done);

  /**
   * Reads a page of rows from a cursor on. A row that is there during the whole of a scan is
   * answered at least once.
   *
   * @param cursor {@link ScanPage#END} for the beginning, or what a page answered
   * @param maxRows about how many rows of the database to answer; rows of equal position always
   *     come together, so there may be a few more. A bounded number of rows of other databases is
   *     passed over besides, so there may also be fewer
   */
  void scan(int database, long cursor, int maxRows, Completion<ScanPage> done);

  /**
   * Up to which event a database was flushed: rows that have seen no later one are not to come back
   * from elsewhere. 0 for never. Does not change while the lock of a row of the database is held,
   * as in a {@link Mutation}.
   */
  long flushedUpTo(int database);

  /**
   * How many rows with elements a database has, expired ones that still wait to be swept included.
   */
  long size(int database);

  /** How many of those have an expiry. */
  long sizeWithExpiry(int database);

  /**
   * Makes everything applied so far durable as the setting {@code appendfsync} demands.
   *
   * <p>When the disk fails, what was not committed is forgotten and nothing can be changed any
   * more; reads go on. Every thread's next commit then fails once, so that each learns that what it
   * had applied is lost.
   *
   * @throws StoreException when the disk failed: nobody may be told that what this thread applied
   *     since its last commit is done, nor what it read since then
   * @param whenCommitted called later, on a thread of the store, if and only if this returns {@link
   *     Commit#PENDING}; its argument is null, or the failure after which nobody may be told that
   *     what was applied before is done
   */
  Commit commit(CommitListener whenCommitted);

  /** How a call of {@link #commit} ended. */
  enum Commit {
    /** Everything is durable now. */
    DONE,
    /** It goes on in the background; the listener will be told. */
    PENDING
  }

  /** Whether everything applied so far was forced to disk, not only given to the system. */
  boolean isSynced();

  /**
   * Runs a task, on any thread, once everything applied so far was forced to disk. With {@code
   * appendfsync no} nobody forces it, and after a failure of the disk it cannot be: then never.
   */
  void whenSynced(Runnable task);

  /** Is told how a pending commit ended. */
  interface CommitListener {
    void committed(@Nullable StoreException failure);
  }

  /**
   * Changes when the log is forced to disk, from the next commit on: {@code CONFIG SET
   * appendfsync}.
   */
  void setFsync(StoreSettings.Fsync fsync);

  /**
   * How long ago a key was last read or written, in milliseconds, about to the second; -1 when
   * nobody remembers: then the entry's latest hybrid time says when it was written. Does not count
   * as a read.
   */
  long idleMillis(Key key);

  /**
   * Writes a consistent copy of everything committed to a directory that does not exist yet. A
   * store can be opened on the copy; it gets an actor of its own, for two nodes must never write as
   * one.
   */
  void checkpoint(Path directory);

  /**
   * The id under which this node's writes go into vector clocks: one a data directory, for ever.
   */
  long actor();

  /** Figures for INFO and metrics; taken at once, cheap enough for once a second. */
  StoreStatistics statistics();

  /** Commits, stops background work, closes the files. */
  @Override
  void close();
}
