package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreTransaction;
import dev.rondo.storage.StoredRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows as one transaction sees them. Its changes stay here until it has ended well: {@link
 * #operations} are what to publish then. Runs with the locks of all its rows held.
 */
final class Transaction implements StoreTransaction.Rows {
  /** Where a transaction finds what it does not carry itself. */
  interface Base {
    /** A row with its contents. */
    StoredRow row(Key physical);

    /** Rows of a physical database, tombstones included. */
    long rows(int id);

    /** Those of them with elements. */
    long live(int id);

    /** Physical databases that nobody uses under a map. */
    BitSet free(DatabaseMap map);

    /** Lets a change pass, or throws. */
    void admit(RowChange change);

    ScanPage scan(int logical, int id, long cursor, int maxRows, PageScanner.Overlay changed);
  }

  private final Base base;
  private final boolean exclusive;
  private final Map<Key, StoredRow> changed = new HashMap<>();
  private final Map<Integer, Long> rowsAdded = new HashMap<>();
  private final Map<Integer, Long> liveAdded = new HashMap<>();
  private final List<BatchOperation> operations = new ArrayList<>();
  private DatabaseMap map;
  private boolean mapChanged;
  private boolean flushed;

  Transaction(Base base, DatabaseMap map, boolean exclusive) {
    this.base = base;
    this.map = map;
    this.exclusive = exclusive;
  }

  @Override
  public @Nullable Entry read(Key key) {
    return find(physical(key)).entryOrNull();
  }

  @Override
  public <T extends @Nullable Object> T mutate(Key key, Mutation<T> mutation) {
    Key physical = physical(key);
    StoredRow before = find(physical);
    Mutation.Outcome<T> outcome = mutation.apply(before.entryOrNull());
    RowChange change = RowChange.of(physical, before, outcome);
    if (change != null) {
      base.admit(change);
      operations.add(change);
      changed.put(physical, change.after());
      rowsAdded.merge(physical.database(), (long) change.rowsAdded(), Long::sum);
      liveAdded.merge(physical.database(), (long) change.liveAdded(), Long::sum);
    }
    return outcome.result();
  }

  private Key physical(Key key) {
    return key.inDatabase(map.physical(key.database()));
  }

  private StoredRow find(Key physical) {
    StoredRow mine = changed.get(physical);
    return mine != null ? mine : base.row(physical);
  }

  private long rows(int id) {
    return base.rows(id) + rowsAdded.getOrDefault(id, 0L);
  }

  @Override
  public void flush(int database, long upTo) {
    requireExclusive();
    if (upTo != 0) {
      if (upTo <= map.flushedUpTo(database)) {
        return;
      }
      map = map.withFlushedUpTo(database, upTo);
      mapChanged = true;
    }
    if (rows(map.physical(database)) == 0) {
      return;
    }
    int fresh = base.free(map).nextSetBit(0);
    if (fresh < 0) {
      throw StoreException.overloaded("too many databases were flushed at once");
    }
    map = map.flush(database, fresh);
    mapChanged = true;
    flushed = true;
  }

  @Override
  public void swap(int one, int other) {
    requireExclusive();
    if (map.physical(one) != map.physical(other)) {
      map = map.swap(one, other);
      mapChanged = true;
    }
  }

  @Override
  public long size(int database) {
    int id = map.physical(database);
    return base.live(id) + liveAdded.getOrDefault(id, 0L);
  }

  @Override
  public ScanPage scan(int database, long cursor, int maxRows) {
    requireExclusive();
    return base.scan(database, map.physical(database), cursor, maxRows, changed::forEach);
  }

  private void requireExclusive() {
    if (!exclusive) {
      throw new IllegalStateException("only an exclusive transaction may do this");
    }
  }

  /**
   * Everything to write, in order. When a flush left no row anywhere, one removal of everything
   * takes the place of purging row by row, and the dropped ids are free again.
   */
  List<BatchOperation> operations() {
    if (!mapChanged) {
      return operations;
    }
    List<BatchOperation> all = new ArrayList<>(operations);
    if (flushed && isEverythingEmpty()) {
      BitSet dropped = map.dropped();
      all.add(new BatchOperation.MapDatabases(map.purged(dropped)));
      all.add(new BatchOperation.RemoveEverything(dropped));
    } else {
      all.add(new BatchOperation.MapDatabases(map));
    }
    return all;
  }

  private boolean isEverythingEmpty() {
    for (int database = 0; database < map.databases(); database++) {
      if (rows(map.physical(database)) != 0) {
        return false;
      }
    }
    return true;
  }
}
