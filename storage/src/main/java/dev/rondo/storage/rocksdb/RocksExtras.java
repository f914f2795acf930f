package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;

/**
 * What a node around the store may add to it.
 *
 * @param purge decides about purging what has expired
 * @param expired is told
 */
public record RocksExtras(PurgePolicy purge, ExpiryListener expired) {
  /** A store on its own: purges whatever has expired, tells nobody. */
  public static final RocksExtras NONE = new RocksExtras((key, entry) -> true, (key, entry) -> {});

  /** Whether an expired row may leave the disk, its clock with it. */
  public interface PurgePolicy {
    /** Called under the key's lock, on the store's timer thread; must be quick. */
    boolean mayPurge(Key key, Entry expired);
  }

  /** Is told of each key that is purged because it expired. */
  public interface ExpiryListener {
    /** Called on the store's timer thread, under no lock, after the purge was committed. */
    void expired(Key key, Entry entry);
  }
}
