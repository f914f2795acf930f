package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreStatistics;
import dev.rondo.storage.StoreTransaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The store on RocksDB. This class decides on which thread an operation runs: on the caller's when
 * all it needs is in memory and nothing makes it wait, else on one of the store's, where it commits
 * before it completes. {@link RowOperations} does the work.
 */
public final class RocksStore implements Store {
  private final DataDirectory directory;
  private final RocksParts parts;
  private final RowOperations rows;
  private final StoreThreads threads;
  private final Backpressure backpressure;
  private final BackgroundWork background;
  private volatile boolean closed;

  private RocksStore(DataDirectory directory, RocksParts parts, RocksExtras extras) {
    this.directory = directory;
    this.parts = parts;
    this.rows = parts.rows();
    this.threads = parts.threads();
    this.backpressure = parts.backpressure();
    this.background = new BackgroundWork(parts, extras);
  }

  /** Opens a store that keeps everything until it expires. */
  public static RocksStore open(
      StoreSettings settings, InstantSource clock, RandomGenerator random) {
    return open(settings, clock, random, RocksExtras.NONE);
  }

  /**
   * Opens the store in a directory, or makes it.
   *
   * @param clock wall clock time, for expiry
   * @param random gives the actor of a new directory
   * @throws StoreException LOCKED when it is in use, CORRUPT when it is damaged or of a newer
   *     format, IO when it cannot be read
   */
  public static RocksStore open(
      StoreSettings settings, InstantSource clock, RandomGenerator random, RocksExtras extras) {
    return open(settings, clock, random, extras, sink -> sink);
  }

  static RocksStore open(
      StoreSettings settings,
      InstantSource clock,
      RandomGenerator random,
      RocksExtras extras,
      UnaryOperator<BatchSink> aroundSink) {
    DataDirectory directory = DataDirectory.open(settings.directory(), () -> nonZero(random));
    RocksParts parts = RocksParts.open(directory, settings, clock, aroundSink);
    RocksStore store = new RocksStore(directory, parts, extras);
    store.background.start();
    return store;
  }

  private static long nonZero(RandomGenerator random) {
    long number = random.nextLong();
    while (number == 0) {
      number = random.nextLong();
    }
    return number;
  }

  @Override
  public void read(Key key, boolean needsElements, Completion<@Nullable Entry> done) {
    if (failsClosed(done)) {
      return;
    }
    complete(
        done,
        () -> rows.readInMemory(key, needsElements),
        onThread(done, () -> rows.readAnywhere(key, needsElements).value()));
  }

  @Override
  public <T extends @Nullable Object> void mutate(
      Key key, Mutation<T> mutation, Completion<T> done) {
    change(
        done, () -> rows.mutateInMemory(key, mutation), () -> rows.mutateAnywhere(key, mutation));
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, StoreTransaction<T> work, Completion<T> done) {
    Set<Key> named = new LinkedHashSet<>();
    keys.forEach(named::add);
    change(
        done, () -> rows.transactInMemory(named, work), () -> rows.transactAnywhere(named, work));
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      StoreTransaction<T> work, Completion<T> done) {
    if (!failsClosed(done)) {
      threads.execute(
          onThread(
              done,
              () -> {
                background.makeRoomForFlushes();
                return rows.transactExclusively(work);
              }));
    }
  }

  @Override
  public void scan(int database, long cursor, int maxRows, Completion<ScanPage> done) {
    if (!failsClosed(done)) {
      threads.execute(onThread(done, () -> rows.scan(database, cursor, maxRows)));
    }
  }

  /** An attempt that answers null when it would have to touch the disk. */
  private interface Attempt<T extends @Nullable Object> {
    @Nullable Result<T> run();
  }

  /** Work that may wait for the disk. */
  private interface Work<T extends @Nullable Object> {
    T run();
  }

