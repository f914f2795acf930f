package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import dev.rondo.storage.RowKey;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Deletes the rows of dropped databases, after which their ids can be used again. The rows lie
 * scattered over the whole ring, so this walks over all rows, in bounded steps.
 */
final class DatabasePurger {
  private static final int STEP_ROWS = 2048;
  private static final int VERSION_BYTES = 1024;
  private static final byte[] BEGINNING = new byte[0];

  private final RocksParts parts;

  /** A row to delete. */
  private record Doomed(Key key, long indexedAtMillis) {}

  /**
   * @param doomed rows of dropped databases
   * @param next where to go on, or null at the end
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  private record Step(List<Doomed> doomed, byte @Nullable [] next) {}

  DatabasePurger(RocksParts parts) {
    this.parts = parts;
  }

  /** Purges everything dropped so far, if anything is; for a thread that may wait long. */
  synchronized void purge() {
    if (!parts.databases().current().hasDropped() || parts.commits().failure() != null) {
      return;
    }
    // in this order: rows that were written before their database was dropped reach the disk, where
    // they are found, and an id that is dropped later waits for the next time
    long removals = parts.databases().removals();
    BitSet ids = parts.databases().current().dropped();
    parts.commits().commitAndWait();
    byte[] next = BEGINNING;
    while (next != null && removals == parts.databases().removals()) {
      byte[] from = next;
      Step step = parts.files().walk(parts.files().entries(), rows -> collect(rows, from, ids));
      step.doomed().forEach(this::remove);
      parts.commits().commitAndWait();
      next = step.next();
    }
    release(ids, removals);
  }

  private static Step collect(RocksIterator rows, byte[] from, BitSet ids) {
    ByteBuffer version = ByteBuffer.allocateDirect(VERSION_BYTES);
    List<Doomed> doomed = new ArrayList<>();
    rows.seek(from);
    for (int passed = 0; rows.isValid(); passed++) {
      byte[] rowKey = rows.key();
      if (passed == STEP_ROWS) {
        return new Step(doomed, rowKey);
      }
      if (ids.get(RowKey.database(rowKey))) {
        StoredRow row = PageScanner.version(rows, version);
        doomed.add(new Doomed(RowKey.decode(ByteBuffer.wrap(rowKey)), row.indexedExpiryMillis()));
      }
      rows.next();
    }
    return new Step(doomed, null);
  }

  /** Under the lock nobody can empty everything and use the id again meanwhile. */
  private void remove(Doomed row) {
    int stripe = StripedLocks.stripeOf(row.key());
    parts.locks().lock(stripe);
    try {
      if (parts.databases().current().isDropped(row.key().database())) {
        parts.locks().beginChange(stripe);
        parts
            .openBatch()
            .append(new BatchOperation.RemoveDroppedRow(row.key(), row.indexedAtMillis()));
        parts.cache().remove(row.key());
        parts.locks().endChange(stripe);
      }
    } finally {
      parts.locks().unlock(stripe);
    }
  }

  /** Gives the ids back, unless everything was emptied meanwhile: then they may be in use again. */
  private void release(BitSet ids, long removals) {
    parts.locks().lockExclusively();
    try {
      if (removals == parts.databases().removals()) {
        DatabaseMap map = parts.databases().current().purged(ids);
        parts
            .publisher()
            .publish(StripedLocks.allStripes(), List.of(new BatchOperation.MapDatabases(map)));
      }
    } finally {
      parts.locks().unlockExclusively();
    }
  }
}
