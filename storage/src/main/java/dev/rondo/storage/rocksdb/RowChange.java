package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation.Outcome;
import dev.rondo.storage.StoredRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of one row with what follows from it: what happens to its place in the expiry index, and
 * how the counts of its database change. Equal only to itself.
 *
 * <p>The index has at most one row for an entry, at its end or earlier: an end that only moves
 * later, as that of a session in use does, leaves it alone, and the sweeper moves it when it gets
 * there.
 */
final class RowChange implements BatchOperation {
  private final Key key;
  private final StoredRow after;
  private final long oldIndexMillis;
  private final int rowsAdded;
  private final int liveAdded;
  private final int expiringAdded;

  /** Which batch this was appended to; written before the change is shown. */
  private long batch;

  /** Whether a later change of the same row is in the same batch, so that this needs no put. */
  private volatile boolean superseded;

  private volatile boolean written;

  private RowChange(Key key, StoredRow before, StoredRow after) {
    this.key = key;
    this.after = after;
    this.oldIndexMillis = before.indexedExpiryMillis();
    this.rowsAdded = (after.isAbsent() ? 0 : 1) - (before.isAbsent() ? 0 : 1);
    this.liveAdded = live(after) - live(before);
    this.expiringAdded = expiring(after) - expiring(before);
  }

  /**
   * What a mutation's outcome means for a row; null when it stays as it is.
   *
   * @throws IllegalArgumentException when the entry to store is not loaded
   */
  static @Nullable RowChange of(Key physical, StoredRow before, Outcome<?> outcome) {
    RowChange change =
        switch (outcome.action()) {
          case KEEP -> null;
          case PUT -> put(physical, before, Objects.requireNonNull(outcome.entry()));
          case PURGE -> purge(physical, before);
        };
    return change != null && change.after.isAbsent() && before.isAbsent() ? null : change;
  }

  /** The row becomes the entry, which must be loaded. */
  static RowChange put(Key physical, StoredRow before, Entry entry) {
    if (!entry.isLoaded()) {
      throw new IllegalArgumentException("only an entry with its contents can be stored");
    }
    boolean needsIndex = entry.endMillis() != Entry.NO_EXPIRY && !entry.isTombstone();
    long indexed = StoredRow.NOT_INDEXED;
    if (needsIndex) {
      indexed = Math.min(before.indexedExpiryMillis(), Math.max(0, entry.endMillis()));
    }
    return new RowChange(physical, before, new StoredRow(entry, indexed));
  }

  /** The row stays what it is, but stands in the index at its end. */
  static RowChange reindex(Key physical, StoredRow before) {
    return new RowChange(
        physical, before, new StoredRow(before.entry(), before.entry().endMillis()));
  }

  /** The row goes. */
  static RowChange purge(Key physical, StoredRow before) {
    return new RowChange(physical, before, StoredRow.ABSENT);
  }

  /** The key, its database being the physical one. */
  Key key() {
    return key;
  }

  StoredRow after() {
    return after;
  }

  /** Whether the row leaves its place in the index, {@link #oldIndexMillis}. */
  boolean removesIndexRow() {
    return oldIndexMillis != StoredRow.NOT_INDEXED && oldIndexMillis != after.indexedExpiryMillis();
  }

  long oldIndexMillis() {
    return oldIndexMillis;
  }

  /** Whether the row takes a new place in the index, {@link #newIndexMillis}. */
  boolean addsIndexRow() {
    return after.isIndexed() && oldIndexMillis != after.indexedExpiryMillis();
  }

  long newIndexMillis() {
    return after.indexedExpiryMillis();
  }

  int rowsAdded() {
    return rowsAdded;
  }

  int liveAdded() {
    return liveAdded;
  }

  int expiringAdded() {
    return expiringAdded;
  }

  private static int live(StoredRow row) {
    return row.entry().isTombstone() ? 0 : 1;
  }

  private static int expiring(StoredRow row) {
    return !row.entry().isTombstone() && row.entry().hasExpiry() ? 1 : 0;
  }

  void appendedTo(long batchNumber) {
    batch = batchNumber;
  }

  /** Says that a later change has taken this one's place; both are shown under the key's lock. */
  void supersededBy(RowChange later) {
    if (batch == later.batch) {
      superseded = true;
    }
  }

  boolean isSuperseded() {
    return superseded;
  }

  void nowWritten() {
    written = true;
  }

  /** Whether the batch it was appended to has been written. */
  boolean isWritten() {
    return written;
  }

  @Override
  public long weightBytes() {
    return 64L + key.bytes().length + after.entry().weightBytes();
  }
}
