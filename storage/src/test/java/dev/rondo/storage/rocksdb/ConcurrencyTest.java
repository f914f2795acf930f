package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreSettings.Fsync;
import dev.rondo.storage.StoreTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrencyTest {
  private static final int THREADS = 8;

  @TempDir Path directory;
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private TestStore store;

  @BeforeEach
  void open() {
    store = TestStore.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Runs some threads to their end. */
  private void together(List<Runnable> works) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Runnable work : works) {
      threads.add(
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (RuntimeException | Error e) {
                  failures.add(e);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Fsync.class)
  void countersAreExact(Fsync fsync) throws InterruptedException {
    store.store.setFsync(fsync);
    int rounds = fsync == Fsync.ALWAYS ? 200 : 4000;
    List<Runnable> works = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      works.add(
          () -> {
            for (int i = 0; i < rounds; i++) {
              store.mutate(key("c" + i % 5), store.incrementing());
              if (i % 10 == 9) {
                store.commit();
              }
            }
            store.commit();
          });
    }
    together(works);
    store.close();
    store = TestStore.open(directory);
    for (int k = 0; k < 5; k++) {
      assertThat(store.get("c" + k)).isEqualTo(Integer.toString(THREADS * rounds / 5));
    }
    assertThat(store.store.size(0)).isEqualTo(5);
  }

  @Test
  void transfersNeitherMakeNorLoseMoney() throws InterruptedException {
    List<Key> accounts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      accounts.add(key(i % 2, "account" + i));
      store.set(accounts.get(i), "100");
    }
    AtomicBoolean running = new AtomicBoolean(true);
    List<Runnable> works = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Random random = new Random(t);
      works.add(
          () -> {
            for (int i = 0; i < 2000; i++) {
              Key from = accounts.get(random.nextInt(10));
              Key to = accounts.get(random.nextInt(10));
              store.transact(
                  List.of(from, to),
                  rows -> {
                    long amount = random.nextInt(10);
                    add(rows, from, -amount);
                    add(rows, to, amount);
                    return true;
                  });
            }
            running.set(false);
          });
    }
    works.add(
        () -> {
          while (running.get()) {
            long sum = store.transact(accounts, rows -> sum(rows, accounts));
            assertThat(sum).isEqualTo(1000);
            long exclusive = store.exclusively(rows -> sum(rows, accounts));
            assertThat(exclusive).isEqualTo(1000);
          }
        });
    together(works);
    long end = store.transact(accounts, rows -> sum(rows, accounts));
    assertThat(end).isEqualTo(1000);
  }

  private void add(StoreTransaction.Rows rows, Key account, long amount) {
    long balance = Long.parseLong(TestStore.text(rows.read(account))) + amount;
    rows.mutate(account, store.setting(TestStore.bytes(Long.toString(balance)), Entry.NO_EXPIRY));
  }

  private static long sum(StoreTransaction.Rows rows, List<Key> accounts) {
    return accounts.stream()
        .mapToLong(account -> Long.parseLong(TestStore.text(rows.read(account))))
        .sum();
  }

  /** Who has read one part of a transaction must not miss the other after that. */
  @Test
  void plainReadsNeverSeeHalfOfATransaction() throws InterruptedException {
    List<Key> both = List.of(key("first"), key("second"));
    store.set("first", "0");
    store.set("second", "0");
    AtomicBoolean running = new AtomicBoolean(true);
    List<Runnable> works = new ArrayList<>();
    works.add(
        () -> {
          for (int i = 1; i <= 20_000; i++) {
            byte[] value = TestStore.bytes(Integer.toString(i));
            store.transact(
                both,
                rows -> {
                  both.forEach(k -> rows.mutate(k, store.setting(value, Entry.NO_EXPIRY)));
                  return true;
                });
            if (i % 5 == 0) {
              store.commit();
            }
          }
          running.set(false);
        });
    for (int t = 0; t < 2; t++) {
      Key one = both.get(t);
      Key other = both.get(1 - t);
      works.add(
          () -> {
            while (running.get()) {
              long before = Long.parseLong(String.valueOf(store.get(one)));
              long after = Long.parseLong(String.valueOf(store.get(other)));
              assertThat(after).isGreaterThanOrEqualTo(before);
            }
          });
    }
    together(works);
  }

  @Test
  void flushesWhileOthersWriteLeaveExactCounts() throws InterruptedException {
    AtomicLong flushes = new AtomicLong();
    AtomicBoolean running = new AtomicBoolean(true);
    List<Runnable> works = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      int number = t;
      works.add(
          () -> {
            for (int i = 0; i < 5000; i++) {
              Key key = key(i % 3, number + "." + i % 100);
              store.set(key, "v", TestStore.START_MILLIS + 60_000);
              if (i % 50 == 0) {
                store.commit();
              }
            }
            running.set(false);
          });
    }
    works.add(
        () -> {
          while (running.get()) {
            if (flushes.incrementAndGet() % 2 == 0) {
              store.flushAll();
            } else {
              store.flush(1);
            }
          }
        });
    together(works);
    for (int database = 0; database < 3; database++) {
      assertThat(store.store.size(database)).isEqualTo(store.scan(database, 100).size());
    }
    new DatabasePurger(store.store.parts()).purge();
    long rows = 0;
    for (int database = 0; database < 3; database++) {
      rows += store.scan(database, 100).size();
    }
    store.close();
    store = TestStore.open(directory);
    RocksFiles files = store.store.parts().files();
    long onDisk =
        files.walk(
            files.entries(),
            iterator -> {
              long count = 0;
              for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                count++;
              }
              return count;
            });
    long indexed =
        files.walk(
            files.expiry(),
            iterator -> {
              long count = 0;
              for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                count++;
              }
              return count;
            });
    assertThat(onDisk).isEqualTo(rows);
    assertThat(indexed).isEqualTo(rows);
    assertThat(store.store.size(0) + store.store.size(1) + store.store.size(2)).isEqualTo(rows);
  }
}
