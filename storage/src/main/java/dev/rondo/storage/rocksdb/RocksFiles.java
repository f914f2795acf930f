package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB with its column families: {@code default} holds the entries, {@code expiry} the
 * expiry index, {@code meta} what is said once, {@code hints} what other nodes lack. Turns
 * RocksDB's exceptions into ours, and keeps calls on a closed database from reaching native code.
 *
 * <p>Safe for use by many threads. Reads go on while the disk refuses writes.
 */
final class RocksFiles implements AutoCloseable {
  private static final byte[] EXPIRY = "expiry".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] META = "meta".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HINTS = "hints".getBytes(StandardCharsets.US_ASCII);

  /** What a read that may not touch the disk found. */
  enum InMemory {
    FOUND,
    ABSENT,
    UNKNOWN
  }

  /** How a write that may not wait ended. */
  enum WriteResult {
    WRITTEN,
    /** RocksDB would have made the writer wait; nothing was written. */
    STALLED
  }

  private final RocksOptions options;
  private final RocksDB database;
  private final ColumnFamilyHandle entries;
  private final ColumnFamilyHandle expiry;
  private final ColumnFamilyHandle meta;
  private final ColumnFamilyHandle hints;
  private final ReadOptions fromAnywhere = new ReadOptions();
  private final ReadOptions fromMemory = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
  private final ReadOptions notToBeReadAgain = new ReadOptions().setFillCache(false);
  private final ReentrantReadWriteLock openLock = new ReentrantReadWriteLock();
  private boolean open = true;

  private RocksFiles(RocksOptions options, RocksDB database, List<ColumnFamilyHandle> handles) {
    this.options = options;
    this.database = database;
    this.entries = handles.get(0);
    this.expiry = handles.get(1);
    this.meta = handles.get(2);
    this.hints = handles.get(3);
  }

  /**
   * Opens the database in a data directory, or makes it.
   *
   * @throws StoreException LOCKED when another process, or this one, has it open
   */
  static RocksFiles open(DataDirectory directory, StoreSettings settings) {
    RocksDB.loadLibrary();
    RocksOptions options = new RocksOptions(settings);
    List<ColumnFamilyDescriptor> families =
        List.of(
            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.columnFamily()),
            new ColumnFamilyDescriptor(EXPIRY, options.columnFamily()),
            new ColumnFamilyDescriptor(META, options.columnFamily()),
            new ColumnFamilyDescriptor(HINTS, options.logFamily()));
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      Files.createDirectories(directory.database());
      RocksDB database =
          RocksDB.open(options.database(), directory.database().toString(), families, handles);
      return new RocksFiles(options, database, handles);
    } catch (IOException e) {
      options.close();
      throw StoreException.io("cannot make " + directory.database(), e);
    } catch (RocksDBException e) {
      options.close();
      throw openFailure(directory.path(), e);
    }
  }

  private static StoreException openFailure(Path directory, RocksDBException e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("While lock file") || message.startsWith("lock hold by current")) {
      return StoreException.locked("the data directory " + directory + " is in use already", e);
    }
    if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption) {
      return StoreException.corrupt("the data in " + directory + " is damaged: " + message);
    }
    return StoreException.io("cannot open the data in " + directory + ": " + message, e);
  }

  ColumnFamilyHandle entries() {
    return entries;
  }

  ColumnFamilyHandle expiry() {
    return expiry;
  }

  ColumnFamilyHandle meta() {
    return meta;
  }

  ColumnFamilyHandle hints() {
    return hints;
  }

  /** A number that grows by at least one with each row written, and never falls. */
  long writesEver() {
    return call("sequence", database::getLatestSequenceNumber);
  }

  /** A call into RocksDB. */
  private interface Call<T extends @Nullable Object> {
    T run() throws RocksDBException;
  }

  private <T extends @Nullable Object> T call(String what, Call<T> call) {
    openLock.readLock().lock();
    try {
      if (!open) {
        throw StoreException.closed();
      }
      return call.run();
    } catch (RocksDBException e) {
      if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption) {
        throw StoreException.corrupt(what + ": " + e.getMessage());
      }
      throw StoreException.io(what + ": " + e.getMessage(), e);
    } finally {
      openLock.readLock().unlock();
    }
  }

  /** Reads from wherever it is; null when there is none. */
  byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) {
    return this.<byte @Nullable []>call("read", () -> database.get(family, fromAnywhere, key));
  }

  /** An entry's value if it can be had from memory; the found value is given to the receiver. */
  InMemory getEntryFromMemory(byte[] key, Consumer<byte[]> receiver) {
    return call(
        "read",
        () -> {
          try {
            byte[] value = database.get(entries, fromMemory, key);
            if (value == null) {
              return InMemory.ABSENT;
            }
            receiver.accept(value);
            return InMemory.FOUND;
          } catch (RocksDBException e) {
            if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete) {
              return InMemory.UNKNOWN;
            }
            throw e;
          }
        });
  }

  /** Writes a batch; with options that do not allow waiting it may answer STALLED. */
  WriteResult write(WriteOptions how, WriteBatch batch) {
    return call(
        "write",
        () -> {
          try {
            database.write(how, batch);
            return WriteResult.WRITTEN;
          } catch (RocksDBException e) {
            if (how.noSlowdown()
                && e.getStatus() != null
                && e.getStatus().getCode() == Status.Code.Incomplete) {
              return WriteResult.STALLED;
            }
            throw e;
          }
        });
  }

  /** Forces the log to disk. */
  void syncWal() {
    call(
        "sync",
        () -> {
          database.syncWal();
          return true;
        });
  }

  /** What walks over rows; sees the database as it is now. */
  interface Walk<T> {
    T over(RocksIterator rows);
  }

  /** Walks over a column family; the iterator is closed after. */
  <T> T walk(ColumnFamilyHandle family, Walk<T> walk) {
    return walk(family, fromAnywhere, walk);
  }

  /** Walks over what nobody will soon read again: it does not push anything out of the cache. */
  <T> T walkOnce(ColumnFamilyHandle family, Walk<T> walk) {
    return walk(family, notToBeReadAgain, walk);
  }

  private <T> T walk(ColumnFamilyHandle family, ReadOptions how, Walk<T> walk) {
    return call(
        "walk",
        () -> {
          try (RocksIterator rows = database.newIterator(family, how)) {
            T result = walk.over(rows);
            rows.status();
            return result;
          }
        });
  }

  /** A numeric property of RocksDB, summed over the column families; 0 when it is not known. */
  long property(String name) {
    return call("property", () -> database.getAggregatedLongProperty(name));
  }

  /** A numeric property of the entries' column family. */
  long entriesProperty(String name) {
    return call("property", () -> database.getLongProperty(entries, name));
  }

  long blockCacheBytes() {
    return call("block cache", () -> options.blockCache().getUsage());
  }

  /** Makes a copy of everything written, in a directory that must not exist. */
  void checkpoint(Path target) {
    call(
        "checkpoint",
        () -> {
          try (Checkpoint checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(target.toString());
          }
          return true;
        });
  }

  /** Closes the files; later calls fail with CLOSED. */
  @Override
  public void close() {
    openLock.writeLock().lock();
    try {
      if (!open) {
        return;
      }
      open = false;
      database.cancelAllBackgroundWork(true);
      fromMemory.close();
      fromAnywhere.close();
      notToBeReadAgain.close();
      entries.close();
      expiry.close();
      meta.close();
      hints.close();
      database.close();
      options.close();
    } finally {
      openLock.writeLock().unlock();
    }
  }
}
