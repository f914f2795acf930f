package dev.rondo.server.command.hashes;

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
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class HashCommandsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness = CommandHarness.open(directory, clock -> CommonRows.with(rows(clock), clock));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private static List<CommandSpec> rows(InstantSource clock) {
    return new HashCommands(clock, RandomGenerator.of("L64X128MixRandom")).rows();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "hashes.transcript", harness);
  }

  /**
   * Redis has these commands since 7.4; the replies are those its documentation and source tell.
   */
  @TestFactory
  Stream<DynamicTest> fieldsExpire() {
    return Transcript.tests(getClass(), "field-expiry.transcript", harness);
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("hashes.facts"))) {
      assertThat(CommandFacts.of(rows(InstantSource.system())))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
  }

  @Test
  void resp3HasMapsAndPairs() {
    harness.run("HSET", "h", "a", "1", "b", "2");
    harness.session().respVersion(RespVersion.RESP3);
    assertThat(harness.run("HGETALL", "h"))
        .isEqualTo("%2\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n");
    assertThat(harness.run("HGETALL", "nope")).isEqualTo("%0\r\n");
    assertThat(harness.run("HKEYS", "h")).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
    assertThat(harness.run("HRANDFIELD", "h", "9", "WITHVALUES"))
        .isEqualTo("*2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n");
    assertThat(harness.run("HRANDFIELD", "nope")).isEqualTo("_\r\n");
    assertThat(harness.run("HINCRBYFLOAT", "h", "a", "0.5")).isEqualTo("$3\r\n1.5\r\n");
    assertThat(harness.run("HMGET", "h", "nope")).isEqualTo("*1\r\n_\r\n");
  }

  @Test
  void fieldsStandInTheOrderOfTheirBytes() {
    harness.run("HSET", "h", "\u00ff", "1", "b", "2", "", "3", "B", "4");
    assertThat(harness.run("HVALS", "h"))
        .isEqualTo("*4\r\n$1\r\n3\r\n$1\r\n4\r\n$1\r\n2\r\n$1\r\n1\r\n");
  }

  /** No version is made, so that WATCH and the other replicas see nothing. */
  @Test
  void aCommandThatChangesNothingWritesNothing() {
    harness.run("HSET", "h", "a", "1");
    Entry before = Objects.requireNonNull(harness.entry("h"));
    harness.run("HDEL", "h", "nope");
    harness.run("HSETNX", "h", "a", "2");
    harness.run("HINCRBY", "h", "a", "x");
    assertThat(Objects.requireNonNull(harness.entry("h")).clock()).isEqualTo(before.clock());
    harness.run("HSET", "h", "a", "1");
    assertThat(Objects.requireNonNull(harness.entry("h")).clock()).isNotEqualTo(before.clock());
  }

  /** Fields that are there all the time come exactly once, whatever happens to others meanwhile. */
  @Test
  void aScanSeesWhatIsThereThroughout() {
    for (int i = 0; i < 2_000; i++) {
      harness.run("HSET", "h", "stays" + i, "v");
    }
    Set<String> seen = new HashSet<>();
    String cursor = "0";
    int pages = 0;
    do {
      String[] reply = harness.run("HSCAN", "h", cursor, "COUNT", "50").split("\r\n", -1);
      cursor = reply[2];
      for (int i = 5; i < reply.length; i += 4) {
        if (reply[i].startsWith("stays")) {
          assertThat(seen.add(reply[i])).as(reply[i]).isTrue();
        }
      }
      harness.run("HSET", "h", "comes" + pages, "v");
      harness.run("HDEL", "h", "comes" + (pages - 1));
      pages++;
    } while (!cursor.equals("0"));
    assertThat(seen).hasSize(2_000);
    assertThat(pages).isBetween(20, 60);
  }

  @Test
  void randomFieldsAreDifferentOrRepeated() {
    for (int i = 0; i < 20; i++) {
      harness.run("HSET", "h", "f" + i, "v" + i);
    }
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      drawn.add(harness.run("HRANDFIELD", "h"));
      List<String> ten = List.of(harness.run("HRANDFIELD", "h", "10").split("\r\n\\$\\d\r\n", -1));
      assertThat(ten).hasSize(11).doesNotHaveDuplicates();
    }
    assertThat(drawn).hasSize(20);
    assertThat(harness.run("HRANDFIELD", "h", "-50")).startsWith("*50\r\n");
    assertThat(harness.run("HRANDFIELD", "h", "-10000001"))
        .isEqualTo("-ERR value is out of range\r\n");
  }
}
