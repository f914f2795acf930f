package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.START_MILLIS;
import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.Key;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.SingleElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

class ExpirySweeperTest {
  private static final long SECOND = 1000;

  @TempDir Path directory;
  private final List<Key> expired = new ArrayList<>();
  private final Set<Key> kept = ConcurrentHashMap.newKeySet();
  private final RocksExtras extras =
      new RocksExtras((key, entry) -> !kept.contains(key), (key, entry) -> expired.add(key));
  private TestStore store;
  private ExpirySweeper sweeper;

  @BeforeEach
  void open() {
    store = TestStore.open(TestStore.settings(directory), extras);
    sweeper = new ExpirySweeper(store.store.parts(), extras);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Long> indexTimes() {
    store.commit();
    RocksFiles files = store.store.parts().files();
    return files.walk(
        files.expiry(),
        rows -> {
          List<Long> times = new ArrayList<>();
          for (rows.seekToFirst(); rows.isValid(); rows.next()) {
            times.add(ExpiryIndex.millis(rows.key()) - START_MILLIS);
          }
          return times;
        });
  }

  private void set(String name, long ttlMillis) {
    store.set(key(name), "v", store.clock.millis() + ttlMillis);
  }

  private void expireAt(String name, long atMillis) {
    store.mutate(
        key(name),
        stored -> {
          Entry entry = Objects.requireNonNull(stored);
          return Mutation.Outcome.put(true, store.next(entry, entry.stringValue(), atMillis));
        });
  }

  /** A hash of fields that expire at these times from now on; with 0 a field that stays. */
  private void setFields(String name, long... ttlMillis) {
    store.mutate(
        key(name),
        stored -> {
          ElementEdits fields = new ElementEdits();
          for (int i = 0; i < ttlMillis.length; i++) {
            long expireAt =
                ttlMillis[i] == 0 ? Entry.NO_EXPIRY : store.clock.millis() + ttlMillis[i];
            fields.put(new byte[] {(byte) i}, HashFields.encode(new byte[0], expireAt));
          }
          Entry next = store.next(stored, new byte[0], Entry.NO_EXPIRY);
          Dot dot = ((SingleElement) next.elements()).dot(0);
          return Mutation.Outcome.put(
              true,
              new Entry(
                  DataType.HASH,
                  next.clock(),
                  Entry.NO_EXPIRY,
                  next.expiryHybridTime(),
                  MapElements.of(fields, dot)));
        });
  }

  @Test
  void purgesAHashWhenItsLastFieldHasExpired() {
    setFields("over", SECOND, 2 * SECOND);
    setFields("lasting", SECOND, 0);
    setFields("prolonged", SECOND);
    setFields("prolonged", 5 * SECOND);
    setFields("saved", SECOND);
    setFields("saved", SECOND, 0);
    assertThat(indexTimes()).containsExactly(SECOND, 2 * SECOND);
    assertThat(store.store.sizeWithExpiry(0)).as("keys with an expiry of their own").isZero();
    store.clock.advance(2 * SECOND);
    sweeper.tick();
    assertThat(expired).isEmpty();
    store.clock.advance(1);
    sweeper.tick();
    assertThat(expired).containsExactly(key("over"));
    assertThat(store.read(key("lasting"))).isNotNull();
    assertThat(indexTimes()).containsExactly(5 * SECOND);
    assertThat(store.store.size(0)).isEqualTo(3);
  }

  @Test
  void purgesWhatHasExpired() {
    set("short", SECOND);
    set("long", 10 * SECOND);
    store.set("forever", "v");
    store.clock.advance(SECOND);
    sweeper.tick();
    assertThat(store.get("short")).as("the very millisecond is alive").isEqualTo("v");
    store.clock.advance(1);
    sweeper.tick();
    assertThat(store.read(key("short"))).isNull();
    assertThat(store.get("long")).isEqualTo("v");
    assertThat(store.get("forever")).isEqualTo("v");
    assertThat(indexTimes()).containsExactly(10 * SECOND);
    assertThat(expired).containsExactly(key("short"));
    assertThat(store.store.size(0)).isEqualTo(2);
    assertThat(store.store.sizeWithExpiry(0)).isEqualTo(1);
    assertThat(sweeper.purgedRows()).isEqualTo(1);
  }

  @Test
  void aRollingSessionStandsInTheIndexOnce() {
    set("session", SECOND);
    for (int i = 1; i <= 50; i++) {
      store.clock.advance(10);
      set("session", SECOND);
      if (i % 3 == 0) {
        store.commit();
      }
    }
    assertThat(indexTimes()).containsExactly(SECOND);
    store.clock.advance(501);
    sweeper.tick();
    assertThat(store.get("session")).isEqualTo("v");
    assertThat(indexTimes()).containsExactly(SECOND + 500);
    store.clock.advance(1000);
    sweeper.tick();
    assertThat(store.read(key("session"))).isNull();
    assertThat(indexTimes()).isEmpty();
  }

  @Test
  void anEarlierExpiryMovesTheIndexRow() {
    set("k", 10 * SECOND);
    store.commit();
    expireAt("k", START_MILLIS + SECOND);
    assertThat(indexTimes()).containsExactly(SECOND);
    expireAt("k", START_MILLIS + 500);
    expireAt("k", START_MILLIS + 400);
    assertThat(indexTimes()).containsExactly(400L);
    store.clock.advance(401);
    sweeper.tick();
    assertThat(store.read(key("k"))).isNull();
    assertThat(indexTimes()).isEmpty();
  }

  @Test
  void persistingDeletingAndPurgingLeaveTheIndex() {
    set("persisted", SECOND);
    set("buried", SECOND);
    set("purged", SECOND);
    assertThat(indexTimes()).hasSize(3);
    expireAt("persisted", Entry.NO_EXPIRY);
    store.mutate(key("buried"), store.burying());
    store.mutate(key("purged"), TestStore.purging());
    assertThat(indexTimes()).isEmpty();
    assertThat(store.store.sizeWithExpiry(0)).isZero();
    store.clock.advance(2 * SECOND);
    sweeper.tick();
    assertThat(store.get("persisted")).isEqualTo("v");
    assertThat(Objects.requireNonNull(store.read(key("buried"))).isTombstone()).isTrue();
  }

  @Test
  void rowsThatMayNotBePurgedAreTriedAgainLater() {
    kept.add(key("kept"));
    set("kept", SECOND);
    set("gone", SECOND + 1);
    store.clock.advance(2 * SECOND);
    sweeper.tick();
    assertThat(expired).containsExactly(key("gone"));
    assertThat(store.read(key("kept"))).isNotNull();
    kept.clear();
    sweeper.tick();
    assertThat(expired).hasSize(1);
    store.clock.advance(60 * SECOND);
    sweeper.tick();
    assertThat(expired).containsExactly(key("gone"), key("kept"));
    assertThat(indexTimes()).isEmpty();
  }

  @Test
  void indexRowsWithoutTheirRowAreRemoved() throws RocksDBException {
    set("k", 5 * SECOND);
    RocksFiles files = store.store.parts().files();
    try (WriteBatch orphans = new WriteBatch();
        WriteOptions options = new WriteOptions()) {
      orphans.put(files.expiry(), ExpiryIndex.encode(START_MILLIS + 1, key("absent")), new byte[0]);
      orphans.put(files.expiry(), ExpiryIndex.encode(START_MILLIS + 2, key("k")), new byte[0]);
      files.write(options, orphans);
    }
    assertThat(indexTimes()).containsExactly(1L, 2L, 5 * SECOND);
    store.clock.advance(SECOND);
    sweeper.tick();
    assertThat(indexTimes()).containsExactly(5 * SECOND);
    assertThat(store.get("k")).isEqualTo("v");
    assertThat(expired).isEmpty();
  }

  @Test
  void beginsAgainWhenTheClockGoesBack() {
    set("late", 100 * SECOND);
    store.clock.advance(101 * SECOND);
    sweeper.tick();
    store.clock.set(START_MILLIS);
    set("early", SECOND);
    store.clock.advance(2 * SECOND);
    sweeper.tick();
    assertThat(expired).containsExactly(key("late"), key("early"));
  }

  @Test
  void rowsThatComeBehindTheSweepersBackAreFoundInTheNextTick() {
    set("first", SECOND);
    store.clock.advance(10 * SECOND);
    sweeper.tick();
    store.set(key("past"), "v", START_MILLIS + 500);
    sweeper.tick();
    assertThat(expired).containsExactly(key("first"), key("past"));
    assertThat(indexTimes()).isEmpty();
  }

  @Test
  void aHundredThousandExpireAtOnce() {
    for (int i = 0; i < 100_000; i++) {
      store.set(key(i % 2, "k" + i), "v", START_MILLIS + SECOND + i % 10);
      if (i % 1000 == 0) {
        store.commit();
      }
    }
    store.set("stays", "v");
    store.commit();
    store.clock.advance(2 * SECOND);
    int ticks = 0;
    while (sweeper.purgedRows() < 100_000 && ticks < 1000) {
      sweeper.tick();
      ticks++;
    }
    assertThat(ticks).isLessThan(30);
    assertThat(store.store.size(0)).isEqualTo(1);
    assertThat(store.store.size(1)).isZero();
    assertThat(store.store.sizeWithExpiry(0)).isZero();
    assertThat(expired).hasSize(100_000).doesNotHaveDuplicates();
    assertThat(indexTimes()).isEmpty();
    assertThat(store.scan(0, 1000)).hasSize(1);
  }

  @Test
  void flushedRowsAreNotAnnounced() {
    set("k", SECOND);
    store.set(key(1, "stays"), "v");
    store.flush(0);
    store.clock.advance(2 * SECOND);
    sweeper.tick();
    assertThat(expired).isEmpty();
  }

  @Test
  void afterASwapTheKeyIsAnnouncedUnderItsNewDatabase() {
    set("k", SECOND);
    store.exclusively(
        rows -> {
          rows.swap(0, 5);
          return true;
        });
    store.clock.advance(2 * SECOND);
    sweeper.tick();
    assertThat(expired).containsExactly(key(5, "k"));
  }

  @Test
  void doesNothingWhilePaused() {
    set("k", SECOND);
    store.clock.advance(2 * SECOND);
    sweeper.pause(true);
    sweeper.tick();
    assertThat(store.read(key("k"))).isNotNull();
    sweeper.pause(false);
    sweeper.tick();
    assertThat(store.read(key("k"))).isNull();
  }
}
