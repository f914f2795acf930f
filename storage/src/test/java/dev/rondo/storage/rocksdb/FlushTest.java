package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.Entry;
import dev.rondo.storage.StoreTransaction;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;

class FlushTest {
  @TempDir Path directory;
  private TestStore store;

  @BeforeEach
  void open() {
    store = TestStore.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = TestStore.open(directory);
  }

  private DatabaseMap map() {
    return store.store.parts().databases().current();
  }

  private int rowsOnDisk() {
    store.commit();
    RocksFiles files = store.store.parts().files();
    return files.walk(files.entries(), FlushTest::count)
        + files.walk(files.expiry(), FlushTest::count);
  }

  private static int count(RocksIterator rows) {
    int count = 0;
    for (rows.seekToFirst(); rows.isValid(); rows.next()) {
      count++;
    }
    return count;
  }

  @Test
  void emptiesOneDatabase() {
    store.set(key(0, "k"), "zero");
    store.set(key(1, "k"), "one", TestStore.START_MILLIS + 1000);
    store.flush(1);
    assertThat(store.get(key(1, "k"))).isNull();
    assertThat(store.get(key(0, "k"))).isEqualTo("zero");
    assertThat(store.store.size(1)).isZero();
    assertThat(store.store.sizeWithExpiry(1)).isZero();
    assertThat(store.store.size(0)).isEqualTo(1);
    store.set(key(1, "k"), "again");
    reopen();
    assertThat(store.get(key(1, "k"))).isEqualTo("again");
    assertThat(store.store.size(1)).isEqualTo(1);
  }

  @Test
  void purgesWhatWasFlushedAndGivesTheIdBack() {
    for (int i = 0; i < 3000; i++) {
      store.set(key(1, "k" + i), "v", TestStore.START_MILLIS + 1000);
    }
    store.set(key(0, "stays"), "v");
    store.flush(1);
    store.set(key(1, "k1"), "new");
    new DatabasePurger(store.store.parts()).purge();
    assertThat(map().hasDropped()).isFalse();
    assertThat(rowsOnDisk()).isEqualTo(2);
    assertThat(store.get(key(1, "k1"))).isEqualTo("new");
    assertThat(store.get(key(0, "stays"))).isEqualTo("v");
  }

  @Test
  void goesOnPurgingAfterReopening() {
    store.set(key(0, "stays"), "v");
    store.set(key(1, "k"), "v");
    store.flush(1);
    reopen();
    new DatabasePurger(store.store.parts()).purge();
    assertThat(map().hasDropped()).isFalse();
    assertThat(rowsOnDisk()).isEqualTo(1);
  }

  @Test
  void flushingEverythingRemovesEverythingAtOnce() {
    for (int i = 0; i < 100; i++) {
      store.set(key(i % 16, "k" + i), "v", TestStore.START_MILLIS + 1000);
    }
    store.flushAll();
    assertThat(map().hasDropped()).isFalse();
    assertThat(rowsOnDisk()).isZero();
    for (int database = 0; database < 16; database++) {
      assertThat(store.store.size(database)).isZero();
      assertThat(store.scan(database, 10)).isEmpty();
    }
    reopen();
    assertThat(store.get(key(3, "k3"))).isNull();
    assertThat(store.store.size(3)).isZero();
  }

  @Test
  void flushingAnEmptyDatabaseWritesNothing() {
    long before = store.store.statistics().commits();
    DatabaseMap map = map();
    store.flushAll();
    assertThat(map()).isSameAs(map);
    assertThat(store.store.statistics().commits()).isEqualTo(before);
  }

  @Test
  void manyFlushesOneAfterTheOther() {
    for (int i = 0; i < 10_000; i++) {
      store.set(key(i % 3, "k"), Integer.toString(i));
      if (i % 7 == 0) {
        store.commit();
      }
      store.flushAll();
      assertThat(store.get(key(i % 3, "k"))).isNull();
    }
    assertThat(rowsOnDisk()).isZero();
  }

  @Test
  void manyFlushesOfOneDatabaseBesideAnother() {
    store.set(key(0, "stays"), "v");
    for (int i = 0; i < 600; i++) {
      store.set(key(1, "k"), Integer.toString(i));
      store.flush(1);
      assertThat(store.get(key(1, "k"))).isNull();
    }
    assertThat(store.get(key(0, "stays"))).isEqualTo("v");
    assertThat(store.store.size(1)).isZero();
  }

