package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreSettings.Fsync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does random things to a store and to a map, and compares: values, counts, scans, also after
 * reopening with nothing in memory, with a cache so small that it forgets all the time.
 */
class StoreModelTest {
  private static final int STEPS = 6000;
  private static final int DATABASES = 4;
  private static final int KEYS = 60;

  @TempDir Path directory;

  /** What a key holds: a value, with or without an expiry; a null value is a tombstone. */
  private record Held(String value, long expireAtMillis) {
    boolean live() {
      return !value.isEmpty();
    }

    boolean expires() {
      return live() && expireAtMillis != Entry.NO_EXPIRY;
    }
  }

  private final Map<Key, Held> model = new HashMap<>();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private StoreSettings settings;
  private TestStore store;

  @BeforeEach
  void open() {
    settings = TestStore.settings(directory, Fsync.NO, 20_000);
    store = TestStore.open(settings, RocksExtras.NONE);
  }

  @Test
  void behavesLikeAMap() throws IOException {
    try {
      for (int i = 0; i < STEPS; i++) {
        step();
        if (i % 500 == 0) {
          compareEverything();
        }
      }
      compareEverything();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    } finally {
      store.close();
    }
  }

  private void step() throws IOException {
    Key key = anyKey();
    switch (random.nextInt(100)) {
      case 0 -> flush();
      case 1 -> swap(random.nextInt(DATABASES), random.nextInt(DATABASES));
      case 2 -> new DatabasePurger(store.store.parts()).purge();
      case 3 -> {
        store.close();
        store = TestStore.open(settings, RocksExtras.NONE);
      }
      case 4 -> {
        store = TestStore.reopenCold(store, settings);
      }
      case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> store.commit();
      case 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 -> purge(key);
      case 25, 26, 27, 28, 29 -> bury(key);
      case 30, 31, 32, 33, 34, 35, 36, 37, 38, 39 -> move(key, anyKey());
      case 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50 -> compare(key);
      default -> set(key);
    }
  }

  private Key anyKey() {
    return key(random.nextInt(DATABASES), "k" + random.nextInt(KEYS));
  }

  private void set(Key key) {
    String value = "v" + random.nextInt(1000) + "x".repeat(random.nextInt(300));
    long expireAt =
        random.nextBoolean() ? Entry.NO_EXPIRY : TestStore.START_MILLIS + random.nextInt(1000);
    store.set(key, value, expireAt);
    model.put(key, new Held(value, expireAt));
  }

  private void purge(Key key) {
    assertThat(store.mutate(key, TestStore.purging())).isEqualTo(model.remove(key) != null);
  }

  private void bury(Key key) {
    boolean lived = model.containsKey(key) && model.get(key).live();
    assertThat(store.mutate(key, store.burying())).isEqualTo(lived);
    model.computeIfPresent(key, (k, held) -> new Held("", held.expireAtMillis()));
  }

  private void move(Key from, Key to) {
    Held held = model.get(from);
    if (held == null || !held.live() || from.equals(to)) {
      return;
    }
    store.transact(
        List.of(from, to),
        rows -> {
          rows.mutate(from, TestStore.purging());
          return rows.mutate(
              to, store.setting(TestStore.bytes(held.value()), held.expireAtMillis()));
        });
    model.remove(from);
    model.put(to, held);
  }

  private void flush() {
    int first = random.nextInt(DATABASES);
    boolean all = random.nextBoolean();
    if (all) {
      store.flushAll();
      model.clear();
    } else {
      store.flush(first);
      model.keySet().removeIf(key -> key.database() == first);
    }
  }

  private void swap(int one, int other) {
    store.exclusively(
        rows -> {
          rows.swap(one, other);
          return true;
        });
    Map<Key, Held> swapped = new HashMap<>();
    model.forEach(
        (key, held) -> {
          int database =
              key.database() == one ? other : key.database() == other ? one : key.database();
          swapped.put(key.inDatabase(database), held);
        });
    model.clear();
    model.putAll(swapped);
  }

  private void compare(Key key) {
    Entry entry = store.read(key);
    Held held = model.get(key);
    if (entry == null || held == null) {
      assertThat(entry).as("%s", key).isNull();
      assertThat(held).as("%s", key).isNull();
    } else {
      assertThat(entry.isTombstone() ? "" : TestStore.text(entry)).isEqualTo(held.value());
      assertThat(entry.expireAtMillis()).isEqualTo(held.expireAtMillis());
    }
  }

  private void compareEverything() {
    for (int database = 0; database < DATABASES; database++) {
      assertThat(store.store.size(database)).isEqualTo(count(database, Held::live));
      assertThat(store.store.sizeWithExpiry(database)).isEqualTo(count(database, Held::expires));
      TreeSet<String> scanned = new TreeSet<>();
      for (ScanPage.Row row : store.scan(database, 1 + random.nextInt(50))) {
        assertThat(scanned.add(row.key().toString())).isTrue();
      }
      TreeSet<String> expected = new TreeSet<>();
      for (Key key : model.keySet()) {
        if (key.database() == database) {
          expected.add(key.toString());
        }
      }
      assertThat(scanned).isEqualTo(expected);
      for (int i = 0; i < KEYS; i++) {
        compare(key(database, "k" + i));
      }
    }
  }

  private long count(int database, Predicate<Held> what) {
    return model.entrySet().stream()
        .filter(held -> held.getKey().database() == database && what.test(held.getValue()))
        .count();
  }
}
