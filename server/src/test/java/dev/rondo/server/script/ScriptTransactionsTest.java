package dev.rondo.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Transaction;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts and what becomes of them, with work that is no script. */
class ScriptTransactionsTest {
  private static final Key KEY = new Key(0, bytes("k"));
  private static final Key OTHER = new Key(0, bytes("other"));

  @TempDir Path directory;
  private RocksStore store;
  private Replica replica;
  private Lanes lanes;
  private ScriptTransactions transactions;

  @BeforeEach
  void open() {
    InstantSource clock = InstantSource.system();
    store =
        RocksStore.open(
            new StoreSettings(directory, 16, StoreSettings.Fsync.NO, 1 << 20, 1 << 20, 0, 1),
            clock,
            new Random(1));
    replica = new Replica(store, clock, new HybridClock(clock), Deletions.PURGE);
    lanes = new Lanes(2, "7.2.5", System::nanoTime, () -> 60_000L);
    transactions = new ScriptTransactions(lanes, replica, 1 << 20);
  }

  @AfterEach
  void close() {
    lanes.close();
    store.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(Transaction.View view, Key key, String value) {
    view.update(key, (current, now) -> Change.putString(true, bytes(value)));
  }

  private static String text(@Nullable Entry entry) {
    return entry == null ? "none" : new String(entry.stringValue(), StandardCharsets.UTF_8);
  }

  private static <T> CompletableFuture<T> future(Consumer<Completion<T>> start) {
    CompletableFuture<T> future = new CompletableFuture<>();
    start.accept(
        new Completion<>() {
          @Override
          public void success(T value) {
            future.complete(value);
          }

          @Override
          public void failure(Throwable cause) {
            future.completeExceptionally(cause);
          }
        });
    return future;
  }

  private <T> T transact(Transaction<T> work) throws Exception {
    return ScriptTransactionsTest.<T>future(
            done -> transactions.transact(replica, List.of(KEY), Consistency.ONE, work, done))
        .get(30, TimeUnit.SECONDS);
  }

  private void putFromOutside(Key key, String value) {
    ScriptTransactionsTest.<Boolean>future(
            done ->
                replica.update(
                    key,
                    Consistency.ONE,
                    (current, now) -> Change.putString(true, bytes(value)),
                    done))
        .join();
  }

  private String stored(Key key) {
    return text(
        ScriptTransactionsTest.<Entry>future(done -> replica.read(key, true, Consistency.ONE, done))
            .join());
  }

  @Test
  void nothingIsSeenBeforeTheEnd() throws Exception {
    String seen =
        transact(
            view -> {
              put(view, KEY, "new");
              return text(view.read(KEY)) + " " + stored(KEY);
            });
    assertThat(seen).isEqualTo("new none");
    assertThat(stored(KEY)).isEqualTo("new");
  }

  @Test
  void aTouchedKeyMeansAnotherAttempt() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    String read =
        transact(
            view -> {
              String now = text(view.read(KEY));
              if (attempts.incrementAndGet() <= 2) {
                putFromOutside(KEY, "outside" + attempts.get());
              }
              put(view, OTHER, now);
              return now;
            });
    assertThat(attempts).hasValue(3);
    assertThat(read).isEqualTo("outside2");
    assertThat(stored(OTHER)).isEqualTo("outside2");
  }

  @Test
  void keysThatWereNotDeclaredAreComparedToo() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    transact(
        view -> {
          String now = text(view.read(OTHER));
          if (attempts.incrementAndGet() == 1) {
            putFromOutside(OTHER, "outside");
          }
          put(view, KEY, now);
          return true;
        });
    assertThat(attempts).hasValue(2);
    assertThat(stored(KEY)).isEqualTo("outside");
  }

  @Test
  void afterSomeAttemptsTheKeysAreHeld() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    transact(
        view -> {
          boolean held = attempts.incrementAndGet() > 4;
          if (!held) {
            putFromOutside(KEY, "outside" + attempts.get());
          }
          put(view, KEY, text(view.read(KEY)) + "!");
          return true;
        });
    assertThat(attempts).hasValue(5);
    assertThat(stored(KEY)).isEqualTo("outside4!");
  }

  @Test
  void changesOfChangesAreApplied() throws Exception {
    putFromOutside(KEY, "a");
    String seen =
        transact(
            view -> {
              view.update(KEY, (current, now) -> Change.delete(true));
              String gone = text(view.read(KEY));
              put(view, KEY, "b");
              view.update(KEY, (current, now) -> Change.expire(true, now + 100_000));
              return gone + " " + text(view.read(KEY)) + " " + view.size(0);
            });
    assertThat(seen).isEqualTo("none b 1");
    assertThat(stored(KEY)).isEqualTo("b");
    assertThat(replica.sizeWithExpiry(0)).isEqualTo(1);
  }
}
