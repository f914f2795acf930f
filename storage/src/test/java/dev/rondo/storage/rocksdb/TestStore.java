package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Elements;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.ManualClock;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreSettings.Fsync;
import dev.rondo.storage.StoreTransaction;
import dev.rondo.storage.VectorClock;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store with a clock that stands, and its operations as plain calls that wait for the answer. It
 * sweeps only when told to, for a sweep commits.
 */
final class TestStore implements AutoCloseable {
  static final long START_MILLIS = 1_700_000_000_000L;
  private static final long MB = 1 << 20;

  final ManualClock clock;
  final RocksStore store;
  private final HybridClock hybrid;

  private TestStore(RocksStore store, ManualClock clock) {
    this.store = store;
    this.clock = clock;
    this.hybrid = new HybridClock(clock);
    store.pauseExpiry(true);
  }

  static StoreSettings settings(Path directory) {
    return settings(directory, Fsync.NO, 16 * MB);
  }

  static StoreSettings settings(Path directory, Fsync fsync, long cacheBytes) {
    return new StoreSettings(directory, 16, fsync, cacheBytes, 32 * MB, 0, 2);
  }

  static TestStore open(Path directory) {
    return open(settings(directory), RocksExtras.NONE);
  }

  static TestStore open(StoreSettings settings, RocksExtras extras) {
    ManualClock clock = new ManualClock(START_MILLIS);
    return new TestStore(RocksStore.open(settings, clock, new Random(7), extras), clock);
  }

  /** A store whose batches go through a sink that a test commands. */
  static TestStore open(StoreSettings settings, CommandedSink sink) {
    ManualClock clock = new ManualClock(START_MILLIS);
    RocksStore store =
        RocksStore.open(settings, clock, new Random(7), RocksExtras.NONE, sink::around);
    return new TestStore(store, clock);
  }

  /** A store whose rows are in table files and in no cache: every first read touches the disk. */
  static TestStore reopenCold(TestStore warm, StoreSettings settings) throws IOException {
    Path copy = Files.createTempDirectory("rondo-flush");
    // a checkpoint brings everything from the write buffers into table files
    warm.store.checkpoint(copy.resolve("copy"));
    warm.close();
    try (Stream<Path> files = Files.walk(copy)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    return open(settings, RocksExtras.NONE);
  }

  static Key key(int database, String name) {
    return new Key(database, name.getBytes(StandardCharsets.UTF_8));
  }

  static Key key(String name) {
    return key(0, name);
  }

  /** The next version of a string, written by this store's actor. */
  Entry next(@Nullable Entry stored, byte[] value, long expireAtMillis) {
    VectorClock seen = stored == null ? VectorClock.EMPTY : stored.clock();
    VectorClock advanced = seen.increment(store.actor());
    long time = hybrid.next();
    Dot dot = new Dot(store.actor(), advanced.counterOf(store.actor()), time);
    return new Entry(DataType.STRING, advanced, expireAtMillis, time, SingleElement.of(dot, value));
  }

  Mutation<Boolean> setting(byte[] value, long expireAtMillis) {
    return new Mutation<>() {
      @Override
      public Outcome<Boolean> apply(@Nullable Entry stored) {
        return Outcome.put(true, next(stored, value, expireAtMillis));
      }

      @Override
      public boolean needsElements() {
        return false;
      }
    };
  }

  void set(Key key, String value) {
    mutate(key, setting(bytes(value), Entry.NO_EXPIRY));
  }

  void set(Key key, String value, long expireAtMillis) {
    mutate(key, setting(bytes(value), expireAtMillis));
  }

  void set(String name, String value) {
    set(key(name), value);
  }

  /** Adds one to a counter and answers the sum. */
  Mutation<Long> incrementing() {
    return stored -> {
      long before =
          stored == null || stored.isTombstone()
              ? 0
              : Long.parseLong(new String(stored.stringValue(), StandardCharsets.UTF_8));
      long after = before + 1;
      return Mutation.Outcome.put(
          after, next(stored, bytes(Long.toString(after)), Entry.NO_EXPIRY));
    };
  }

  /** Deletes, leaving a tombstone. */
  Mutation<Boolean> burying() {
    return stored -> {
      if (stored == null || stored.isTombstone()) {
        return Mutation.Outcome.keep(false);
      }
      Entry tombstone =
          new Entry(
              stored.type(),
              stored.clock().increment(store.actor()),
              stored.expireAtMillis(),
              stored.expiryHybridTime(),
              Elements.NONE);
      return Mutation.Outcome.put(true, tombstone);
    };
  }

  static Mutation<Boolean> purging() {
    return stored -> Mutation.Outcome.purge(stored != null);
  }

  @Nullable Entry read(Key key) {
    CompletableFuture<@Nullable Entry> answer = new CompletableFuture<>();
    store.read(key, true, completing(answer));
    return await(answer);
  }

  @Nullable String get(Key key) {
    Entry entry = read(key);
    return entry == null || entry.isTombstone() ? null : text(entry);
  }

  /** The string an entry holds; there must be an entry. */
  static String text(@Nullable Entry entry) {
    return new String(Objects.requireNonNull(entry).stringValue(), StandardCharsets.UTF_8);
  }

  @Nullable String get(String name) {
    return get(key(name));
  }

  <T extends @Nullable Object> T mutate(Key key, Mutation<T> mutation) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    store.mutate(key, mutation, completing(answer));
    return await(answer);
  }

  <T extends @Nullable Object> T transact(List<Key> keys, StoreTransaction<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    store.transact(keys, work, completing(answer));
    return await(answer);
  }

  <T extends @Nullable Object> T exclusively(StoreTransaction<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    store.transactExclusively(work, completing(answer));
    return await(answer);
  }

  void flush(int... databases) {
    exclusively(
        rows -> {
          for (int database : databases) {
            rows.flush(database);
          }
          return true;
        });
  }

  void flushAll() {
    flush(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  }

  ScanPage page(int database, long cursor, int maxRows) {
    CompletableFuture<ScanPage> answer = new CompletableFuture<>();
    store.scan(database, cursor, maxRows, completing(answer));
    return await(answer);
  }

  /** All rows of a database, page by page. */
  List<ScanPage.Row> scan(int database, int maxRows) {
    List<ScanPage.Row> rows = new ArrayList<>();
    long cursor = ScanPage.END;
    do {
      ScanPage page = page(database, cursor, maxRows);
      rows.addAll(page.rows());
      cursor = page.nextCursor();
    } while (cursor != ScanPage.END);
    return rows;
  }

  void commit() {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    Commit commit =
        store.commit(
            failure -> {
              if (failure == null) {
                end.complete(true);
              } else {
                end.completeExceptionally(failure);
              }
            });
    if (commit == Commit.PENDING) {
      await(end);
    }
  }

  static <T extends @Nullable Object> Completion<T> completing(CompletableFuture<T> answer) {
    return new Completion<>() {
      @Override
      public void success(T value) {
        answer.complete(value);
      }

      @Override
      public void failure(Throwable cause) {
        answer.completeExceptionally(cause);
      }
    };
  }

  /** Waits, and throws what the operation failed with. */
  static <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
    try {
      return answer.orTimeout(60, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    store.close();
  }
}
