package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rondo.storage.Hint;
import dev.rondo.storage.HintCodec;
import dev.rondo.storage.HintLimits;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreSettings.Fsync;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintLogTest {
  private static final long OTHER = 7;

  @TempDir Path directory;
  private TestStore store;
  private TestHints hints;

  @BeforeEach
  void open() {
    use(TestStore.open(directory));
  }

  private void use(TestStore opened) {
    store = opened;
    hints = new TestHints(store);
  }

  private void reopen() {
    store.close();
    open();
  }

  private void reopen(HintLimits limits, long minFreeDiskBytes) {
    store.close();
    StoreSettings settings =
        new StoreSettings(directory, 16, Fsync.NO, 1 << 20, 32 << 20, minFreeDiskBytes, 2, limits);
    use(TestStore.open(settings, RocksExtras.NONE));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void answersHintsInTheOrderInWhichTheyWereAdded() {
    assertThat(hints.all()).isEmpty();
    hints.add("b");
    hints.add("a", "row");
    hints.add(key(9, "c"));
    new TestHints(store, OTHER).add("other");
    List<Hint> all = hints.all();
    assertThat(all).extracting(TestHints::text).containsExactly("b", "a=row", "c");
    assertThat(all).extracting(Hint::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(all.get(0).sequence()).isPositive();
    assertThat(all.get(2).key()).isEqualTo(key(9, "c"));
    assertThat(hints.hints.targets()).isEqualTo(Set.of(TestHints.TARGET, OTHER));
    assertThat(hints.count()).isEqualTo(3);
    assertThat(hints.hints.count(OTHER)).isEqualTo(1);
    assertThat(hints.bytes())
        .isEqualTo(
            HintCodec.sizeOf(key("b"), null)
                + HintCodec.sizeOf(key("a"), new byte[3])
                + HintCodec.sizeOf(key("c"), null));
  }

  @Test
  void answersNoMoreThanAskedFor() {
    for (int i = 0; i < 10; i++) {
      hints.add("k" + i, "x".repeat(100));
    }
    long size = HintCodec.sizeOf(key("k0"), new byte[100]);
    List<Hint> two = hints.next(0, 2, 1 << 20);
    assertThat(two).extracting(Hint::key).containsExactly(key("k0"), key("k1"));
    assertThat(hints.next(TestHints.last(two), 100, (int) (3 * size)))
        .extracting(Hint::key)
        .containsExactly(key("k2"), key("k3"), key("k4"));
    assertThat(hints.next(0, 100, 1)).hasSize(1);
    assertThat(hints.next(Long.MAX_VALUE, 100, 1)).isEmpty();
    assertThat(hints.next(TestHints.last(hints.all()), 100, 1000)).isEmpty();
    assertThatThrownBy(() -> hints.next(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hints.next(-1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsOnAThreadOfTheStore() {
    CompletableFuture<String> thread = new CompletableFuture<>();
    CompletableFuture<List<Hint>> answer = new CompletableFuture<>();
    var unused = answer.thenAccept(hintsRead -> thread.complete(Thread.currentThread().getName()));
    hints.add("k");
    store.store.hints().next(TestHints.TARGET, 0, 1, 1, TestStore.completing(answer));
    assertThat(TestStore.await(thread)).startsWith("rondo-store-");
  }

  @Test
  void keepsWhatIsNotRemoved() {
    for (int i = 0; i < 1000; i++) {
      hints.add("k" + i);
    }
    List<Hint> page = hints.next(0, 700, 1 << 20);
    hints.remove(TestHints.last(page));
    assertThat(hints.count()).isEqualTo(300);
    assertThat(hints.names()).hasSize(300).startsWith("k700").endsWith("k999");
    reopen();
    assertThat(hints.count()).isEqualTo(300);
    assertThat(hints.names()).hasSize(300).startsWith("k700");
    hints.remove(0);
    assertThat(hints.count()).isEqualTo(300);
    hints.hints.removeAll(TestHints.TARGET);
    assertThat(hints.count()).isZero();
    assertThat(hints.bytes()).isZero();
    assertThat(hints.all()).isEmpty();
    assertThat(hints.hints.targets()).isEmpty();
    hints.hints.remove(OTHER, 5);
    reopen();
    assertThat(hints.count()).isZero();
  }

  @Test
  void removingLeavesOtherTargetsAlone() {
    // neighbours in the order of the column family, signed and not
    for (long target : new long[] {-1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      new TestHints(store, target).add("k" + target);
    }
    hints.hints.removeAll(0);
    hints.hints.removeAll(Long.MAX_VALUE);
    assertThat(hints.hints.targets()).isEqualTo(Set.of(-1L, 1L, Long.MIN_VALUE));
    for (long target : new long[] {-1, 1, Long.MIN_VALUE}) {
      assertThat(new TestHints(store, target).names()).containsExactly("k" + target);
    }
    assertThat(new TestHints(store, 0).all()).isEmpty();
  }

  @Test
  void sequencesGrowOverRestartsEvenWhenNothingIsLeft() {
    long last = 0;
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 50; i++) {
        hints.add("k" + i);
      }
      List<Hint> added = hints.next(last, 100, 1 << 20);
      assertThat(added).hasSize(50);
      assertThat(added.get(0).sequence()).isGreaterThan(last);
      last = TestHints.last(added);
      hints.remove(last);
      reopen();
      assertThat(hints.count()).isZero();
    }
  }

  @Test
  void survivesReopeningWithAllItHas() {
    hints.add("a");
    hints.add("b", "row");
    long bytes = hints.bytes();
    reopen();
    assertThat(hints.count()).isEqualTo(2);
    assertThat(hints.bytes()).isEqualTo(bytes);
    hints.add("c");
    assertThat(hints.names()).containsExactly("a", "b=row", "c");
  }

  @Test
  void skipsAHintThatSaysNothingNew() {
    assertThat(hints.add("k")).isTrue();
    assertThat(hints.add("k")).isTrue();
    hints.add(key(1, "k"));
    new TestHints(store, OTHER).add("k");
    store.commit();
    hints.add("k");
    assertThat(hints.count()).isEqualTo(2);
    assertThat(hints.hints.count(OTHER)).isEqualTo(1);
  }

  @Test
  void neverSkipsAHintWithARow() {
    hints.add("k");
    hints.add("k", "1");
    hints.add("k", "1");
    assertThat(hints.names()).containsExactly("k", "k=1", "k=1");
  }

  @Test
  void appendsAgainWhatWasHandedOutOrRemoved() {
    hints.add("a");
    hints.add("b");
    assertThat(hints.next(0, 1, 1000)).hasSize(1);
    hints.add("a");
    hints.add("b");
    assertThat(hints.names()).containsExactly("a", "b", "a");
    hints.add("c");
    hints.hints.removeAll(TestHints.TARGET);
    hints.add("c");
    assertThat(hints.names()).containsExactly("c");
    reopen();
    hints.add("c");
    assertThat(hints.names()).containsExactly("c", "c");
  }

  @Test
  void remembersABoundedNumberOfKeys() {
    int keys = RecentHints.MAX_KEYS + 1;
    for (int i = 0; i < keys; i++) {
      hints.add("k" + i);
    }
    hints.add("k" + (keys - 1));
    assertThat(hints.count()).isEqualTo(keys);
    hints.add("k0");
    assertThat(hints.count()).isEqualTo(keys + 1);
  }

  @Test
  void dropsWhatIsPastTheNumberAndMarksTheTarget() {
    reopen(new HintLimits(3, 1 << 20), 0);
    for (int i = 0; i < 3; i++) {
      assertThat(hints.add("k" + i)).isTrue();
    }
    assertThat(hints.overflown()).isFalse();
    assertThat(hints.add("k0")).isTrue();
    assertThat(hints.add("k3")).isFalse();
    assertThat(hints.add("k4", "row")).isFalse();
    assertThat(hints.dropped()).isEqualTo(2);
    assertThat(hints.overflown()).isTrue();
    assertThat(hints.hints.overflown(OTHER)).isFalse();
    assertThat(hints.names()).containsExactly("k0", "k1", "k2");
    hints.remove(hints.all().get(0).sequence());
    assertThat(hints.add("k5")).isTrue();
    assertThat(hints.names()).containsExactly("k1", "k2", "k5");
    assertThat(hints.overflown()).isTrue();
  }

  @Test
  void dropsWhatIsPastTheBytes() {
    long size = HintCodec.sizeOf(key("k0"), new byte[100]);
    reopen(new HintLimits(1000, 2 * size + 50), 0);
    assertThat(hints.add("k0", "x".repeat(100))).isTrue();
    assertThat(hints.add("k1", "x".repeat(100))).isTrue();
    assertThat(hints.add("k2", "x".repeat(100))).isFalse();
    assertThat(hints.add("k3")).isTrue();
    assertThat(hints.overflown()).isTrue();
    assertThat(hints.bytes()).isLessThanOrEqualTo(2 * size + 50);
  }

  @Test
  void theMarkLastsUntilTheTargetIsRepaired() {
    reopen(new HintLimits(0, 0), 0);
    hints.add("k");
    reopen();
    assertThat(hints.overflown()).isTrue();
    assertThat(hints.hints.targets()).isEmpty();
    assertThat(hints.dropped()).isZero();
    hints.hints.repaired(TestHints.TARGET, hints.dropped());
    assertThat(hints.overflown()).isFalse();
    reopen();
    assertThat(hints.overflown()).isFalse();
  }

  @Test
  void theMarkStaysWhenMoreWasDroppedDuringTheRepair() {
    reopen(new HintLimits(0, 0), 0);
    hints.add("k");
    long before = hints.dropped();
    hints.add("k");
    hints.hints.repaired(TestHints.TARGET, before);
    assertThat(hints.overflown()).isTrue();
    hints.hints.repaired(TestHints.TARGET, hints.dropped());
    assertThat(hints.overflown()).isFalse();
  }

  @Test
  void aNearlyFullDiskTakesNoHints() {
    hints.add("before");
    reopen(HintLimits.DEFAULT, Long.MAX_VALUE);
    assertThat(hints.add("k")).isFalse();
    assertThat(hints.overflown()).isTrue();
    assertThat(hints.names()).containsExactly("before");
    hints.hints.removeAll(TestHints.TARGET);
    assertThat(hints.all()).isEmpty();
  }

  @Test
  void whatIsNotCommittedIsNotAnsweredAndIsForgottenWithItsRows() {
    store.close();
    CommandedSink sink = new CommandedSink();
    use(TestStore.open(TestStore.settings(directory), sink));
    hints.add("kept");
    store.commit();
    store.set("lost", "v");
    hints.add("lost");
    hints.remove(Long.MAX_VALUE);
    assertThat(hints.count()).isZero();
    sink.failing = true;
    assertThatThrownBy(() -> hints.next(0, 10, 1000)).isInstanceOf(StoreException.class);
    assertThat(hints.add("refused")).isFalse();
    assertThat(hints.dropped()).isEqualTo(1);
    await().until(() -> hints.count() == 1);
    store.close();
    open();
    assertThat(hints.names()).containsExactly("kept");
    assertThat(store.get("lost")).isNull();
  }

  @Test
  void hintsDoNotPileUpWithoutBoundBeforeAStalledDisk() {
    store.close();
    CommandedSink sink = new CommandedSink();
    use(TestStore.open(TestStore.settings(directory), sink));
    byte[] big = new byte[1 << 20];
    int added = 0;
    while (added < 1000 && hints.hints.add(TestHints.TARGET, key("k" + added), big)) {
      added++;
    }
    assertThat((long) added * big.length).isBetween(OpenBatch.MAX_BYTES, 3 * OpenBatch.MAX_BYTES);
    assertThat(hints.overflown()).isTrue();
    store.commit();
    assertThat(hints.add("k")).isTrue();
    assertThat(hints.all()).hasSize(added + 1);
  }

  @Test
  void aClosedStoreAnswersSo() {
    store.close();
    assertThat(hints.add("k")).isFalse();
    assertThatThrownBy(() -> hints.next(0, 1, 1))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED));
    hints.remove(Long.MAX_VALUE);
  }
}
