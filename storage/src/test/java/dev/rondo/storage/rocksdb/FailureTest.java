package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.Entry;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreSettings.Fsync;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the disk fails, stalls or is full. */
class FailureTest {
  @TempDir Path directory;

  private final CommandedSink sink = new CommandedSink();
  private TestStore store;

  @BeforeEach
  void open() {
    store = TestStore.open(TestStore.settings(directory), sink);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasNotCommittedIsForgottenAndReadsGoOn() {
    store.set("kept", "committed");
    store.set("gone", "committed");
    store.commit();
    store.set("kept", "lost");
    store.set("new", "lost");
    store.mutate(key("gone"), TestStore.purging());
    sink.failing = true;
    assertThatThrownBy(store::commit)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.IO));
    assertThat(store.get("kept")).isEqualTo("committed");
    assertThat(store.get("gone")).isEqualTo("committed");
    assertThat(store.get("new")).isNull();
    assertThat(store.store.size(0)).isEqualTo(2);
    assertThat(store.store.statistics().writable()).isFalse();
  }

  @Test
  void noMoreChangesAreAcceptedAfterAFailure() {
    store.set("k", "v");
    sink.failing = true;
    assertThatThrownBy(store::commit).isInstanceOf(StoreException.class);
    sink.failing = false;
    assertThatThrownBy(() -> store.set("k", "again"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.IO));
    assertThatThrownBy(() -> store.mutate(key("k"), store.incrementing()))
        .isInstanceOf(StoreException.class);
    assertThat(store.get("k")).isNull();
    store.commit();
    store.close();
    try (TestStore reopened = TestStore.open(directory)) {
      assertThat(reopened.get("k")).isNull();
    }
  }

  @Test
  void aLostFlushDidNotHappen() {
    store.set("k", "v");
    store.commit();
    sink.failing = true;
    // an exclusive transaction commits before it completes
    assertThatThrownBy(store::flushAll).isInstanceOf(StoreException.class);
    assertThat(store.get("k")).isEqualTo("v");
    assertThat(store.store.size(0)).isEqualTo(1);
  }

  @Test
  void aFailedSyncEndsWritingToo() {
    store.store.setFsync(Fsync.EVERYSEC);
    store.set("k", "v");
    store.commit();
    sink.failing = true;
    store.store.parts().sync();
    assertThatThrownBy(() -> store.set("k", "w")).isInstanceOf(StoreException.class);
    assertThat(store.get("k")).isEqualTo("v");
  }

  @Test
  void changesWaitWithoutBlockingWhileTheDiskIsStalled() {
    CountDownLatch gate = sink.hold();
    store.store.setFsync(Fsync.ALWAYS);
    byte[] big = new byte[1 << 20];
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      store.store.mutate(
          key("k" + i), store.setting(big, Entry.NO_EXPIRY), TestStore.completing(answer));
      answers.add(answer);
    }
    assertThat(store.store.parts().openBatch().weightBytes())
        .isLessThan(OpenBatch.MAX_BYTES + 2L * big.length);
    assertThat(answers.stream().filter(CompletableFuture::isDone).count()).isLessThan(160);
    assertThat(store.get("k0")).isNotNull();
    gate.countDown();
    answers.forEach(TestStore::await);
    store.commit();
    assertThat(store.store.size(0)).isEqualTo(160);
  }

  @Test
  void parkedChangesFailWhenTheDiskDoes() {
    CountDownLatch gate = sink.hold();
    store.store.setFsync(Fsync.ALWAYS);
    byte[] big = new byte[1 << 20];
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      store.store.mutate(
          key("k" + i), store.setting(big, Entry.NO_EXPIRY), TestStore.completing(answer));
      answers.add(answer);
    }
    sink.failing = true;
    gate.countDown();
    CompletableFuture<Boolean> last = answers.get(159);
    assertThatThrownBy(() -> TestStore.await(last)).isInstanceOf(StoreException.class);
    assertThat(answers).allMatch(answer -> answer.handle((r, e) -> true).join());
  }

  @Test
  void aFullDiskRefusesAdditionsButNotDeletions() {
    store.close();
    StoreSettings settings =
        new StoreSettings(directory, 16, Fsync.NO, 1 << 20, 16 << 20, Long.MAX_VALUE, 1);
    try (TestStore full = TestStore.open(settings, RocksExtras.NONE)) {
      assertThatThrownBy(() -> full.set("k", "v"))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DISK_FULL));
      assertThatThrownBy(
              () ->
                  full.transact(
                      List.of(key("k")), rows -> rows.mutate(key("k"), full.incrementing())))
          .isInstanceOf(StoreException.class);
      assertThat(full.read(key("k"))).isNull();
      assertThat(full.mutate(key("k"), TestStore.purging())).isFalse();
      assertThat(full.mutate(key("k"), full.burying())).isFalse();
      full.flushAll();
      assertThat(full.store.statistics().writable()).isFalse();
    }
  }

  @Test
  void aTombstoneIsADeletion() {
    store.set("k", "v");
    store.close();
    StoreSettings settings =
        new StoreSettings(directory, 16, Fsync.NO, 1 << 20, 16 << 20, Long.MAX_VALUE, 1);
    try (TestStore full = TestStore.open(settings, RocksExtras.NONE)) {
      assertThat(full.mutate(key("k"), full.burying())).isTrue();
      full.commit();
      assertThat(full.store.size(0)).isZero();
    }
  }
}
