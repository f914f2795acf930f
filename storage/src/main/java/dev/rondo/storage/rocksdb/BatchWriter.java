package dev.rondo.storage.rocksdb;

import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.HintCodec;
import dev.rondo.storage.Key;
import dev.rondo.storage.RowKey;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Writes batches to RocksDB. Rows are encoded into direct buffers that are used again and again,
 * which is measurably faster than arrays. For one thread at a time.
 */
final class BatchWriter implements BatchSink, AutoCloseable {
  private static final int KEY_BUFFER_BYTES = 4 << 10;
  private static final int VALUE_BUFFER_BYTES = 64 << 10;

  /** A RocksDB batch that has grown larger is not kept for the next one. */
  private static final long MAX_KEPT_BYTES = 4 << 20;

  private static final byte[] NOTHING = new byte[0];

  /**
   * Above every row key: slots end at 0x3FFF. And above every index key, for times are positive.
   */
  private static final byte[] AFTER_ALL = {(byte) 0xFF};

  private final RocksFiles files;
  private final WriteOptions withoutWaiting = new WriteOptions().setNoSlowdown(true);
  private final WriteOptions waiting = new WriteOptions();
  private final WriteOptions forced = new WriteOptions().setSync(true);
  private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(KEY_BUFFER_BYTES);
  private final ByteBuffer valueBuffer = ByteBuffer.allocateDirect(VALUE_BUFFER_BYTES);
  private final ByteBuffer noValue = ByteBuffer.allocateDirect(0);
  private WriteBatch into = new WriteBatch();

  BatchWriter(RocksFiles files) {
    this.files = files;
  }

  @Override
  public boolean write(OpenBatch.Taken batch, Mode mode) {
    try {
      build(batch);
      return files.write(options(mode), into) == RocksFiles.WriteResult.WRITTEN;
    } catch (RocksDBException e) {
      throw StoreException.io("cannot build a batch: " + e.getMessage(), e);
    } finally {
      if (batch.weightBytes() > MAX_KEPT_BYTES) {
        into.close();
        into = new WriteBatch();
      } else {
        into.clear();
      }
    }
  }

  private WriteOptions options(Mode mode) {
    return switch (mode) {
      case WITHOUT_WAITING -> withoutWaiting;
      case WAITING -> waiting;
      case FORCED -> forced;
    };
  }

  @Override
  public void sync() {
    files.syncWal();
  }

  private void build(OpenBatch.Taken batch) throws RocksDBException {
    for (BatchOperation operation : batch.operations()) {
      add(operation);
    }
    for (OpenBatch.Counts counts : batch.counts()) {
      into.put(files.meta(), MetaRows.countKey(counts.id()), counts.encoded());
    }
  }

  private void add(BatchOperation operation) throws RocksDBException {
    if (operation instanceof RowChange change) {
      addRow(change);
    } else if (operation instanceof BatchOperation.MapDatabases mapped) {
      into.put(files.meta(), MetaRows.DATABASES, mapped.map().encode());
    } else if (operation instanceof BatchOperation.RemoveIndexRow index) {
      into.delete(files.expiry(), ExpiryIndex.encode(index.indexedAtMillis(), index.key()));
    } else if (operation instanceof BatchOperation.RemoveDroppedRow row) {
      into.delete(files.entries(), RowKey.encode(row.key()));
      if (row.indexedAtMillis() != StoredRow.NOT_INDEXED) {
        into.delete(files.expiry(), ExpiryIndex.encode(row.indexedAtMillis(), row.key()));
      }
    } else if (operation instanceof BatchOperation.RemoveEverything) {
      into.deleteRange(files.entries(), NOTHING, AFTER_ALL);
      into.deleteRange(files.expiry(), NOTHING, AFTER_ALL);
    } else if (operation instanceof BatchOperation.OfHints hints) {
      addHints(hints);
    }
  }

  private void addHints(BatchOperation.OfHints operation) throws RocksDBException {
    long target = operation.target();
    if (operation instanceof BatchOperation.AddHint hint) {
      byte[] value = HintCodec.encode(hint.key(), hint.row());
      into.put(files.hints(), HintCodec.encodeKey(target, hint.sequence()), value);
    } else if (operation instanceof BatchOperation.RemoveHints removed) {
      byte[] end = HintCodec.encodeKey(target, removed.last() + 1);
      into.deleteRange(files.hints(), HintCodec.encodeKey(target, removed.first()), end);
    } else if (operation instanceof BatchOperation.MarkOverflow mark) {
      if (mark.overflown()) {
        into.put(files.meta(), MetaRows.overflownKey(target), NOTHING);
      } else {
        into.delete(files.meta(), MetaRows.overflownKey(target));
      }
    }
  }

  private void addRow(RowChange change) throws RocksDBException {
    Key key = change.key();
    boolean fits = ExpiryIndex.sizeOf(key) <= KEY_BUFFER_BYTES;
    if (change.removesIndexRow()) {
      into.delete(files.expiry(), ExpiryIndex.encode(change.oldIndexMillis(), key));
    }
    if (change.addsIndexRow()) {
      if (fits) {
        ExpiryIndex.encode(change.newIndexMillis(), key, keyBuffer.clear());
        into.put(files.expiry(), keyBuffer.flip(), noValue.clear());
      } else {
        into.put(files.expiry(), ExpiryIndex.encode(change.newIndexMillis(), key), NOTHING);
      }
    }
    if (change.isSuperseded()) {
      return;
    }
    if (change.after().isAbsent()) {
      into.delete(files.entries(), RowKey.encode(key));
    } else {
      putRow(key, change.after(), fits);
    }
  }

  private void putRow(Key key, StoredRow row, boolean keyFits) throws RocksDBException {
    int size = EntryCodec.sizeOf(row);
    if (keyFits && size <= VALUE_BUFFER_BYTES) {
      RowKey.encode(key, keyBuffer.clear());
      EntryCodec.encode(row, valueBuffer.clear());
      into.put(files.entries(), keyBuffer.flip(), valueBuffer.flip());
    } else {
      into.put(files.entries(), RowKey.encode(key), EntryCodec.encode(row));
    }
  }

  @Override
  public void close() {
    into.close();
    withoutWaiting.close();
    waiting.close();
    forced.close();
  }
}
