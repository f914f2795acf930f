package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * For each physical database: how many rows it has, how many of those have elements, and how many
 * of those have an expiry. Exact; changed together with the open batch, so that a batch carries the
 * counts as they are after it.
 *
 * <p>As bytes, in the row {@code count} + id (1) of the column family {@code meta}: the three
 * numbers, 8 bytes each.
 */
final class RowCounts {
  private static final int KINDS = 3;

  private final AtomicLongArray counts = new AtomicLongArray(DatabaseMap.IDS * KINDS);

  long rows(int id) {
    return counts.get(id * KINDS);
  }

  long live(int id) {
    return counts.get(id * KINDS + 1);
  }

  long expiring(int id) {
    return counts.get(id * KINDS + 2);
  }

  /** Counts a change; true when it changed anything. */
  boolean add(RowChange change) {
    int at = change.key().database() * KINDS;
    int rows = change.rowsAdded();
    int live = change.liveAdded();
    int expiring = change.expiringAdded();
    if (rows == 0 && live == 0 && expiring == 0) {
      return false;
    }
    counts.addAndGet(at, rows);
    counts.addAndGet(at + 1, live);
    counts.addAndGet(at + 2, expiring);
    return true;
  }

  void set(int id, long rows, long live, long expiring) {
    counts.set(id * KINDS, rows);
    counts.set(id * KINDS + 1, live);
    counts.set(id * KINDS + 2, expiring);
  }

  byte[] encode(int id) {
    return ByteBuffer.allocate(KINDS * Long.BYTES)
        .putLong(rows(id))
        .putLong(live(id))
        .putLong(expiring(id))
        .array();
  }

  void decode(int id, byte[] bytes) {
    if (bytes.length != KINDS * Long.BYTES) {
      throw StoreException.corrupt("malformed counts of database " + id);
    }
    ByteBuffer from = ByteBuffer.wrap(bytes);
    set(id, from.getLong(), from.getLong(), from.getLong());
  }
}
