package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.RowKey;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreStatistics;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest {
  @TempDir Path directory;

  @Test
  void readsWhatWasWrittenBeforeAndAfterCommit() {
    try (TestStore store = TestStore.open(directory)) {
      assertThat(store.get("k")).isNull();
      store.set("k", "v");
      assertThat(store.get("k")).isEqualTo("v");
      store.commit();
      assertThat(store.get("k")).isEqualTo("v");
      assertThat(store.store.statistics().pendingRows()).isZero();
    }
  }

  @Test
  void keepsCommittedRowsWhenReopened() {
    long actor;
    try (TestStore store = TestStore.open(directory)) {
      actor = store.store.actor();
      store.set("k", "v");
      store.set(key(3, "k"), "other database");
      store.commit();
    }
    try (TestStore store = TestStore.open(directory)) {
      assertThat(store.get("k")).isEqualTo("v");
      assertThat(store.get(key(3, "k"))).isEqualTo("other database");
      assertThat(store.store.size(0)).isEqualTo(1);
      assertThat(store.store.size(3)).isEqualTo(1);
      assertThat(store.store.actor()).isEqualTo(actor);
    }
  }

  @Test
  void closingCommitsWhatWasApplied() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "v");
    }
    try (TestStore store = TestStore.open(directory)) {
      assertThat(store.get("k")).isEqualTo("v");
    }
  }

  @Test
  void changesNothingWhenTheMutationThrows() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "v");
      assertThatThrownBy(
              () ->
                  store.mutate(
                      key("k"),
                      stored -> {
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
      assertThat(store.get("k")).isEqualTo("v");
    }
  }

  @Test
  void purgesARow() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "v");
      store.commit();
      assertThat(store.mutate(key("k"), TestStore.purging())).isTrue();
      assertThat(store.read(key("k"))).isNull();
      store.commit();
      assertThat(store.read(key("k"))).isNull();
      assertThat(store.store.size(0)).isZero();
    }
  }

  @Test
  void transactionSeesItsOwnChangesAndHappensAtOnce() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("a", "1");
      String seen =
          store.transact(
              List.of(key("a"), key("b")),
              rows -> {
                rows.mutate(key("b"), store.setting(TestStore.bytes("2"), Entry.NO_EXPIRY));
                rows.mutate(key("a"), TestStore.purging());
                assertThat(rows.read(key("a"))).isNull();
                assertThat(rows.size(0)).isEqualTo(1);
                return TestStore.text(rows.read(key("b")));
              });
      assertThat(seen).isEqualTo("2");
      assertThat(store.get("a")).isNull();
      assertThat(store.get("b")).isEqualTo("2");
      assertThat(store.store.size(0)).isEqualTo(1);
    }
  }

  @Test
  void transactionThatThrowsChangesNothing() {
    try (TestStore store = TestStore.open(directory)) {
      assertThatThrownBy(
              () ->
                  store.transact(
                      List.of(key("a")),
                      rows -> {
                        rows.mutate(key("a"), store.incrementing());
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
      assertThat(store.read(key("a"))).isNull();
      assertThat(store.store.size(0)).isZero();
    }
  }

  @Test
  void transactionMayOnlyTouchNamedKeys() {
    try (TestStore store = TestStore.open(directory)) {
      assertThatThrownBy(
              () -> store.transact(List.of(key("a")), rows -> TestStore.text(rows.read(key("b")))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  store.transact(
                      List.of(key("a")),
                      rows -> {
                        rows.flush(0);
                        return true;
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void isRefusedASecondTime() {
    try (TestStore store = TestStore.open(directory)) {
      assertThatThrownBy(() -> TestStore.open(directory))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED))
          .hasMessageContaining(directory.toString());
      store.set("k", "v");
      assertThat(store.get("k")).isEqualTo("v");
    }
  }

  @Test
  void failsAllOperationsOnceClosed() {
    TestStore store = TestStore.open(directory);
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.set("k", "v")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.page(0, 0, 10)).isInstanceOf(StoreException.class);
    assertThatThrownBy(store::flushAll).isInstanceOf(StoreException.class);
  }

  @Test
  void answersOnTheCallersThreadWhenEverythingIsInMemory() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "v");
      store.commit();
      CompletableFuture<Entry> answer = new CompletableFuture<>();
      store.store.read(key("k"), true, TestStore.completing(answer));
      assertThat(answer).isDone();
      CompletableFuture<Long> sum = new CompletableFuture<>();
      store.store.mutate(key("n"), store.incrementing(), TestStore.completing(sum));
      assertThat(sum).isCompletedWithValue(1L);
    }
  }

  @Test
  void refusesToStoreAnUnloadedEntry() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "v");
      assertThatThrownBy(
              () ->
                  store.mutate(
                      key("k"),
                      stored -> Mutation.Outcome.put(true, requireNonNull(stored).unloaded())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void forcesTheLogAsItIsSet() {
    CommandedSink sink = new CommandedSink();
    try (TestStore store = TestStore.open(TestStore.settings(directory), sink)) {
      store.set("a", "v");
      store.commit();
      assertThat(sink.written)
          .extracting(CommandedSink.Written::mode)
          .containsOnly(BatchSink.Mode.WITHOUT_WAITING);
      assertThat(store.store.isSynced()).isFalse();
      AtomicBoolean synced = new AtomicBoolean();
      store.store.whenSynced(() -> synced.set(true));
      assertThat(synced).isFalse();
      store.store.setFsync(StoreSettings.Fsync.EVERYSEC);
      // the store's own timer does it within a second or so
      await().untilTrue(synced);
      assertThat(store.store.isSynced()).isTrue();
      assertThat(store.store.statistics().lastSyncMillis()).isEqualTo(TestStore.START_MILLIS);
      store.store.setFsync(StoreSettings.Fsync.ALWAYS);
      store.set("b", "v");
      store.commit();
      assertThat(sink.written.get(sink.written.size() - 1).mode()).isEqualTo(BatchSink.Mode.FORCED);
    }
  }

  @Test
  void hasFiguresOfItself() {
    try (TestStore store = TestStore.open(directory)) {
      for (int i = 0; i < 100; i++) {
        store.set("k" + i, "v");
      }
      assertThat(store.store.statistics().pendingRows()).isEqualTo(100);
      store.commit();
      store.get("k1");
      store.get("k1");
      StoreStatistics figures = store.store.statistics();
      assertThat(figures.commits()).isEqualTo(1);
      assertThat(figures.committedRows()).isEqualTo(100);
      assertThat(figures.pendingRows()).isZero();
      assertThat(figures.cacheHits()).isPositive();
      assertThat(figures.cacheMisses()).isPositive();
      assertThat(figures.cacheBytes()).isPositive();
      assertThat(figures.memtableBytes()).isPositive();
      assertThat(figures.blockCacheBytes()).isPositive();
      assertThat(figures.estimatedRows()).isEqualTo(100);
      assertThat(figures.writable()).isTrue();
      assertThat(store.store.idleMillis(key("k1"))).isZero();
      assertThat(store.store.idleMillis(key("nobody"))).isEqualTo(-1);
    }
  }

  @Test
  void aMutationThatNeedsNoContentsGetsTheVersionOfAColdRow() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "v");
      store.commit();
      store.store.parts().cache().clear();
      boolean loaded =
          store.mutate(
              key("k"),
              new Mutation<Boolean>() {
                @Override
                public Outcome<Boolean> apply(@Nullable Entry stored) {
                  return Outcome.keep(requireNonNull(stored).isLoaded());
                }

                @Override
                public boolean needsElements() {
                  return false;
                }
              });
      assertThat(loaded).isFalse();
      assertThat(store.get("k")).isEqualTo("v");
    }
  }

  @Test
  void whatWasReadBeforeAChangeIsNotCachedAfterIt() {
    try (TestStore store = TestStore.open(directory)) {
      store.set("k", "old");
      store.commit();
      RocksParts parts = store.store.parts();
      int stripe = StripedLocks.stripeOf(key("k"));
      long version = parts.locks().version(stripe);
      StoredRow read = parts.lookup().find(key("k"), true).row();
      store.set("k", "new");
      parts.cache().clear();
      parts.lookup().keep(key("k"), read, stripe, version);
      assertThat(store.get("k")).isEqualTo("new");
      parts.lookup().keep(key("k"), read, stripe, parts.locks().version(stripe));
      assertThat(parts.cache().get(key("k"))).isSameAs(read);
    }
  }

  @Test
  void aRowThatChangesAgainWhileItIsWrittenIsInBothBatches() {
    CommandedSink sink = new CommandedSink();
    try (TestStore store = TestStore.open(TestStore.settings(directory), sink)) {
      CountDownLatch gate = sink.hold();
      sink.stall(1);
      store.set("k", "first");
      CompletableFuture<Boolean> first = new CompletableFuture<>();
      store.store.commit(failure -> first.complete(failure == null));
      await().until(() -> sink.held);
      store.set("k", "second");
      store.set("k", "third");
      CountDownLatch nextGate = sink.hold();
      gate.countDown();
      assertThat(first.join()).isTrue();
      RocksFiles files = store.store.parts().files();
      byte[] onDisk = requireNonNull(files.get(files.entries(), RowKey.encode(key("k"))));
      Entry entry = EntryCodec.decode(ByteBuffer.wrap(onDisk)).entry();
      assertThat(TestStore.text(entry)).isEqualTo("first");
      assertThat(store.get("k")).isEqualTo("third");
      nextGate.countDown();
      store.commit();
      onDisk = requireNonNull(files.get(files.entries(), RowKey.encode(key("k"))));
      assertThat(TestStore.text(EntryCodec.decode(ByteBuffer.wrap(onDisk)).entry()))
          .isEqualTo("third");
    }
  }
}
