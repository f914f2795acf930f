package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** The parts of an open store, wired together. */
final class RocksParts implements AutoCloseable {
  private final RocksFiles files;
  private final StoreThreads threads;
  private final RowCounts counts = new RowCounts();
  private final OpenBatch open = new OpenBatch(counts);
  private final PendingRows pending = new PendingRows();
  private final StripedLocks locks = new StripedLocks();
  private final EntryCache cache;
  private final PhysicalDatabases databases;
  private final CommitQueue commits;
  private final Backpressure backpressure;
  private final RowLookup lookup;
  private final RowPublisher publisher;
  private final DiskGuard guard;
  private final RowOperations rows;
  private final InstantSource clock;

  private RocksParts(
      DataDirectory directory, RocksFiles files, StoreSettings settings, InstantSource clock) {
    this.files = files;
    this.clock = clock;
    threads = new StoreThreads(settings.readThreads());
    cache = new EntryCache(settings.cacheBytes(), clock);
    MetaRows.checkFormat(files);
    databases = new PhysicalDatabases(MetaRows.readDatabases(files, settings.databases()));
    MetaRows.readCounts(files, counts);
    backpressure = new Backpressure(open, threads);
    commits = new CommitQueue(open, files, settings.fsync(), this::written, this::lost);
    lookup = new RowLookup(cache, pending, files, locks);
    publisher = new RowPublisher(locks, open, pending, cache, databases);
    guard = new DiskGuard(settings.minFreeDiskBytes(), () -> freeBytes(directory.path()));
    rows =
        new RowOperations(
            locks, databases, lookup, publisher, counts, guard, new PageScanner(files, pending));
  }

  /** Opens the files and starts committing. */
  static RocksParts open(DataDirectory directory, StoreSettings settings, InstantSource clock) {
    RocksFiles files = RocksFiles.open(directory, settings);
    try {
      RocksParts parts = new RocksParts(directory, files, settings, clock);
      parts.guard.check();
      parts.commits.start();
      return parts;
    } catch (StoreException e) {
      files.close();
      throw e;
    }
  }

  private static long freeBytes(Path directory) {
    try {
      FileStore disk = Files.getFileStore(directory);
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw StoreException.io("cannot tell how much of the disk is free", e);
    }
  }

  /** A batch is in RocksDB: its rows need not be remembered here any more. */
  private void written(OpenBatch.Taken batch) {
    for (BatchOperation operation : batch.operations()) {
      if (operation instanceof RowChange change) {
        pending.written(change);
      } else if (operation instanceof BatchOperation.RemoveEverything removed) {
        databases.emptied(removed.ids());
      }
    }
    backpressure.release();
  }

  /** Changes are lost: all that is in memory goes back to what the disk has. */
  private void lost(StoreException cause) {
    locks.lockExclusively();
    try {
      int[] all = StripedLocks.allStripes();
      locks.beginChange(all);
      pending.clear();
      cache.clear();
      databases.use(MetaRows.readDatabases(files, databases.current().databases()));
      MetaRows.readCounts(files, counts);
      locks.endChange(all);
    } finally {
      locks.unlockExclusively();
    }
    backpressure.fail(cause);
  }

  /** Writes a copy that can be opened as a store of its own. */
  void checkpoint(Path target) {
    try {
      Files.createDirectory(target);
    } catch (IOException e) {
      throw StoreException.io("cannot make " + target, e);
    }
    files.checkpoint(target.resolve("db"));
  }

  RocksFiles files() {
    return files;
  }

  StoreThreads threads() {
    return threads;
  }

  RowCounts counts() {
    return counts;
  }

  OpenBatch openBatch() {
    return open;
  }

  PendingRows pending() {
    return pending;
  }

  StripedLocks locks() {
    return locks;
  }

  EntryCache cache() {
    return cache;
  }

  PhysicalDatabases databases() {
    return databases;
  }

  CommitQueue commits() {
    return commits;
  }

  Backpressure backpressure() {
    return backpressure;
  }

  RowLookup lookup() {
    return lookup;
  }

  RowPublisher publisher() {
    return publisher;
  }

  DiskGuard guard() {
    return guard;
  }

  RowOperations rows() {
    return rows;
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * Commits what is left, forces it to disk, and closes the files. The threads have ended before.
   */
  @Override
  public void close() {
    open.refuseMore();
    commits.close();
    if (commits.failure() == null) {
      commits.sync();
    }
    files.close();
  }
}
