package dev.rondo.server.command.consistency;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.hashes.HashCommands;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.Key;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Mutation.Outcome;
import dev.rondo.storage.Scores;
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
    rows.addAll(new HashCommands(clock, new Random(1)).rows());
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

  private static Entry written(
      long actor, long hybridTime, DataType type, String... elementsAndValues) {
    ElementEdits edits = new ElementEdits();
    for (int i = 0; i < elementsAndValues.length; i += 2) {
      byte[] value = elementsAndValues[i + 1].getBytes(US_ASCII);
      edits.put(
          elementsAndValues[i].getBytes(US_ASCII),
          switch (type) {
            case HASH -> HashFields.encode(value);
            case SORTED_SET -> Scores.encode(Double.parseDouble(elementsAndValues[i + 1]));
            default -> value;
          });
    }
    return new Entry(
        type,
        VectorClock.EMPTY.increment(actor),
        Entry.NO_EXPIRY,
        0,
        MapElements.of(edits, new Dot(actor, 1, hybridTime)));
  }

  private String run(String line) {
    return client.runLine(line).replace("\r\n", " ").strip();
  }

  @Test
  void ofAHashTheFieldsWithSeveralValues() {
    put(
        "h",
        written(0xa, 1, DataType.HASH, "both", "left", "l", "1")
            .merge(written(0xb, 2, DataType.HASH, "both", "right", "r", "1")));
    assertThat(run("SIBLINGS h")).isEqualTo("*2 $7 a:1,b:1 *1 *2 $4 both *2 $5 right $4 left");
    assertThat(run("RESOLVE h a:1,b:1 both agreed")).isEqualTo("+OK");
    assertThat(run("SIBLINGS h")).endsWith("*0");
    assertThat(run("HGETALL h")).isEqualTo("*6 $4 both $6 agreed $1 l $1 1 $1 r $1 1");
    assertThat(run("RESOLVE h a:1,b:1 both late")).startsWith("-CONFLICT ");
  }

  @Test
  void ofASortedSetTheMembersWithSeveralScores() {
    put(
        "z",
        written(0xa, 1, DataType.SORTED_SET, "m", "1")
            .merge(written(0xb, 2, DataType.SORTED_SET, "m", "2.5")));
    assertThat(run("SIBLINGS z")).isEqualTo("*2 $7 a:1,b:1 *1 *2 $1 m *2 $3 2.5 $1 1");
    assertThat(run("RESOLVE z a:1,b:1 m x")).isEqualTo("-ERR value is not a valid float");
    assertThat(run("RESOLVE z a:1,b:1 m 7")).isEqualTo("+OK");
    assertThat(run("SIBLINGS z")).endsWith("*0");
  }

  @Test
  void membersOfASetDoNotConflict() {
    put(
        "s",
        written(0xa, 1, DataType.SET, "m", "", "l", "")
            .merge(written(0xb, 2, DataType.SET, "m", "", "r", "")));
    assertThat(run("SIBLINGS s")).isEqualTo("*2 $7 a:1,b:1 *0");
    assertThat(run("RESOLVE s a:1,b:1 m v")).startsWith("-WRONGTYPE");
    assertThat(run("RESOLVE s a:1,b:1 m")).startsWith("-WRONGTYPE");
  }

  @Test
  void writesOfDifferentTypesAreShown() {
    Entry hash = written(0xb, 2, DataType.HASH, "f", "v");
    put("t", written(0xa, "string", 1).merge(hash));
    assertThat(run("SIBLINGS t")).isEqualTo("*3 $7 a:1,b:1 *0 *1 *2 $6 string *1 $6 string");
    assertThat(run("RESOLVE t a:1,b:1 f w")).isEqualTo("+OK");
    assertThat(run("SIBLINGS t")).startsWith("*2 ").endsWith("*0");
    put("u", written(0xa, "string", 3).merge(hash));
    assertThat(run("SIBLINGS u"))
        .isEqualTo("*3 $7 a:1,b:1 *1 $6 string *1 *2 $4 hash *2 $1 f $1 v");
    assertThat(run("RESOLVE u a:1,b:1 kept")).isEqualTo("+OK");
    assertThat(run("SIBLINGS u")).endsWith("*1 $4 kept").startsWith("*2 ");
  }

  @Test
  void resolveTakesAValueOrPairs() {
    assertThat(run("RESOLVE k a:1,b:1 f v x"))
        .isEqualTo("-ERR wrong number of arguments for 'resolve' command");
    assertThat(run("RESOLVE k a:1,b:1 f v")).startsWith("-WRONGTYPE");
  }
}
