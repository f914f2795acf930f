package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.StoreTransaction;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.rocksdb.RowLookup.Loaded;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with rows, each thing in two ways: {@code InMemory} runs on any thread and
 * answers null when the disk would have to be touched; {@code Anywhere} may wait for the disk. No
 * lock is held while the disk is read: what was read is used under the lock only if its stripe has
 * not changed since. Only after losing that race many times, and in exclusive transactions, the
 * disk is read under locks.
 */
final class RowOperations {
  private static final int MAX_RACES = 8;

  private final StripedLocks locks;
  private final PhysicalDatabases databases;
  private final RowLookup lookup;
  private final RowPublisher publisher;
  private final RowCounts counts;
  private final DiskGuard guard;
  private final PageScanner scanner;

  RowOperations(
      StripedLocks locks,
      PhysicalDatabases databases,
      RowLookup lookup,
      RowPublisher publisher,
      RowCounts counts,
      DiskGuard guard,
      PageScanner scanner) {
    this.locks = locks;
    this.databases = databases;
    this.lookup = lookup;
    this.publisher = publisher;
    this.counts = counts;
    this.guard = guard;
    this.scanner = scanner;
  }

  /** Whether everything is locked, maybe for long. */
  boolean isHeldExclusively() {
    return locks.isHeldExclusively();
  }

  @Nullable Result<@Nullable Entry> readInMemory(Key key, boolean needsElements) {
    int stripe = StripedLocks.stripeOf(key);
    if (StripedLocks.isChanging(locks.version(stripe))) {
      return readLocked(key, stripe, needsElements);
    }
    while (true) {
      DatabaseMap map = databases.current();
      Key physical = key.inDatabase(map.physical(key.database()));
      StoredRow row = lookup.inMemory(physical, needsElements);
      // ids of emptied databases are used again: an answer under an old map may be another's row
      if (map == databases.current()) {
        return row == null ? null : Result.entry(row);
      }
    }
  }

  /** Waits until what is being shown is shown. */
  private @Nullable Result<@Nullable Entry> readLocked(Key key, int stripe, boolean needsElements) {
    locks.lock(stripe);
    try {
      StoredRow row = lookup.inMemory(databases.physical(key), needsElements);
      return row == null ? null : Result.entry(row);
    } finally {
      locks.unlock(stripe);
    }
  }

  Result<@Nullable Entry> readAnywhere(Key key, boolean needsElements) {
    while (true) {
      DatabaseMap map = databases.current();
      Key physical = key.inDatabase(map.physical(key.database()));
      Loaded loaded = lookup.load(physical, needsElements);
      if (map == databases.current() && !StripedLocks.isChanging(loaded.stripeVersion())) {
        return Result.entry(loaded.row());
      }
    }
  }

  <T extends @Nullable Object> @Nullable Result<T> mutateInMemory(Key key, Mutation<T> mutation) {
    return mutate(key, mutation, null, false);
  }

  <T extends @Nullable Object> T mutateAnywhere(Key key, Mutation<T> mutation) {
    for (int races = 0; ; races++) {
      Loaded loaded = lookup.load(databases.physical(key), mutation.needsElements());
      Result<T> result = mutate(key, mutation, loaded, races >= MAX_RACES);
      if (result != null) {
        return result.value();
      }
    }
  }

  private <T extends @Nullable Object> @Nullable Result<T> mutate(
      Key key, Mutation<T> mutation, @Nullable Loaded loaded, boolean diskUnderLock) {
    int stripe = StripedLocks.stripeOf(key);
    locks.lock(stripe);
    try {
      Key physical = databases.physical(key);
      StoredRow before = rowUnderLock(physical, mutation.needsElements(), loaded, diskUnderLock);
      if (before == null) {
        return null;
      }
      Mutation.Outcome<T> outcome = mutation.apply(before.entryOrNull());
      RowChange change = RowChange.of(physical, before, outcome);
      if (change != null) {
        guard.admit(change);
        publisher.publish(change);
      }
      return new Result<>(outcome.result());
    } finally {
      locks.unlock(stripe);
    }
  }

