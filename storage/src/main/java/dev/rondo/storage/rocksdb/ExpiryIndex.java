package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import dev.rondo.storage.RowKey;
import java.nio.ByteBuffer;

/**
 * Rows of the expiry index, a column family ordered by time: the key is {@code time(8) row key},
 * the time in milliseconds since 1970, big-endian; there is no value.
 */
final class ExpiryIndex {
  private ExpiryIndex() {}

  static int sizeOf(Key key) {
    return Long.BYTES + RowKey.sizeOf(key);
  }

  static void encode(long millis, Key key, ByteBuffer into) {
    into.putLong(millis);
    RowKey.encode(key, into);
  }

  static byte[] encode(long millis, Key key) {
    byte[] bytes = new byte[sizeOf(key)];
    encode(millis, key, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** What stands before every index row of a time and after all of earlier ones. */
  static byte[] before(long millis) {
    return ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
  }

  /** The time in an index row. */
  static long millis(byte[] indexRow) {
    return ByteBuffer.wrap(indexRow).getLong();
  }

  /** The physical key in an index row. */
  static Key key(byte[] indexRow) {
    return RowKey.decode(ByteBuffer.wrap(indexRow, Long.BYTES, indexRow.length - Long.BYTES));
  }
}
