package dev.rondo.cluster;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import org.jspecify.annotations.Nullable;

/**
 * Work on several keys that happens at once. Runs to its end without waiting for anything; an
 * exception thrown by it changes nothing and reaches the caller as it is.
 *
 * @param <T> what the work answers
 */
@FunctionalInterface
public interface Transaction<T extends @Nullable Object> {
  /** Does the work through the view given. */
  T run(View view);

  /** The keys as the transaction sees them, its own changes included. */
  interface View {
    /** The time of the request, in milliseconds since 1970; the same for all of the transaction. */
    long nowMillis();

    /** What a key holds, contents loaded; null for nothing. The key must be one that was named. */
    @Nullable Entry read(Key key);

    /** Changes a key. It must be one that was named. */
    <T extends @Nullable Object> T update(Key key, Update<T> update);

    /** Deletes everything in a database; only in an exclusive transaction. */
    default void flush(int database) {
      flush(database, 0);
    }

    /**
     * Deletes everything in a database, and refuses from now on what other nodes still have of it;
     * does nothing when that was done already. Only in an exclusive transaction on one node's
     * copies.
     *
     * @param upTo a hybrid time not before any event that is to be forgotten; 0 to refuse nothing
     */
    void flush(int database, long upTo);

    /** Exchanges the contents of two databases; only in an exclusive transaction. */
    void swap(int one, int other);

    /** How many keys a database has. */
    long size(int database);

    /** How many keys of a database have an expiry. */
    long sizeWithExpiry(int database);

    /** A page of live keys; only in an exclusive transaction. See {@link Keyspace#scan}. */
    ScanPage scan(int database, long cursor, int maxKeys);
  }
}
