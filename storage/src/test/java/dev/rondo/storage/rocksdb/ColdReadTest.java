package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreSettings.Fsync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are on the disk and nowhere else. */
class ColdReadTest {
  private static final int KEYS = 2000;

  @TempDir Path directory;
  private StoreSettings settings;

  @BeforeEach
  void settings() {
    settings = TestStore.settings(directory, Fsync.NO, 1 << 20);
  }

  private TestStore cold() throws IOException {
    TestStore warm = TestStore.open(settings, RocksExtras.NONE);
    for (int i = 0; i < KEYS; i++) {
      warm.mutate(key("k" + i), warm.incrementing());
    }
    warm.commit();
    return TestStore.reopenCold(warm, settings);
  }

  /** Answers what an operation completed with and on which thread. */
  private static <T extends @Nullable Object> Completion<T> noting(
      CompletableFuture<String> thread) {
    return new Completion<>() {
      @Override
      public void success(T value) {
        thread.complete(Thread.currentThread().getName());
      }

      @Override
      public void failure(Throwable cause) {
        thread.completeExceptionally(cause);
      }
    };
  }

  @Test
  void theFirstReadLeavesTheCallersThreadAndTheSecondDoesNot() throws IOException {
    try (TestStore store = cold()) {
      CompletableFuture<String> first = new CompletableFuture<>();
      store.store.read(key("k1"), true, noting(first));
      assertThat(TestStore.await(first)).startsWith("rondo-store-");
      CompletableFuture<String> second = new CompletableFuture<>();
      store.store.read(key("k1"), true, noting(second));
      assertThat(second).isCompletedWithValue(Thread.currentThread().getName());
      assertThat(store.get("k1")).isEqualTo("1");
    }
  }

  @Test
  void changesOfColdRowsAreCommittedBeforeTheyComplete() throws IOException {
    try (TestStore store = cold()) {
      CompletableFuture<String> thread = new CompletableFuture<>();
      store.store.mutate(key("k2"), store.incrementing(), noting(thread));
      assertThat(TestStore.await(thread)).startsWith("rondo-store-");
      assertThat(store.store.statistics().pendingRows()).isZero();
      assertThat(store.get("k2")).isEqualTo("2");
    }
  }

  @Test
  void transactionsReadColdRows() throws IOException {
    try (TestStore store = cold()) {
      List<Key> keys = List.of(key("k3"), key("k4"), key("absent"));
      long sum =
          store.transact(
              keys,
              rows -> keys.stream().mapToLong(k -> rows.mutate(k, store.incrementing())).sum());
      assertThat(sum).isEqualTo(2 + 2 + 1);
      String read = store.exclusively(rows -> TestStore.text(rows.read(key("k5"))));
      assertThat(read).isEqualTo("1");
    }
  }

  @Test
  void countersAreExactThoughTheCacheIsEmptiedAllTheTime() throws Exception {
    try (TestStore store = cold()) {
      int threads = 4;
      long rounds = 3000;
      AtomicBoolean running = new AtomicBoolean(true);
      AtomicLongArray seen = new AtomicLongArray(8);
      List<Thread> all = new ArrayList<>();
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int t = 0; t < threads; t++) {
        all.add(
            new Thread(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    store.mutate(key("k" + i % 8), store.incrementing());
                    if (i % 16 == 0) {
                      store.commit();
                    }
                  }
                }));
      }
      // readers fill the cache from the disk and must never put an older row over a newer one
      for (int t = 0; t < 2; t++) {
        all.add(
            new Thread(
                () -> {
                  for (int i = 0; running.get(); i++) {
                    long value = Long.parseLong(String.valueOf(store.get("k" + i % 8)));
                    long before = seen.getAndAccumulate(i % 8, value, Math::max);
                    if (value < before) {
                      // another reader may have been faster; reading again must not be older
                      long again = Long.parseLong(String.valueOf(store.get("k" + i % 8)));
                      if (again < before) {
                        failures.add(new AssertionError(again + " after " + before));
                      }
                    }
                    store.store.parts().cache().clear();
                  }
                }));
      }
      all.forEach(Thread::start);
      for (Thread thread : all.subList(0, threads)) {
        thread.join();
      }
      running.set(false);
      for (Thread thread : all.subList(threads, all.size())) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      long expected = threads * rounds / 8 + 1;
      for (int k = 0; k < 8; k++) {
        assertThat(store.get("k" + k)).isEqualTo(Long.toString(expected));
      }
    }
  }

  @Test
  void entriesTooLargeForTheCacheAreReadFromDisk() throws IOException {
    try (TestStore warm = TestStore.open(settings, RocksExtras.NONE)) {
      warm.mutate(key("big"), warm.setting(new byte[300_000], Entry.NO_EXPIRY));
      warm.set("x".repeat(10_000), "long key");
      warm.commit();
      try (TestStore store = TestStore.reopenCold(warm, settings)) {
        Entry entry = requireNonNull(store.read(key("big")));
        assertThat(entry.stringValue()).hasSize(300_000);
        assertThat(store.store.parts().cache().weightBytes()).isLessThan(10_000);
        assertThat(store.get("x".repeat(10_000))).isEqualTo("long key");
      }
    }
  }
}
