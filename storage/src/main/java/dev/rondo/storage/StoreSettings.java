package dev.rondo.storage;

import java.nio.file.Path;

/**
 * What a store is opened with.
 *
 * @param directory the node's data directory; made when missing
 * @param databases how many logical databases, 1 to 64
 * @param fsync when writes are forced to disk
 * @param cacheBytes bound of the cache of hot entries, on the heap
 * @param blockCacheBytes bound of RocksDB's block cache, write buffers included, off the heap
 * @param minFreeDiskBytes below this much free disk, changes that add data are refused
 * @param readThreads threads for reads that touch the disk
 * @param hintLimits bounds of what is kept for each node that lacks writes
 */
public record StoreSettings(
    Path directory,
    int databases,
    Fsync fsync,
    long cacheBytes,
    long blockCacheBytes,
    long minFreeDiskBytes,
    int readThreads,
    HintLimits hintLimits) {
  /** The most databases that can be asked for. */
  public static final int MAX_DATABASES = 64;

  public StoreSettings {
    if (databases < 1 || databases > MAX_DATABASES) {
      throw new IllegalArgumentException("databases must be 1 to 64: " + databases);
    }
    if (readThreads < 1 || cacheBytes < 0 || blockCacheBytes < 1) {
      throw new IllegalArgumentException("threads and sizes must be positive");
    }
  }

  /** With the default bounds of hints. */
  public StoreSettings(
      Path directory,
      int databases,
      Fsync fsync,
      long cacheBytes,
      long blockCacheBytes,
      long minFreeDiskBytes,
      int readThreads) {
    this(
        directory,
        databases,
        fsync,
        cacheBytes,
        blockCacheBytes,
        minFreeDiskBytes,
        readThreads,
        HintLimits.DEFAULT);
  }

  /** When the write-ahead log is forced to disk: Redis's {@code appendfsync}. */
  public enum Fsync {
    /** Before a write is answered. */
    ALWAYS,
    /**
     * Once a second: a crash of the machine loses at most about that much, of the process nothing.
     */
    EVERYSEC,
    /** When the operating system likes. A crash of the process still loses nothing. */
    NO
  }
}
