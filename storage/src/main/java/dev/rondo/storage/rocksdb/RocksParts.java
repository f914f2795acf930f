package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** The parts of an open store, wired together. */
final class RocksParts implements CommitQueue.Outcomes, AutoCloseable {
  private final RocksFiles files;
  private final BatchWriter writer;
  private final StoreThreads threads;
  private final RowCounts counts = new RowCounts();
  private final OpenBatch open = new OpenBatch(counts);
  private final PendingRows pending = new PendingRows();
  private final ExpiryHorizon horizon = new ExpiryHorizon();
  private final StripedLocks locks = new StripedLocks();
  private final EntryCache cache;
  private final PhysicalDatabases databases;
  private final CommitQueue commits;
  private final WalSyncer syncer;
  private final Backpressure backpressure;
  private final RowLookup lookup;
  private final RowPublisher publisher;
  private final DiskGuard guard;
  private final RowOperations rows;
  private final HintLog hints;
  private final InstantSource clock;

  private RocksParts(
      DataDirectory directory,
      RocksFiles files,
      StoreSettings settings,
      InstantSource clock,
      UnaryOperator<BatchSink> aroundSink) {
    this.files = files;
    this.writer = new BatchWriter(files);
    this.clock = clock;
    threads = new StoreThreads(settings.readThreads());
    cache = new EntryCache(settings.cacheBytes(), clock);
    MetaRows.checkFormat(files);
    databases = new PhysicalDatabases(MetaRows.readDatabases(files, settings.databases()));
    MetaRows.readCounts(files, counts);
    backpressure = new Backpressure(open, threads);
    BatchSink sink = aroundSink.apply(writer);
    commits = new CommitQueue(open, sink, settings.fsync(), this);
    syncer = new WalSyncer(sink, clock);
    lookup = new RowLookup(cache, pending, files, locks, databases);
    publisher = new RowPublisher(locks, open, pending, cache, databases, horizon);
    guard = new DiskGuard(settings.minFreeDiskBytes(), () -> freeBytes(directory.path()));
    rows =
        new RowOperations(
            locks, databases, lookup, publisher, counts, guard, new PageScanner(files, pending));
    hints = new HintLog(files, open, commits, threads, guard, settings.hintLimits());
    hints.load();
  }

  /**
   * Opens the files and starts committing.
   *
   * @param aroundSink what tests put between the commit queue and RocksDB
   */
  static RocksParts open(
      DataDirectory directory,
      StoreSettings settings,
      InstantSource clock,
      UnaryOperator<BatchSink> aroundSink) {
    RocksFiles files = RocksFiles.open(directory, settings);
    try {
      RocksParts parts = new RocksParts(directory, files, settings, clock, aroundSink);
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
  @Override
  public void written(OpenBatch.Taken batch, boolean forced) {
    for (BatchOperation operation : batch.operations()) {
      if (operation instanceof RowChange change) {
        pending.written(change);
      } else if (operation instanceof BatchOperation.RemoveEverything removed) {
        databases.emptied(removed.ids());
      }
    }
    syncer.written(forced);
  }

  /** Changes are lost: all that is in memory goes back to what the disk has. */
  @Override
  public void lost(StoreException cause) {
    int[] all = StripedLocks.allStripes();
    locks.lockExclusively();
    locks.beginChange(all);
    try {
      pending.clear();
      cache.clear();
      databases.use(MetaRows.readDatabases(files, databases.current().databases()));
      MetaRows.readCounts(files, counts);
    } finally {
      locks.endChange(all);
      locks.unlockExclusively();
    }
    hints.lost();
  }

  /** What waited for room goes on, or will never. */
  @Override
  public void madeRoom() {
    StoreException cause = commits.failure();
    if (cause == null) {
      backpressure.release();
    } else {
      backpressure.fail(cause);
    }
  }

  /** Forces the log to disk, unless the disk has failed. */
  void sync() {
    if (commits.failure() == null) {
      syncer.sync(commits::failed);
    }
  }

  WalSyncer syncer() {
    return syncer;
  }

  /** Writes a copy that can be opened as a store of its own. */
  void checkpoint(Path target) {
    try {
      Files.createDirectory(target);
      try {
        files.checkpoint(target.resolve("db"));
      } catch (StoreException e) {
        Files.delete(target);
        throw e;
      }
    } catch (IOException e) {
      throw StoreException.io("cannot make " + target, e);
    }
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

  ExpiryHorizon horizon() {
    return horizon;
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

  HintLog hints() {
    return hints;
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
    sync();
    writer.close();
    files.close();
  }
}
