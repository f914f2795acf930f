package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import java.util.BitSet;

/** One thing to write in a batch; they are written in the order in which they were appended. */
sealed interface BatchOperation
    permits RowChange,
        BatchOperation.MapDatabases,
        BatchOperation.RemoveEverything,
        BatchOperation.RemoveDroppedRow,
        BatchOperation.RemoveIndexRow {

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
}
