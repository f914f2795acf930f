package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
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

  private static List<Key> keys(List<ScanPage.Row> rows) {
    return rows.stream().map(ScanPage.Row::key).toList();
  }

  private static long position(Key key) {
    return ScanPage.cursorAt(key.slot(), key.hash());
  }

  @Test
  void anEmptyDatabaseHasOneEmptyPage() {
    ScanPage page = store.page(0, ScanPage.END, 10);
    assertThat(page.rows()).isEmpty();
    assertThat(page.nextCursor()).isEqualTo(ScanPage.END);
  }

  @Test
  void answersEveryRowOnceInTheOrderOfTheRing() {
    for (int i = 0; i < 500; i++) {
      store.set("k" + i, "v");
      store.set(key(1, "other" + i), "v");
      if (i == 250) {
        store.commit();
      }
    }
    for (int pageRows : new int[] {1, 7, 100, 1000}) {
      List<Key> keys = keys(store.scan(0, pageRows));
      assertThat(keys).hasSize(500).doesNotHaveDuplicates();
      assertThat(keys.stream().map(ScanTest::position).toList()).isSorted();
      assertThat(keys).allMatch(key -> key.database() == 0);
    }
    assertThat(store.scan(1, 10)).hasSize(500);
    assertThat(store.scan(2, 10)).isEmpty();
  }

  @Test
  void theVeryFirstPositionIsAnsweredOnce() {
    // the empty key has slot 0 and hash 0
    store.set("", "first");
    store.set("k", "v");
    assertThat(position(key(""))).isZero();
    assertThat(keys(store.scan(0, 1))).containsExactly(key(""), key("k"));
    store.commit();
    assertThat(keys(store.scan(0, 1))).containsExactly(key(""), key("k"));
  }

  @Test
  void rowsAreVersionsWithoutContents() {
    store.set("k", "v");
    store.set(key("dead"), "v", TestStore.START_MILLIS - 1);
    store.set("buried", "v");
    store.mutate(key("buried"), store.burying());
    for (int round = 0; round < 2; round++) {
      List<ScanPage.Row> rows = store.scan(0, 10);
      assertThat(rows).hasSize(3);
      assertThat(rows)
          .allSatisfy(
              row -> assertThat(row.entry().isLoaded()).isEqualTo(row.entry().isTombstone()));
      store.commit();
    }
  }

  @Test
  void seesChangesThatAreNotWrittenYet() {
    for (int i = 0; i < 20; i++) {
      store.set("k" + i, "v");
    }
    store.commit();
    store.mutate(key("k3"), TestStore.purging());
    store.set("new", "v");
    assertThat(keys(store.scan(0, 3))).hasSize(20).contains(key("new")).doesNotContain(key("k3"));
  }

  @Test
  void aPageEndsAfterManyRowsOfOtherDatabases() {
    for (int i = 0; i < PageScanner.MAX_PASSED_ROWS + 500; i++) {
      store.set(key(1, "other" + i), "v");
    }
    store.commit();
    ScanPage page = store.page(0, ScanPage.END, 10);
    assertThat(page.rows()).isEmpty();
    assertThat(page.nextCursor()).isNotEqualTo(ScanPage.END);
    assertThat(store.page(0, page.nextCursor(), 10).nextCursor()).isEqualTo(ScanPage.END);
  }

  @Test
  void cursorsHoldAfterReopening() {
    for (int i = 0; i < 100; i++) {
      store.set("k" + i, "v");
    }
    ScanPage first = store.page(0, ScanPage.END, 40);
    store.close();
    store = TestStore.open(directory);
    Set<Key> all = new HashSet<>(keys(first.rows()));
    long cursor = first.nextCursor();
    while (cursor != ScanPage.END) {
      ScanPage page = store.page(0, cursor, 7);
      all.addAll(keys(page.rows()));
      cursor = page.nextCursor();
    }
    assertThat(all).hasSize(100);
  }

  @Test
  void everyRowThatStaysIsSeenWhileOthersComeAndGo() throws InterruptedException {
    Set<Key> stable = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      store.set("stable" + i, "v");
      stable.add(key("stable" + i));
    }
    AtomicBoolean running = new AtomicBoolean(true);
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; running.get(); i++) {
                store.set("stable" + i % 2000, "v" + i);
                store.set("volatile" + i % 500, "v");
                store.mutate(key("volatile" + (i + 250) % 500), TestStore.purging());
                if (i % 10 == 0) {
                  store.commit();
                }
              }
            });
    writer.start();
    for (int round = 0; round < 30; round++) {
      assertThat(new HashSet<>(keys(store.scan(0, 50)))).containsAll(stable);
    }
    running.set(false);
    writer.join();
  }
}
