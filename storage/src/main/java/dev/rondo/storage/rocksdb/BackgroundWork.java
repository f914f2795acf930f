package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreSettings.Fsync;
import dev.rondo.storage.StoreStatistics;

/** What a store does by itself, regularly, and what it says about itself. */
final class BackgroundWork {
  private static final long SWEEP_MILLIS = 100;
  private static final long SYNC_MILLIS = 1000;
  private static final long DISK_CHECK_MILLIS = 1000;
  private static final long PURGE_MILLIS = 1000;

  private final RocksParts parts;
  private final ExpirySweeper sweeper;
  private final DatabasePurger purger;

  BackgroundWork(RocksParts parts, RocksExtras extras) {
    this.parts = parts;
    this.sweeper = new ExpirySweeper(parts, extras);
    this.purger = new DatabasePurger(parts);
  }

  void start() {
    StoreThreads threads = parts.threads();
    threads.every(SWEEP_MILLIS, "purging expired entries", sweeper::tick);
    threads.every(SYNC_MILLIS, "forcing the log to disk", this::syncLog);
    threads.every(DISK_CHECK_MILLIS, "checking the free disk space", parts.guard()::check);
    threads.every(PURGE_MILLIS, "purging flushed databases", purger::purge);
  }

  /** With ALWAYS only what was written before that was the setting is still to be forced. */
  private void syncLog() {
    if (parts.commits().fsync() != Fsync.NO) {
      parts.sync();
    }
  }

  /** Sees to it that an exclusive transaction can flush every database once; may take long. */
  void makeRoomForFlushes() {
    DatabaseMap map = parts.databases().current();
    if (parts.databases().free(map).cardinality() < map.databases()) {
      purger.purge();
    }
  }

  void pauseExpiry(boolean paused) {
    sweeper.pause(paused);
  }

  StoreStatistics statistics() {
    RocksFiles files = parts.files();
    CommitQueue commits = parts.commits();
    return new StoreStatistics(
        parts.lookup().hits(),
        parts.lookup().misses(),
        parts.cache().weightBytes(),
        files.property("rocksdb.cur-size-all-mem-tables"),
        files.blockCacheBytes(),
        files.property("rocksdb.estimate-table-readers-mem"),
        files.property("rocksdb.total-sst-files-size"),
        files.entriesProperty("rocksdb.estimate-num-keys"),
        sweeper.purgedRows(),
        commits.commits(),
        commits.committedRows(),
        parts.pending().size(),
        commits.stalledCommits(),
        parts.syncer().lastSyncMillis(),
        commits.failure() == null && !parts.guard().isFull());
  }
}
