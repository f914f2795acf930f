package dev.rondo.server.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.command.lists.ListItems;
import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AwaitedKeysTest {
  private static final Key KEY = new Key(0, Bytes.of("k"));
  private static final Place LIST = new Place(KEY, DataType.LIST);
  private static final Place SORTED_SET = new Place(KEY, DataType.SORTED_SET);

  private final SettableClock clock = new SettableClock();
  private final List<Runnable> timers = new ArrayList<>();
  private final List<Object> answers = new ArrayList<>();
  private RocksStore store;
  private Replica replica;
  private AwaitedKeys awaited;

  @BeforeEach
  void open(@TempDir Path directory) {
    store =
        RocksStore.open(
            new StoreSettings(directory, 1, StoreSettings.Fsync.NO, 1 << 20, 1 << 20, 0, 1),
            clock,
            new Random(1));
    replica = new Replica(store, clock, new HybridClock(clock), Deletions.PURGE);
    awaited = new AwaitedKeys(this::schedule, replica);
    replica.listener(awaited);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Scheduler.Timer schedule(long delayMillis, Runnable task) {
    timers.add(task);
    return () -> timers.remove(task);
  }

  @Test
  void whatIsThereIsToldAtOnce() {
    push();
    await(LIST);
    assertThat(answers).containsExactly(true);
    assertNothingIsAsked();
  }

  @Test
  void whatComesIsToldToAllWhoAsk() {
    await(LIST);
    await(LIST);
    await(SORTED_SET);
    assertThat(answers).isEmpty();
    push();
    assertThat(answers).containsExactly(true, true);
    timers.get(0).run();
    assertThat(answers).containsExactly(true, true, false);
    assertNothingIsAsked();
  }

  @Test
  void afterATimeNothingIsTold() {
    await(LIST);
    timers.get(0).run();
    assertThat(answers).containsExactly(false);
    push();
    assertThat(answers).containsExactly(false);
    assertNothingIsAsked();
  }

  private void assertNothingIsAsked() {
    assertThat(timers).isEmpty();
    assertThat(awaited.isListening()).isFalse();
  }

  private void await(Place place) {
    awaited.await(place, 1000, noting());
  }

  private void push() {
    Update<Boolean> update =
        (current, nowMillis) ->
            Change.edit(
                true, DataType.LIST, ListItems.of(current).pushing(List.of(new byte[] {1}), true));
    replica.update(
        KEY,
        Consistency.ONE,
        update,
        new Completion<>() {
          @Override
          public void success(Boolean done) {}

          @Override
          public void failure(Throwable cause) {
            throw new AssertionError(cause);
          }
        });
  }

  private Completion<Boolean> noting() {
    return new Completion<>() {
      @Override
      public void success(Boolean something) {
        answers.add(something);
      }

      @Override
      public void failure(Throwable cause) {
        answers.add(cause);
      }
    };
  }
}
