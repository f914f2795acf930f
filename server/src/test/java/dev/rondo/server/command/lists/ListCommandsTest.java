package dev.rondo.server.command.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommonRows;
import dev.rondo.server.command.Transcript;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replies in the transcript are those of Redis 7.0.15. */
final class ListCommandsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness = CommandHarness.open(directory, CommonRows.with(new ListCommands().rows()));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Stream.concat(
        Transcript.tests(getClass(), "lists.transcript", harness),
        Transcript.tests(getClass(), "blocking.transcript", harness));
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("lists.facts"))) {
      assertThat(CommandFacts.of(new ListCommands().rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
    assertThat(new ListCommands().rows())
        .allSatisfy(row -> assertThat(row.summary()).endsWith("."));
  }

  @Test
  void resp3HasNulls() {
    harness.session().respVersion(RespVersion.RESP3);
    assertThat(harness.runLine("LPOP missing")).isEqualTo("_\r\n");
    assertThat(harness.runLine("LPOP missing 2")).isEqualTo("_\r\n");
    assertThat(harness.runLine("LMPOP 1 missing LEFT")).isEqualTo("_\r\n");
    assertThat(harness.runLine("LINDEX missing 0")).isEqualTo("_\r\n");
    assertThat(harness.runLine("LMOVE missing l LEFT LEFT")).isEqualTo("_\r\n");
  }

  /** What makes no difference makes no version. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LSET l 0 a",
        "LREM l 0 nope",
        "LTRIM l 0 -1",
        "LPOP l 0",
        "LINSERT l BEFORE nope x",
        "LMOVE l l LEFT LEFT",
        "LPUSHX missing a",
      })
  void whatChangesNothingWritesNothing(String command) {
    harness.runLine("RPUSH l a b");
    Entry before = harness.existing("l");
    harness.runLine(command);
    assertThat(harness.existing("l").clock()).isEqualTo(before.clock());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LPUSH l x", "LPOP l", "LSET l 0 x", "LTRIM l 0 0", "LREM l 1 a"})
  void theExpiryStays(String command) {
    harness.runLine("RPUSH l a b");
    harness.runLine("EXPIRE l 100");
    harness.runLine(command);
    assertThat(harness.expireAtMillis("l")).isEqualTo(CommandHarness.START_MILLIS + 100_000);
  }

  /** Positions between the same two items grow, until all items get new ones. */
  @Test
  void insertingAtOnePlaceForEver() {
    harness.runLine("RPUSH l first pivot");
    List<String> expected = new ArrayList<>(List.of("first"));
    for (int i = 0; i < 3_000; i++) {
      harness.run("LINSERT", "l", "BEFORE", "pivot", "v" + i);
      expected.add("v" + i);
    }
    expected.add("pivot");
    assertThat(items(harness, "l")).isEqualTo(expected);
    MapElements elements = (MapElements) harness.existing("l").elements();
    assertThat(IntStream.range(0, elements.size()).map(i -> elements.key(i).length))
        .allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(64));
  }

  static List<String> items(CommandHarness node, String key) {
    List<String> lines = node.run("LRANGE", key, "0", "-1").lines().toList();
    return IntStream.range(0, lines.size() / 2).mapToObj(i -> lines.get(2 + 2 * i)).toList();
  }
}
