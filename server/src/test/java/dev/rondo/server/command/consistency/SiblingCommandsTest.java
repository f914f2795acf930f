package dev.rondo.server.command.consistency;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation.Outcome;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.VectorClock;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two sides of a cut network wrote, and how a client ends it. */
class SiblingCommandsTest {
  private static final String CONTEXT = "a:1,b:1";

  @TempDir Path directory;
  private RocksStore store;
  private CommandHarness client;

  @BeforeEach
  void open() {
    CommandHarness.SettableClock clock = new CommandHarness.SettableClock();
    StoreSettings settings =
        new StoreSettings(directory, 16, StoreSettings.Fsync.NO, 8 << 20, 8 << 20, 0, 1);
    store = RocksStore.open(settings, clock, new Random(1));
    List<CommandSpec> rows = new ArrayList<>(new StringCommands(() -> 512L << 20).rows());
    rows.addAll(new SiblingCommands().rows());
    client = CommandHarness.over(store, clock, rows);
    put("k", written(0xa, "left", 1).merge(written(0xb, "right", 2)));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static Entry written(long actor, String value, long hybridTime) {
    return new Entry(
        DataType.STRING,
        VectorClock.EMPTY.increment(actor),
        Entry.NO_EXPIRY,
        0,
        SingleElement.of(new Dot(actor, 1, hybridTime), value.getBytes(US_ASCII)));
  }

  private void put(String key, Entry entry) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    store.mutate(
        new Key(0, key.getBytes(US_ASCII)),
        stored -> Outcome.put(true, entry),
        new Completion<>() {
          @Override
          public void success(Boolean value) {
            done.complete(value);
          }

          @Override
          public void failure(Throwable cause) {
            done.completeExceptionally(cause);
          }
        });
    assertThat(done.join()).isTrue();
  }

  @Test
  void showsAllWithTheLatestFirst() {
    assertThat(client.run("GET", "k")).isEqualTo("$5\r\nright\r\n");
    assertThat(client.run("SIBLINGS", "k"))
        .isEqualTo("*2\r\n$7\r\n" + CONTEXT + "\r\n*2\r\n$5\r\nright\r\n$4\r\nleft\r\n");
    assertThat(client.run("SIBLINGS", "none")).isEqualTo("*-1\r\n");
  }

  @Test
  void theAnswerOfAClientReplacesThem() {
    assertThat(client.run("RESOLVE", "k", CONTEXT, "both")).isEqualTo("+OK\r\n");
    assertThat(client.run("GET", "k")).isEqualTo("$4\r\nboth\r\n");
    assertThat(client.run("SIBLINGS", "k")).endsWith("*1\r\n$4\r\nboth\r\n");
  }

  @Test
  void anAnswerToWhatIsNoMoreIsRefused() {
    client.run("APPEND", "k", "!");
    assertThat(client.run("RESOLVE", "k", CONTEXT, "both")).startsWith("-CONFLICT ");
    assertThat(client.run("GET", "k")).isEqualTo("$6\r\nright!\r\n");
    assertThat(client.run("RESOLVE", "none", CONTEXT, "both")).isEqualTo("-ERR no such key\r\n");
    assertThat(client.run("RESOLVE", "k", "b:1,a:1", "both")).startsWith("-ERR context ");
    assertThat(client.run("RESOLVE", "k", "nonsense", "both")).startsWith("-ERR context ");
  }

  @Test
  void anOrdinaryWriteReplacesAllItSaw() {
    client.run("SET", "k", "new");
    assertThat(client.run("SIBLINGS", "k")).endsWith("*1\r\n$3\r\nnew\r\n");
  }
}
