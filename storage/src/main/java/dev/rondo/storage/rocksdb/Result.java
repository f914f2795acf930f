package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Entry;
import dev.rondo.storage.StoredRow;
import org.jspecify.annotations.Nullable;

/** What an operation answered, which may be null: so that "no answer yet" can be told from it. */
record Result<T extends @Nullable Object>(T value) {
  /** The entry of a row, null when there is no row. */
  @SuppressWarnings("NullAway") // the type argument allows null, which the checker does not see
  static Result<@Nullable Entry> entry(StoredRow row) {
    return new Result<>(row.entryOrNull());
  }
}
