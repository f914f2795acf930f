package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How RocksDB is tuned: level compaction, LZ4, 64 MB write buffers, and one bound for the memory of
 * blocks, indexes, filters and write buffers together. A column family that is a log, read in order
 * only, has smaller write buffers and no filters. Owns the native objects that the options refer
 * to.
 */
final class RocksOptions implements AutoCloseable {
  private static final long MB = 1L << 20;
  private static final long MEMTABLE_BYTES = 64 * MB;
  private static final long LOG_MEMTABLE_BYTES = 8 * MB;

  /** What has to be read again after a crash is bounded by this: about a second's worth. */
  private static final long MAX_WAL_BYTES = 192 * MB;

  private static final int MAX_OPEN_FILES = 1024;
  private static final int BLOOM_BITS = 10;
  private static final int LEVEL_0_FILES = 8;

  /** Four sessions of 2 KB: with one or two a block, compaction is busy with blocks, not rows. */
  private static final long BLOCK_BYTES = 8 << 10;

  private final List<AutoCloseable> natives = new ArrayList<>();
  private final Cache blockCache;
  private final DBOptions database;
  private final ColumnFamilyOptions columnFamily;
  private final ColumnFamilyOptions logFamily;

  RocksOptions(StoreSettings settings) {
    blockCache = own(new LRUCache(settings.blockCacheBytes(), -1, false, 0.2));
    long memtables = Math.min(MEMTABLE_BYTES, Math.max(MB, settings.blockCacheBytes() / 4));
    database = own(databaseOptions(settings, memtables));
    columnFamily = own(columnFamilyOptions(memtables));
    logFamily = own(logFamilyOptions(Math.min(LOG_MEMTABLE_BYTES, memtables)));
  }

  private DBOptions databaseOptions(StoreSettings settings, long memtableBytes) {
    WriteBufferManager writeBuffers =
        own(
            new WriteBufferManager(
                Math.max(2 * memtableBytes, settings.blockCacheBytes() / 2), blockCache));
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setMaxBackgroundJobs(Math.max(2, Runtime.getRuntime().availableProcessors() / 2))
        .setBytesPerSync(MB)
        .setWriteBufferManager(writeBuffers)
        .setMaxTotalWalSize(MAX_WAL_BYTES)
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setAvoidFlushDuringRecovery(true)
        .setMaxOpenFiles(MAX_OPEN_FILES)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(4 * MB)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0);
  }

  private ColumnFamilyOptions columnFamilyOptions(long memtableBytes) {
    return commonOptions(memtableBytes)
        // most look-ups in a write buffer are for keys that are not in it
        .setMemtablePrefixBloomSizeRatio(0.02)
        .setMemtableWholeKeyFiltering(true)
        .setTableFormatConfig(table().setFilterPolicy(own(new BloomFilter(BLOOM_BITS))));
  }

  private ColumnFamilyOptions logFamilyOptions(long memtableBytes) {
    return commonOptions(memtableBytes).setTableFormatConfig(table());
  }

  private static ColumnFamilyOptions commonOptions(long memtableBytes) {
    return new ColumnFamilyOptions()
        .setCompactionStyle(CompactionStyle.LEVEL)
        .setLevelCompactionDynamicLevelBytes(true)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        // overwritten sessions die in the first level: twice the usual width of it rewrites less
        .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
        .setMaxBytesForLevelBase(LEVEL_0_FILES * memtableBytes)
        .setWriteBufferSize(memtableBytes)
        .setMaxWriteBufferNumber(4)
        // a suite of tests flushes its databases thousands of times; each is a range of its own
        .setMemtableMaxRangeDeletions(1000);
  }

  private BlockBasedTableConfig table() {
    return new BlockBasedTableConfig()
        .setBlockCache(blockCache)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true)
        .setBlockSize(BLOCK_BYTES)
        .setFormatVersion(5);
  }

  private <T extends AutoCloseable> T own(T nativeObject) {
    natives.add(nativeObject);
    return nativeObject;
  }

  DBOptions database() {
    return database;
  }

  ColumnFamilyOptions columnFamily() {
    return columnFamily;
  }

  /** For a column family that is written and read in order. */
  ColumnFamilyOptions logFamily() {
    return logFamily;
  }

  Cache blockCache() {
    return blockCache;
  }

  /** Frees the native objects, those that refer to others first. */
  @Override
  public void close() {
    for (int i = natives.size() - 1; i >= 0; i--) {
      try {
        natives.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("closing a native object does not fail", e);
      }
    }
  }
}