  @Test
  void aTransactionSeesItsOwnFlush() {
    store.set(key(0, "a"), "1");
    store.set(key(1, "b"), "2");
    store.exclusively(
        rows -> {
          rows.flush(0);
          assertThat(rows.read(key(0, "a"))).isNull();
          assertThat(rows.size(0)).isZero();
          rows.mutate(key(0, "c"), store.setting(TestStore.bytes("3"), Entry.NO_EXPIRY));
          assertThat(rows.size(0)).isEqualTo(1);
          assertThat(rows.scan(0, 0, 10).rows()).hasSize(1);
          rows.flush(1);
          rows.flush(0);
          rows.mutate(key(0, "d"), store.setting(TestStore.bytes("4"), Entry.NO_EXPIRY));
          return true;
        });
    assertThat(store.get(key(0, "a"))).isNull();
    assertThat(store.get(key(0, "c"))).isNull();
    assertThat(store.get(key(0, "d"))).isEqualTo("4");
    assertThat(store.get(key(1, "b"))).isNull();
    reopen();
    assertThat(store.get(key(0, "d"))).isEqualTo("4");
    assertThat(store.store.size(0)).isEqualTo(1);
    assertThat(store.store.size(1)).isZero();
  }

  @Test
  void aFlushUpToAnEventIsRememberedAndNotDoneAgain() {
    store.set(key(1, "old"), "1");
    store.exclusively(rows -> flushUpTo(rows, 70));
    assertThat(store.get(key(1, "old"))).isNull();
    store.set(key(1, "new"), "2");
    reopen();
    assertThat(store.store.flushedUpTo(1)).isEqualTo(70);
    assertThat(store.store.flushedUpTo(0)).isZero();
    store.exclusively(rows -> flushUpTo(rows, 70));
    store.exclusively(rows -> flushUpTo(rows, 69));
    assertThat(store.get(key(1, "new"))).isEqualTo("2");
    store.exclusively(rows -> flushUpTo(rows, 71));
    assertThat(store.get(key(1, "new"))).isNull();
    store.flush(1);
    assertThat(store.store.flushedUpTo(1)).isEqualTo(71);
  }

  private static boolean flushUpTo(StoreTransaction.Rows rows, long event) {
    rows.flush(1, event);
    return true;
  }

  @Test
  void aTransactionThatThrowsFlushesNothing() {
    store.set("k", "v");
    assertThatThrownBy(
            () ->
                store.exclusively(
                    rows -> {
                      rows.flush(0);
                      rows.swap(0, 1);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(store.get("k")).isEqualTo("v");
  }

  @Test
  void swapsTwoDatabases() {
    store.set(key(0, "k"), "zero");
    store.set(key(1, "k"), "one", TestStore.START_MILLIS + 1000);
    store.set(key(1, "l"), "one");
    store.exclusively(
        rows -> {
          rows.swap(0, 1);
          assertThat(TestStore.text(rows.read(key(0, "k")))).isEqualTo("one");
          assertThat(rows.size(0)).isEqualTo(2);
          return true;
        });
    assertThat(store.get(key(0, "k"))).isEqualTo("one");
    assertThat(store.get(key(1, "k"))).isEqualTo("zero");
    assertThat(store.store.size(0)).isEqualTo(2);
    assertThat(store.store.sizeWithExpiry(0)).isEqualTo(1);
    assertThat(store.store.size(1)).isEqualTo(1);
    assertThat(store.scan(1, 10)).extracting(row -> row.key()).containsExactly(key(1, "k"));
    reopen();
    assertThat(store.get(key(0, "l"))).isEqualTo("one");
    assertThat(store.store.size(0)).isEqualTo(2);
  }

  @Test
  void aDatabaseThatWasFlushedAndUsedAgainDoesNotShowOldRows() {
    for (int round = 0; round < 50; round++) {
      store.set(key(2, "old" + round), "v");
      store.set(key(3, "other"), "v");
      store.commit();
      store.flush(2, 3);
      store.set(key(2, "new"), "v");
      store.flush(0);
      assertThat(store.scan(2, 10)).hasSize(1);
      assertThat(store.scan(3, 10)).isEmpty();
      for (int earlier = 0; earlier <= round; earlier++) {
        assertThat(store.get(key(2, "old" + earlier))).isNull();
        assertThat(store.get(key(3, "old" + earlier))).isNull();
      }
      assertThat(store.get(key(3, "other"))).isNull();
    }
  }
}
