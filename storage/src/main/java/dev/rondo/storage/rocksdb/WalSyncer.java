package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreSettings.Fsync;
import java.time.InstantSource;

/** Forces the log to disk once a second while the setting is EVERYSEC. */
final class WalSyncer {
  private final CommitQueue commits;
  private final InstantSource clock;
  private volatile long lastSyncMillis;

  WalSyncer(CommitQueue commits, InstantSource clock) {
    this.commits = commits;
    this.clock = clock;
  }

  /** Called each second. What is committed after the beginning of a call may wait for the next. */
  void tick() {
    if (commits.fsync() == Fsync.EVERYSEC) {
      long begin = clock.millis();
      commits.sync();
      lastSyncMillis = begin;
    }
  }

  /** Up to when everything committed was on disk, in milliseconds since 1970; 0 for never. */
  long lastSyncMillis() {
    return lastSyncMillis;
  }
}