  /** The row as it is now: what was loaded if that still holds, else from memory, else null. */
  private @Nullable StoredRow rowUnderLock(
      Key physical, boolean needsElements, @Nullable Loaded loaded, boolean diskUnderLock) {
    if (loaded != null
        && loaded.key().equals(physical)
        && loaded.stripeVersion() == locks.version(StripedLocks.stripeOf(physical))) {
      return loaded.row();
    }
    return diskUnderLock
        ? lookup.load(physical, needsElements).row()
        : lookup.inMemory(physical, needsElements);
  }

  <T extends @Nullable Object> @Nullable Result<T> transactInMemory(
      Set<Key> named, StoreTransaction<T> work) {
    return transact(named, work, Map.of(), false);
  }

  <T extends @Nullable Object> T transactAnywhere(Set<Key> named, StoreTransaction<T> work) {
    for (int races = 0; ; races++) {
      Map<Key, Loaded> loaded = new HashMap<>();
      for (Key key : named) {
        loaded.put(key, lookup.load(databases.physical(key), true));
      }
      Result<T> result = transact(named, work, loaded, races >= MAX_RACES);
      if (result != null) {
        return result.value();
      }
    }
  }

  private <T extends @Nullable Object> @Nullable Result<T> transact(
      Set<Key> named, StoreTransaction<T> work, Map<Key, Loaded> loaded, boolean diskUnderLock) {
    int[] stripes = StripedLocks.stripesOf(named);
    locks.lock(stripes);
    try {
      Map<Key, StoredRow> base = new HashMap<>();
      for (Key key : named) {
        Key physical = databases.physical(key);
        StoredRow row = rowUnderLock(physical, true, loaded.get(key), diskUnderLock);
        if (row == null) {
          return null;
        }
        base.put(physical, row);
      }
      Transaction transaction = new Transaction(new Named(base), databases.current(), false);
      T result = work.run(transaction);
      publisher.publish(stripes, transaction.operations());
      return new Result<>(result);
    } finally {
      locks.unlock(stripes);
    }
  }

  <T extends @Nullable Object> T transactExclusively(StoreTransaction<T> work) {
    locks.lockExclusively();
    try {
      Transaction transaction = new Transaction(new Anywhere(), databases.current(), true);
      T result = work.run(transaction);
      publisher.publish(StripedLocks.allStripes(), transaction.operations());
      return result;
    } finally {
      locks.unlockExclusively();
    }
  }

  ScanPage scan(int database, long cursor, int maxRows) {
    while (true) {
      DatabaseMap map = databases.current();
      ScanPage page =
          scanner.scan(database, map.physical(database), cursor, maxRows, changed -> {});
      if (map == databases.current()) {
        return page;
      }
    }
  }

  long flushedUpTo(int database) {
    return databases.current().flushedUpTo(database);
  }

  long size(int database) {
    return counts.live(databases.current().physical(database));
  }

  long sizeWithExpiry(int database) {
    return counts.expiring(databases.current().physical(database));
  }

  long idleMillis(Key key) {
    return lookup.idleMillis(databases.physical(key));
  }

  /** What a transaction sees of everything; all stripes are locked. */
  private class Anywhere implements Transaction.Base {
    @Override
    public StoredRow row(Key physical) {
      return lookup.load(physical, true).row();
    }

    @Override
    public long rows(int id) {
      return counts.rows(id);
    }

    @Override
    public long live(int id) {
      return counts.live(id);
    }

    @Override
    public BitSet free(DatabaseMap map) {
      return databases.free(map);
    }

    @Override
    public void admit(RowChange change) {
      guard.admit(change);
    }

    @Override
    public ScanPage scan(
        int logical, int id, long cursor, int maxRows, PageScanner.Overlay changed) {
      return scanner.scan(logical, id, cursor, maxRows, changed);
    }
  }

  /** What a transaction sees that named its keys. */
  private final class Named extends Anywhere {
    private final Map<Key, StoredRow> rows;

    Named(Map<Key, StoredRow> rows) {
      this.rows = rows;
    }

    @Override
    public StoredRow row(Key physical) {
      StoredRow row = rows.get(physical);
      if (row == null) {
        throw new IllegalArgumentException("the transaction did not name the key " + physical);
      }
      return row;
    }
  }
}
