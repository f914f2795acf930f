package dev.rondo.server.command.sets;

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
import java.util.Arrays;
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

final class SetCommandsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness = CommandHarness.open(directory, clock -> CommonRows.with(rows(), clock));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private static List<CommandSpec> rows() {
    return new SetCommands(RandomGenerator.of("L64X128MixRandom")).rows();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "sets.transcript", harness);
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("sets.facts"))) {
      assertThat(CommandFacts.of(rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
  }

  @Test
  void resp3HasSets() {
    harness.run("SADD", "s", "a");
    harness.session().respVersion(RespVersion.RESP3);
    for (String command : List.of("SMEMBERS s", "SINTER s", "SUNION s", "SDIFF s")) {
      assertThat(harness.runLine(command)).as(command).isEqualTo("~1\r\n$1\r\na\r\n");
    }
    assertThat(harness.runLine("SMEMBERS nope")).isEqualTo("~0\r\n");
    assertThat(harness.runLine("SRANDMEMBER s 5")).isEqualTo("*1\r\n$1\r\na\r\n");
    assertThat(harness.runLine("SRANDMEMBER nope")).isEqualTo("_\r\n");
    assertThat(harness.runLine("SMISMEMBER s a")).isEqualTo("*1\r\n:1\r\n");
    assertThat(harness.runLine("SPOP s 5")).isEqualTo("~1\r\n$1\r\na\r\n");
    assertThat(harness.runLine("SPOP s 5")).isEqualTo("~0\r\n");
    assertThat(harness.runLine("SPOP s")).isEqualTo("_\r\n");
  }

  @Test
  void membersStandInTheOrderOfTheirBytes() {
    harness.run("SADD", "s", "\u00ff", "b", "", "B", "10", "9");
    assertThat(members("SMEMBERS", "s")).containsExactly("", "10", "9", "B", "b", "\u00ff");
    assertThat(members("SUNION", "s")).containsExactly("", "10", "9", "B", "b", "\u00ff");
  }

  /** No version is made, so that WATCH and the other replicas see nothing. */
  @Test
  void aCommandThatChangesNothingWritesNothing() {
    harness.run("SADD", "s", "a");
    Entry before = Objects.requireNonNull(harness.entry("s"));
    for (String command : List.of("SADD s a", "SREM s x", "SMOVE s s a", "SPOP s 0")) {
      harness.runLine(command);
    }
    assertThat(Objects.requireNonNull(harness.entry("s")).clock()).isEqualTo(before.clock());
  }

  @Test
  void poppingTakesEachMemberOnce() {
    Set<String> popped = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      harness.run("SADD", "s", "m" + i);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(popped.add(harness.run("SPOP", "s"))).isTrue();
      List<String> three = members("SPOP", "s", "3");
      assertThat(three).hasSize(3);
      three.forEach(member -> assertThat(popped.add(member)).isTrue());
    }
    assertThat(harness.run("EXISTS", "s")).isEqualTo(":0\r\n");
  }

  @Test
  void allMembersAreDrawnSometime() {
    harness.run("SADD", "s", "a", "b", "c", "d", "e");
    Set<String> single = new HashSet<>();
    Set<List<String>> pairs = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      single.add(harness.run("SRANDMEMBER", "s"));
      List<String> pair = members("SRANDMEMBER", "s", "2");
      assertThat(pair).hasSize(2).doesNotHaveDuplicates();
      pairs.add(pair);
    }
    assertThat(single).hasSize(5);
    assertThat(pairs).hasSize(20);
    assertThat(members("SRANDMEMBER", "s", "-100")).hasSize(100);
  }

  @Test
  void aScanOfALargeSetPagesThroughAllOfIt() {
    String[] add = new String[1_002];
    add[0] = "SADD";
    add[1] = "s";
    for (int i = 2; i < add.length; i++) {
      add[i] = "m" + i;
    }
    harness.run(add);
    Set<String> seen = new HashSet<>();
    String cursor = "0";
    do {
      String[] reply = harness.run("SSCAN", "s", cursor, "MATCH", "m*1").split("\r\n", -1);
      cursor = reply[2];
      for (int i = 5; i < reply.length; i += 2) {
        assertThat(seen.add(reply[i])).as(reply[i]).isTrue();
      }
    } while (!cursor.equals("0"));
    assertThat(seen).hasSize(100);
  }

  private List<String> members(String... command) {
    String[] reply = harness.run(command).split("\r\n", -1);
    return Arrays.stream(reply).limit(reply.length - 1).skip(1).toList().stream()
        .filter(line -> !line.matches("\\$\\d+"))
        .toList();
  }
}