  private <T extends @Nullable Object> void change(
      Completion<T> done, Attempt<T> inMemory, Work<T> anywhere) {
    if (failsClosed(done)) {
      return;
    }
    StoreThreads.Task task = changeOnThread(done, anywhere);
    if (rows.isHeldExclusively()) {
      threads.execute(task);
    } else if (backpressure.park(task)) {
      parts.commits().commitSoon();
    } else {
      complete(done, inMemory, task);
    }
  }

  /** Completes on this thread if the attempt had all it needed, else hands over. */
  private <T extends @Nullable Object> void complete(
      Completion<T> done, Attempt<T> inMemory, StoreThreads.Task otherwise) {
    Result<T> result;
    try {
      result = inMemory.run();
    } catch (RuntimeException | Error e) {
      done.failure(e);
      return;
    }
    if (result == null) {
      threads.execute(otherwise);
    } else {
      done.success(result.value());
    }
  }

  /** A change that may have to be parked again when its turn comes. */
  private <T extends @Nullable Object> StoreThreads.Task changeOnThread(
      Completion<T> done, Work<T> work) {
    StoreThreads.Task task = onThread(done, work);
    return new StoreThreads.Task() {
      @Override
      public void run() {
        if (backpressure.park(this)) {
          parts.commits().commitSoon();
        } else {
          task.run();
        }
      }

      @Override
      public void fail(StoreException reason) {
        done.failure(reason);
      }
    };
  }

  /** Work for a thread of the store: it commits before it completes. */
  private <T extends @Nullable Object> StoreThreads.Task onThread(
      Completion<T> done, Work<T> work) {
    return new StoreThreads.Task() {
      @Override
      public void run() {
        T result;
        Commit commit;
        try {
          result = work.run();
          commit =
              parts
                  .commits()
                  .commit(
                      failure -> {
                        if (failure == null) {
                          done.success(result);
                        } else {
                          done.failure(failure);
                        }
                      });
        } catch (RuntimeException | Error e) {
          done.failure(e);
          return;
        }
        if (commit == Commit.DONE) {
          done.success(result);
        }
      }

      @Override
      public void fail(StoreException reason) {
        done.failure(reason);
      }
    };
  }

  private boolean failsClosed(Completion<?> done) {
    if (closed) {
      done.failure(StoreException.closed());
    }
    return closed;
  }

  @Override
  public long flushedUpTo(int database) {
    return rows.flushedUpTo(database);
  }

  @Override
  public long size(int database) {
    return rows.size(database);
  }

  @Override
  public long sizeWithExpiry(int database) {
    return rows.sizeWithExpiry(database);
  }

  @Override
  public Commit commit(CommitListener whenCommitted) {
    return parts.commits().commit(whenCommitted);
  }

  @Override
  public void setFsync(StoreSettings.Fsync fsync) {
    parts.commits().setFsync(fsync);
  }

  @Override
  public boolean isSynced() {
    return parts.commits().isIdle() && parts.syncer().isSynced();
  }

  @Override
  public void whenSynced(Runnable task) {
    Commit commit =
        parts
            .commits()
            .commit(
                failure -> {
                  if (failure == null) {
                    parts.syncer().whenSynced(task);
                  }
                });
    if (commit == Commit.DONE) {
      parts.syncer().whenSynced(task);
    }
  }

  @Override
  public long idleMillis(Key key) {
    return rows.idleMillis(key);
  }

  @Override
  public void checkpoint(Path target) {
    parts.commits().commitAndWait();
    parts.checkpoint(target);
  }

  /** What other nodes have missed; lives as long as the store. */
  public HintStore hints() {
    return parts.hints();
  }

  @Override
  public long actor() {
    return directory.actor();
  }

  @Override
  public StoreStatistics statistics() {
    return background.statistics();
  }

  /** Lets tests of other modules and the operator stop and resume purging what has expired. */
  public void pauseExpiry(boolean paused) {
    background.pauseExpiry(paused);
  }

  /** The parts, for tests that look inside. */
  RocksParts parts() {
    return parts;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    threads.close();
    backpressure.fail(StoreException.closed());
    parts.close();
  }
}
