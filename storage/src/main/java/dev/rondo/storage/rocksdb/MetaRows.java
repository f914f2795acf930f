package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** The rows of the column family {@code meta}, and how they are read when a store opens. */
final class MetaRows {
  static final byte[] DATABASES = "databases".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] FORMAT = "format".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COUNT = "count".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OVERFLOWN = "overflown".getBytes(StandardCharsets.US_ASCII);

  private MetaRows() {}

  /** The key of a physical database's counts. */
  static byte[] countKey(int id) {
    byte[] key = new byte[COUNT.length + 1];
    System.arraycopy(COUNT, 0, key, 0, COUNT.length);
    key[COUNT.length] = (byte) id;
    return key;
  }

  /** The key of the mark that hints for a node were dropped. */
  static byte[] overflownKey(long target) {
    return ByteBuffer.allocate(OVERFLOWN.length + Long.BYTES)
        .put(OVERFLOWN)
        .putLong(target)
        .array();
  }

  /** Reads the nodes that have that mark. */
  static void forEachOverflown(RocksIterator rows, LongConsumer node) {
    for (rows.seek(OVERFLOWN); rows.isValid(); rows.next()) {
      byte[] key = rows.key();
      if (key.length != OVERFLOWN.length + Long.BYTES
          || !Arrays.equals(Arrays.copyOf(key, OVERFLOWN.length), OVERFLOWN)) {
        return;
      }
      node.accept(ByteBuffer.wrap(key).getLong(OVERFLOWN.length));
    }
  }

  /** Refuses files of a newer format; marks new ones. */
  static void checkFormat(RocksFiles files) {
    byte[] format = files.get(files.meta(), FORMAT);
    if (format == null) {
      try (WriteBatch batch = new WriteBatch();
          WriteOptions durable = new WriteOptions().setSync(true)) {
        batch.put(files.meta(), FORMAT, new byte[] {DataDirectory.FORMAT});
        files.write(durable, batch);
      } catch (RocksDBException e) {
        throw StoreException.io("cannot mark the format: " + e.getMessage(), e);
      }
    } else if (format.length != 1 || format[0] > DataDirectory.FORMAT) {
      throw StoreException.corrupt(
          "the rows are of a newer format than " + DataDirectory.FORMAT + ", the last one known");
    }
  }

  static DatabaseMap readDatabases(RocksFiles files, int databases) {
    byte[] stored = files.get(files.meta(), DATABASES);
    return stored == null
        ? DatabaseMap.initial(databases)
        : DatabaseMap.decode(stored).resized(databases);
  }

  static void readCounts(RocksFiles files, RowCounts into) {
    for (int id = 0; id < DatabaseMap.IDS; id++) {
      byte[] stored = files.get(files.meta(), countKey(id));
      if (stored == null) {
        into.set(id, 0, 0, 0);
      } else {
        into.decode(id, stored);
      }
    }
  }
}
