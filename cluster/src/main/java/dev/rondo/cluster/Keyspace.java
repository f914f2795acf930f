package dev.rondo.cluster;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.VectorClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All keys, as command handlers see them: one node or a hundred. Expired and deleted keys are
 * absent here.
 *
 * <p>Methods may be called on any thread. Completions come on the caller's thread before the method
 * returns when nothing has to be waited for, and on another thread otherwise. A completion does not
 * mean that the write can survive a crash: before an answer leaves the node its sender commits (see
 * {@link dev.rondo.storage.Store#commit}).
 */
public interface Keyspace {
  /**
   * Reads a key.
   *
   * @param needsElements false when existence, type, version and expiry are enough; the entry may
   *     then be unloaded
   * @param done is given the entry, null when there is none
   */
  void read(
      Key key, boolean needsElements, Consistency consistency, Completion<@Nullable Entry> done);

  /** Changes a key, atomically with respect to everything else that changes it. */
  <T extends @Nullable Object> void update(
      Key key, Consistency consistency, Update<T> update, Completion<T> done);

  /** Works on the named keys at once. */
  <T extends @Nullable Object> void transact(
      Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done);

  /** Works on everything at once: while it runs, nothing else changes. */
  <T extends @Nullable Object> void transactExclusively(Transaction<T> work, Completion<T> done);

  /**
   * Deletes everything in some databases, on every node.
   *
   * @param done is given true; a failure may leave some nodes empty and others not
   */
  default void flush(List<Integer> databases, Completion<Boolean> done) {
    transactExclusively(
        view -> {
          databases.forEach(view::flush);
          return true;
        },
        done);
  }

  /**
   * A page of live keys from a cursor on; see {@link dev.rondo.storage.Store#scan}. Entries are
   * unloaded.
   */
  void scan(int database, long cursor, int maxKeys, Completion<ScanPage> done);

  /**
   * How many keys a database has on this node, those that expired and were not swept yet included.
   */
  long size(int database);

  /** How many keys a database has everywhere; an estimate where no node has all of them. */
  default void count(int database, Completion<Long> done) {
    done.success(size(database));
  }

  /** Whether a database is certain to have no keys; asks no other node. */
  default boolean isEmpty(int database) {
    return size(database) == 0;
  }

  /** How many keys of a database have an expiry on this node. */
  long sizeWithExpiry(int database);

  /**
   * Counts the nodes that have what was written to a key.
   *
   * @param writeCopies how many had the write when it was answered
   * @param version what they are to have; null for the newest there is
   * @param wanted with so many it may answer before all nodes have
   * @param timeoutMillis when to do without those that have not answered; more than 0
   */
  default void copies(
      Key key,
      Level writeCopies,
      @Nullable VectorClock version,
      int wanted,
      long timeoutMillis,
      Completion<Copies> done) {
    done.success(new Copies(1, VectorClock.EMPTY));
  }

  /** How many replicas a key has: N. */
  int replicas();
}
