package dev.rondo.storage;

/**
 * A store's figures at one moment.
 *
 * @param cacheHits reads answered from the cache of hot entries, since start
 * @param cacheMisses reads that went to RocksDB, since start
 * @param cacheBytes what the cache holds now
 * @param memtableBytes write buffers in memory, in bytes
 * @param blockCacheBytes block cache in use, in bytes
 * @param tableReaderBytes index and filter memory outside the block cache, in bytes
 * @param diskBytes size of all table files, in bytes
 * @param estimatedRows RocksDB's estimate of all rows, all databases
 * @param expiredRows rows purged by the sweeper because their time had passed, since start
 * @param commits batches written, since start
 * @param committedRows row changes written, since start
 * @param pendingRows row changes applied and not yet committed
 * @param stalledCommits commits that left the event loop because RocksDB asked for a pause
 * @param lastSyncMillis when the log was last forced to disk, milliseconds since 1970, 0 for never
 * @param writable false after the disk failed or while it is too full
 */
public record StoreStatistics(
    long cacheHits,
    long cacheMisses,
    long cacheBytes,
    long memtableBytes,
    long blockCacheBytes,
    long tableReaderBytes,
    long diskBytes,
    long estimatedRows,
    long expiredRows,
    long commits,
    long committedRows,
    long pendingRows,
    long stalledCommits,
    long lastSyncMillis,
    boolean writable) {}
