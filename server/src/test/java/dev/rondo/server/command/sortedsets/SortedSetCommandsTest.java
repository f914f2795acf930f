package dev.rondo.server.command.sortedsets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommonRows;
import dev.rondo.server.command.Transcript;
import dev.rondo.storage.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
final class SortedSetCommandsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness = CommandHarness.open(directory, CommonRows.with(rows()));
  }

  private static List<CommandSpec> rows() {
    return new SortedSetCommands(new Random(1)).rows();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Stream.concat(
        Transcript.tests(getClass(), "sortedsets.transcript", harness),
        Transcript.tests(getClass(), "blocking.transcript", harness));
  }

  /** ZRANK and ZREVRANK have an option since 7.2. */
  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("sortedsets.facts"))) {
      assertThat(CommandFacts.of(rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
    assertThat(rows()).allSatisfy(row -> assertThat(row.summary()).endsWith("."));
  }

  @Test
  void rankWithScore() {
    harness.runLine("ZADD z 1.5 a 2.5 b");
    assertThat(harness.runLine("ZRANK z b WITHSCORE")).isEqualTo("*2\r\n:1\r\n$3\r\n2.5\r\n");
    assertThat(harness.runLine("ZREVRANK z b withscore")).isEqualTo("*2\r\n:0\r\n$3\r\n2.5\r\n");
    assertThat(harness.runLine("ZRANK z nope WITHSCORE")).isEqualTo("*-1\r\n");
    assertThat(harness.runLine("ZRANK missing a WITHSCORE")).isEqualTo("*-1\r\n");
    assertThat(harness.runLine("ZRANK z b WITHSCORES")).isEqualTo("-ERR syntax error\r\n");
    assertThat(harness.runLine("ZRANK z b WITHSCORE x"))
        .isEqualTo("-ERR wrong number of arguments for 'zrank' command\r\n");
  }

  @Test
  void resp3HasDoublesAndPairs() {
    harness.session().respVersion(RespVersion.RESP3);
    harness.runLine("ZADD z 1.5 a 2 b inf c 4 d");
    assertThat(harness.runLine("ZSCORE z a")).isEqualTo(",1.5\r\n");
    assertThat(harness.runLine("ZSCORE z nope")).isEqualTo("_\r\n");
    assertThat(harness.runLine("ZINCRBY z 1 a")).isEqualTo(",2.5\r\n");
    assertThat(harness.runLine("ZRANGE z 0 0 WITHSCORES"))
        .isEqualTo("*1\r\n*2\r\n$1\r\nb\r\n,2\r\n");
    assertThat(harness.runLine("ZUNION 1 z WITHSCORES"))
        .startsWith("*4\r\n*2\r\n$1\r\nb\r\n,2\r\n");
    assertThat(harness.runLine("ZPOPMIN z")).isEqualTo("*2\r\n$1\r\nb\r\n,2\r\n");
    assertThat(harness.runLine("ZPOPMAX z 1")).isEqualTo("*1\r\n*2\r\n$1\r\nc\r\n,inf\r\n");
    assertThat(harness.runLine("ZMPOP 1 z MIN"))
        .isEqualTo("*2\r\n$1\r\nz\r\n*1\r\n*2\r\n$1\r\na\r\n,2.5\r\n");
    assertThat(harness.runLine("ZRANDMEMBER z 1 WITHSCORES"))
        .isEqualTo("*1\r\n*2\r\n$1\r\nd\r\n,4\r\n");
    assertThat(harness.runLine("ZSCAN z 0"))
        .isEqualTo("*2\r\n$1\r\n0\r\n*2\r\n$1\r\nd\r\n$1\r\n4\r\n");
    assertThat(harness.runLine("ZMPOP 1 missing MIN")).isEqualTo("_\r\n");
  }

  /** What makes no difference makes no version. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZADD z 1 a",
        "ZADD z NX 5 a",
        "ZADD z XX 5 new",
        "ZADD z GT 0 a",
        "ZADD z LT CH 2 a",
        "ZADD z INCR 0 a",
        "ZINCRBY z 0 a",
        "ZREM z new",
        "ZREMRANGEBYSCORE z 5 6",
        "ZREMRANGEBYRANK z 5 6",
        "ZPOPMIN z 0",
      })
  void whatChangesNothingWritesNothing(String command) {
    harness.runLine("ZADD z 1 a");
    Entry before = harness.existing("z");
    harness.runLine(command);
    assertThat(harness.existing("z").clock()).isEqualTo(before.clock());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZADD z 5 a", "ZINCRBY z 1 b", "ZREM z a", "ZPOPMIN z"})
  void theExpiryStays(String command) {
    harness.runLine("ZADD z 1 a 2 b");
    harness.runLine("EXPIRE z 100");
    harness.runLine(command);
    assertThat(harness.expireAtMillis("z")).isEqualTo(CommandHarness.START_MILLIS + 100_000);
  }

  @Test
  void randomMembersAreDifferentUnlessRepetitionIsAskedFor() {
    for (int i = 0; i < 20; i++) {
      harness.runLine("ZADD z " + i + " m" + i);
    }
    for (int round = 0; round < 20; round++) {
      List<String> drawn =
          harness.runLine("ZRANDMEMBER z 10").lines().filter(this::isMember).toList();
      assertThat(drawn).hasSize(10).doesNotHaveDuplicates();
    }
    assertThat(harness.runLine("ZRANDMEMBER z -100").lines().filter(this::isMember)).hasSize(100);
  }

  private boolean isMember(String line) {
    return line.startsWith("m");
  }

  /** Members come and go between the pages; those that stay are all seen. */
  @Test
  void aScanOfALargeSetSeesWhatStays() {
    Set<String> staying = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      harness.run("ZADD", "z", Integer.toString(i), "m" + i);
      staying.add("m" + i);
    }
    Set<String> seen = new TreeSet<>();
    String cursor = "0";
    int pages = 0;
    do {
      List<String> lines = harness.run("ZSCAN", "z", cursor, "COUNT", "20").lines().toList();
      cursor = lines.get(2);
      lines.stream().filter(this::isMember).forEach(seen::add);
      harness.run("ZREM", "z", "x" + pages);
      harness.run("ZADD", "z", "1", "x" + ++pages);
    } while (!cursor.equals("0"));
    assertThat(pages).isGreaterThan(20);
    assertThat(seen).containsAll(staying);
  }
}
