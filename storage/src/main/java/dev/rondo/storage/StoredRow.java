package dev.rondo.storage;

import org.jspecify.annotations.Nullable;

/**
 * An entry together with what only this node's row knows of it.
 *
 * @param entry the entry; may be unloaded
 * @param indexedExpiryMillis the time under which the row stands in this node's expiry index, which
 *     may be earlier than the entry's end; {@link #NOT_INDEXED} when it does not stand there
 */
public record StoredRow(Entry entry, long indexedExpiryMillis) {
  /** The row is not in the expiry index. */
  public static final long NOT_INDEXED = Long.MAX_VALUE;

  /** What stands for a row that does not exist. */
  public static final StoredRow ABSENT =
      of(new Entry(DataType.STRING, VectorClock.EMPTY, Entry.NO_EXPIRY, 0, Elements.NONE));

  /** A row that is not in the expiry index. */
  public static StoredRow of(Entry entry) {
    return new StoredRow(entry, NOT_INDEXED);
  }

  /** Whether there is no row: an entry that has seen no write and holds nothing. */
  public boolean isAbsent() {
    return entry.clock().size() == 0 && entry.isTombstone();
  }

  /** The entry, or null when there is no row. */
  public @Nullable Entry entryOrNull() {
    return isAbsent() ? null : entry;
  }

  /** Whether the row stands in the expiry index. */
  public boolean isIndexed() {
    return indexedExpiryMillis != NOT_INDEXED;
  }

  /** Whether what is in memory is enough for someone who needs the contents, or does not. */
  public boolean serves(boolean needsElements) {
    return !needsElements || entry.isLoaded();
  }

  /** The same row without the contents. */
  public StoredRow unloaded() {
    return entry.isLoaded() && !entry.isTombstone()
        ? new StoredRow(entry.unloaded(), indexedExpiryMillis)
        : this;
  }
}
