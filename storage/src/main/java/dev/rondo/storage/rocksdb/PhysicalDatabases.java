package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import java.util.BitSet;

/**
 * The map of databases in force, and the ids which must not be used again before what emptied them
 * was committed.
 */
final class PhysicalDatabases {
  private volatile DatabaseMap current;
  private final BitSet emptying = new BitSet(DatabaseMap.IDS);
  private volatile long removals;

  PhysicalDatabases(DatabaseMap map) {
    this.current = map;
  }

  DatabaseMap current() {
    return current;
  }

  /** Puts another map in force; called with all stripes locked. */
  void use(DatabaseMap map) {
    current = map;
  }

  /** The key as it stands on disk. Stays so as long as the caller holds the key's stripe. */
  Key physical(Key logical) {
    return logical.inDatabase(current.physical(logical.database()));
  }

  /** The ids that may be given to a database under a map. */
  synchronized BitSet free(DatabaseMap map) {
    BitSet free = map.unused();
    free.andNot(emptying);
    return free;
  }

  /** How often everything was removed at once. Changes only with all stripes locked. */
  long removals() {
    return removals;
  }

  /** These ids are empty once the batch with their removal was written. */
  synchronized void emptying(BitSet ids) {
    long next = removals + 1;
    removals = next;
    emptying.or(ids);
  }

  /** The batch was written. */
  synchronized void emptied(BitSet ids) {
    emptying.andNot(ids);
  }
}
