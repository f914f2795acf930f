package dev.rondo.storage.rocksdb;

import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Key;
import dev.rondo.storage.RowKey;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Reads pages of rows in the order of the ring: what RocksDB has, overlaid with the changes that
 * are not written yet. Only the versions are decoded.
 */
final class PageScanner {
  /** After passing over so many rows that are not wanted a page ends, full or not. */
  static final int MAX_PASSED_ROWS = 10_000;

  private static final int VERSION_BYTES = 1024;

  private final RocksFiles files;
  private final PendingRows pending;

  PageScanner(RocksFiles files, PendingRows pending) {
    this.files = files;
    this.pending = pending;
  }

  /** Gives changes that are not in RocksDB yet, by physical key. */
  interface Overlay {
    void forEach(BiConsumer<Key, StoredRow> changed);
  }

  /**
   * Reads a page.
   *
   * @param logical the number that the answered keys have
   * @param id the physical database to read
   * @param more changes on top of the pending ones
   */
  ScanPage scan(int logical, int id, long cursor, int maxRows, Overlay more) {
    // the overlay first: what is written meanwhile is in RocksDB by the time the iterator is made
    NavigableMap<byte[], StoredRow> changed = new TreeMap<>(Arrays::compareUnsigned);
    BiConsumer<Key, StoredRow> add =
        (key, row) -> {
          if (key.database() == id && ScanPage.cursorAt(key.slot(), key.hash()) >= cursor) {
            changed.put(RowKey.encode(key), row);
          }
        };
    pending
        .matching(key -> key.database() == id)
        .forEach(change -> add.accept(change.key(), change.after()));
    more.forEach(add);
    Page page = new Page(logical, maxRows);
    boolean all =
        files.walk(
            files.entries(),
            rows -> {
              rows.seek(RowKey.firstAt(cursor));
              return merge(rows, changed, id, page);
            });
    return new ScanPage(all ? ScanPage.END : page.lastPosition + 1, page.rows);
  }

  /** Fills the page from both sources; true when both came to their end. */
  private static boolean merge(
      RocksIterator rows, NavigableMap<byte[], StoredRow> changed, int id, Page page) {
    ByteBuffer version = ByteBuffer.allocateDirect(VERSION_BYTES);
    for (; rows.isValid(); rows.next()) {
      byte[] rowKey = rows.key();
      if (!addChangedBefore(rowKey, changed, page)) {
        return false;
      }
      long position = RowKey.position(rowKey);
      if (!page.hasRoomAt(position)) {
        return false;
      }
      if (RowKey.database(rowKey) != id) {
        page.pass(position);
      } else if (changed.containsKey(rowKey)) {
        page.add(position, rowKey, changed.pollFirstEntry().getValue());
      } else {
        page.add(position, rowKey, version(rows, version));
      }
    }
    return addChangedBefore(null, changed, page);
  }

  /** Adds the changed rows that stand before a row, or all; false when the page was full before. */
  private static boolean addChangedBefore(
      byte @Nullable [] rowKey, NavigableMap<byte[], StoredRow> changed, Page page) {
    while (!changed.isEmpty()) {
      Map.Entry<byte[], StoredRow> first = changed.firstEntry();
      if (rowKey != null && Arrays.compareUnsigned(first.getKey(), rowKey) >= 0) {
        return true;
      }
      long position = RowKey.position(first.getKey());
      if (!page.hasRoomAt(position)) {
        return false;
      }
      page.add(position, first.getKey(), first.getValue());
      changed.pollFirstEntry();
    }
    return true;
  }

  /** Decodes the version, which nearly always stands in the first bytes of the value. */
  static StoredRow version(RocksIterator rows, ByteBuffer buffer) {
    int size = rows.value(buffer.clear());
    if (size <= buffer.capacity()) {
      return EntryCodec.decodeVersion(buffer);
    }
    try {
      return EntryCodec.decodeVersion(buffer);
    } catch (StoreException endsEarly) {
      return EntryCodec.decodeVersion(ByteBuffer.wrap(rows.value()));
    }
  }

  /** A page being filled. */
  private static final class Page {
    private final int logical;
    private final int maxRows;
    private final List<ScanPage.Row> rows = new ArrayList<>();
    private long lastPosition = -1;
    private int passed;

    Page(int logical, int maxRows) {
      this.logical = logical;
      this.maxRows = maxRows;
    }

    /** Whether a row at a position may still come: rows of one position are never torn apart. */
    boolean hasRoomAt(long position) {
      return position == lastPosition || (rows.size() < maxRows && passed < MAX_PASSED_ROWS);
    }

    void pass(long position) {
      lastPosition = position;
      passed++;
    }

    void add(long position, byte[] rowKey, StoredRow row) {
      if (row.isAbsent()) {
        pass(position);
        return;
      }
      lastPosition = position;
      Key key = RowKey.decode(ByteBuffer.wrap(rowKey)).inDatabase(logical);
      rows.add(new ScanPage.Row(key, row.entry().unloaded()));
    }
  }
}
