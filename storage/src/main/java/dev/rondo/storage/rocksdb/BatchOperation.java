package dev.rondo.storage.rocksdb;

import dev.rondo.storage.HintCodec;
import dev.rondo.storage.Key;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** One thing to write in a batch; they are written in the order in which they were appended. */
sealed interface BatchOperation
    permits RowChange,
        BatchOperation.MapDatabases,
        BatchOperation.RemoveEverything,
        BatchOperation.RemoveDroppedRow,
        BatchOperation.RemoveIndexRow,
        BatchOperation.OfHints {

  /** About how many bytes this brings to the log. */
  default long weightBytes() {
    return 64;
  }

  /** The map of databases changed. */
  record MapDatabases(DatabaseMap map) implements BatchOperation {}

  /**
   * All rows of all databases go, and the whole expiry index.
   *
   * @param ids the physical databases that had rows
   */
  record RemoveEverything(BitSet ids) implements BatchOperation {}

  /**
   * A row of a dropped database, with its index row. Nobody sees such rows, and they are not
   * counted.
   *
   * @param indexedAtMillis see {@link dev.rondo.storage.StoredRow#indexedExpiryMillis}
   */
  record RemoveDroppedRow(Key key, long indexedAtMillis) implements BatchOperation {}

  /** A row of the expiry index that belongs to no row any more. */
  record RemoveIndexRow(Key key, long indexedAtMillis) implements BatchOperation {}

  /** One that changes the log of hints for a target. */
  sealed interface OfHints extends BatchOperation {
    long target();
  }

  /** A hint; see {@link dev.rondo.storage.Hint}. */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record AddHint(long target, long sequence, Key key, byte @Nullable [] row) implements OfHints {
    @Override
    public long weightBytes() {
      return 64 + HintCodec.sizeOf(key, row);
    }
  }

  /** The hints from one sequence to another go, both included. */
  record RemoveHints(long target, long first, long last) implements OfHints {}

  /** Hints for the target were dropped, or what it lacked for that has been repaired. */
  record MarkOverflow(long target, boolean overflown) implements OfHints {}
}
