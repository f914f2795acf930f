package dev.rondo.storage;

import org.jspecify.annotations.Nullable;

/**
 * Work on several rows that happens at once: no other reader or writer sees a part of it, and after
 * a crash either all of it is there or nothing.
 *
 * @param <T> what the work answers
 */
public interface StoreTransaction<T extends @Nullable Object> {
  /** Does the work; everything through {@code rows}, nothing asynchronous. */
  T run(Rows rows);

  /** The rows as the transaction sees them, its own changes included. */
  interface Rows {
    /**
     * A row with its contents, as stored; null when there is none. Key must be one that was named.
     */
    @Nullable Entry read(Key key);

    /** Changes a row. The key must be one that was named, unless the transaction is exclusive. */
    <T extends @Nullable Object> T mutate(Key key, Mutation<T> mutation);

    /** Empties a database; only in an exclusive transaction. */
    default void flush(int database) {
      flush(database, 0);
    }

    /**
     * Empties a database and remembers up to which event that was meant, unless it was already done
     * for that event or a later one; only in an exclusive transaction.
     *
     * @param upTo the number of an event, as in vector clocks; 0 to remember nothing. See {@link
     *     Store#flushedUpTo}
     */
    void flush(int database, long upTo);

    /** Exchanges two databases; only in an exclusive transaction. */
    void swap(int one, int other);

    /** How many rows with elements a database has. */
    long size(int database);

    /** A page of rows; only in an exclusive transaction. See {@link Store#scan}. */
    ScanPage scan(int database, long cursor, int maxRows);
  }
}
