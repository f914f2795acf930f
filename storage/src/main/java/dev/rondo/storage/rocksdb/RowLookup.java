package dev.rondo.storage.rocksdb;

import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Key;
import dev.rondo.storage.RowKey;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows: in the cache, then among the pending changes, then in RocksDB. Keys are physical
 * here.
 *
 * <p>What is found without the key's lock is a row as it was at some moment during the call, unless
 * a change was being shown: see {@link StripedLocks#isChanging}.
 */
final class RowLookup {
  private final EntryCache cache;
  private final PendingRows pending;
  private final RocksFiles files;
  private final StripedLocks locks;
  private final PhysicalDatabases databases;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  RowLookup(
      EntryCache cache,
      PendingRows pending,
      RocksFiles files,
      StripedLocks locks,
      PhysicalDatabases databases) {
    this.cache = cache;
    this.pending = pending;
    this.files = files;
    this.locks = locks;
    this.databases = databases;
  }

  /**
   * A row with the version of its stripe from before it was read.
   *
   * @param key whose row it is: its database may have got another id before the version was taken,
   *     and then this is no longer the row to work on
   */
  record Loaded(Key key, StoredRow row, long stripeVersion) {}

  /**
   * The row if it can be had without touching the disk, {@link StoredRow#ABSENT} when there is
   * none, null when only the disk can tell.
   */
  @Nullable StoredRow inMemory(Key physical, boolean needsElements) {
    StoredRow row = cachedOrPending(physical, needsElements);
    if (row != null) {
      hits.increment();
      return row;
    }
    int stripe = StripedLocks.stripeOf(physical);
    long version = locks.version(stripe);
    Decoder found = new Decoder(needsElements);
    return switch (files.getEntryFromMemory(RowKey.encode(physical), found)) {
      case FOUND -> {
        misses.increment();
        yield keep(physical, found.row, stripe, version);
      }
      case ABSENT -> {
        misses.increment();
        yield StoredRow.ABSENT;
      }
      case UNKNOWN -> null;
    };
  }

  /** The row, from the disk if need be; not for event loops. */
  Loaded load(Key physical, boolean needsElements) {
    int stripe = StripedLocks.stripeOf(physical);
    long version = locks.version(stripe);
    StoredRow row = cachedOrPending(physical, needsElements);
    if (row != null) {
      hits.increment();
      return new Loaded(physical, row, version);
    }
    StoredRow read = fromFiles(physical, needsElements);
    return new Loaded(
        physical, read.isAbsent() ? read : keep(physical, read, stripe, version), version);
  }

  /** The same for a row that nobody will ask for again: it is not put into the cache. */
  Loaded find(Key physical, boolean needsElements) {
    long version = locks.version(StripedLocks.stripeOf(physical));
    StoredRow row = cachedOrPending(physical, needsElements);
    return new Loaded(physical, row != null ? row : fromFiles(physical, needsElements), version);
  }

  private StoredRow fromFiles(Key physical, boolean needsElements) {
    misses.increment();
    byte[] value = files.get(files.entries(), RowKey.encode(physical));
    Decoder found = new Decoder(needsElements);
    if (value != null) {
      found.accept(value);
    }
    return found.row;
  }

  private @Nullable StoredRow cachedOrPending(Key physical, boolean needsElements) {
    StoredRow cached = cache.get(physical);
    if (cached != null && cached.serves(needsElements)) {
      return cached;
    }
    return pending.get(physical);
  }

  /**
   * Puts into the cache what was read, unless the row may have changed since, or its database was
   * dropped: its id will be given to another.
   */
  StoredRow keep(Key physical, StoredRow row, int stripe, long version) {
    if (locks.tryLock(stripe)) {
      try {
        if (locks.version(stripe) == version
            && databases.current().logical(physical.database()) >= 0) {
          cache.loaded(physical, row);
        }
      } finally {
        locks.unlock(stripe);
      }
    }
    return row;
  }

  /** Decodes a value as far as it is needed. */
  private static final class Decoder implements Consumer<byte[]> {
    private final boolean needsElements;
    private StoredRow row = StoredRow.ABSENT;

    Decoder(boolean needsElements) {
      this.needsElements = needsElements;
    }

    @Override
    public void accept(byte[] value) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      row = needsElements ? EntryCodec.decode(bytes) : EntryCodec.decodeVersion(bytes);
    }
  }

  /** See {@link EntryCache#idleMillis}. */
  long idleMillis(Key physical) {
    return cache.idleMillis(physical);
  }

  /** Reads answered from the cache or the pending changes, since start. */
  long hits() {
    return hits.sum();
  }

  /** Reads that went to RocksDB, since start. */
  long misses() {
    return misses.sum();
  }
}
