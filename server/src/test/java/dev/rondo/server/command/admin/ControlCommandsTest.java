package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.CommandHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SHUTDOWN, DEBUG, TIME, LOLWUT, REPLICAOF and the HELP of all of them. */
final class ControlCommandsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHUTDOWN",
        "SHUTDOWN NOSAVE",
        "SHUTDOWN SAVE",
        "SHUTDOWN save now force",
        "SHUTDOWN NOSAVE NOSAVE"
      })
  void shutdownIsNotAnswered(String line) {
    try (AdminClient node = new AdminClient(directory)) {
      List<String> replies = new ArrayList<>();
      node.harness().start(replies::add, line.split(" "));
      assertThat(node.events).containsExactly("shutdown");
      assertThat(replies).isEmpty();
      assertThat(node.harness().session().closing()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHUTDOWN ABORT", "SHUTDOWN SAVE NOSAVE", "SHUTDOWN NOSAVE foo"})
  void whatIsRefusedDoesNotShutDown(String line) {
    try (AdminClient node = new AdminClient(directory)) {
      assertThat(node.run(line)).startsWith("-ERR ");
      assertThat(node.events).isEmpty();
      assertThat(node.harness().session().closing()).isFalse();
    }
  }

  @Test
  void debugIsRefusedUnlessTheSettingAllowsIt() {
    String refusal =
        "-ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you"
            + " can run it from a local connection, otherwise you need to set this option in the"
            + " configuration file, and then restart the server.";
    try (AdminClient node = new AdminClient(directory)) {
      assertThat(node.run("DEBUG HELP")).isEqualTo(refusal);
      assertThat(node.run("DEBUG foo")).isEqualTo(refusal);
    }
    // the harness's client comes from 127.0.0.1
    try (AdminClient node = new AdminClient(directory, "--enable-debug-command", "local")) {
      assertThat(node.run("DEBUG SLEEP 0")).isEqualTo("+OK");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:50000, true",
    "127.1.2.3:50000, true",
    "[::1]:50000, true",
    "[0:0:0:0:0:0:0:1]:50000, true",
    "[::2]:50000, false",
    "10.127.0.1:50000, false",
    "?:0, false"
  })
  void localMeansThisMachine(String address, boolean expected) {
    assertThat(DebugCommand.isLocal(address)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "0.05, 50", ".5, 500", "0.0001, 1", "999999999, 3600000"})
  void debugSleepAnswersLater(String seconds, long millis) {
    try (AdminClient node = new AdminClient(directory, "--enable-debug-command", "yes")) {
      List<String> replies = new ArrayList<>();
      node.harness().start(replies::add, "DEBUG", "SLEEP", seconds);
      assertThat(node.events).containsExactly("after " + millis);
      assertThat(replies).isEmpty();
      node.timers.remove().run();
      assertThat(replies).containsExactly("+OK\r\n");
    }
  }

  @Test
  void debugPausesExpiry() {
    try (AdminClient node = new AdminClient(directory, "--enable-debug-command", "yes")) {
      node.run("DEBUG SET-ACTIVE-EXPIRE 0");
      node.run("DEBUG set-active-expire 1");
      assertThat(node.events).containsExactly("expiry paused: true", "expiry paused: false");
    }
  }

  /** Recorded with Redis 7.0.15 after HELLO 3. */
  @ParameterizedTest
  @CsvSource({
    "double, ',3.141'",
    "bignum, (1234567999999999999999999999999999999",
    "null, _",
    "set, ~3 :0 :1 :2",
    "map, %3 :0 #f :1 #t :2 #f",
    "attrib, '|1 $14 key-popularity *2 $7 key:123 :90 $39 Some real reply following the attribute'",
    "push, '>2 $16 server-cpu-usage :42 $40 Some real reply following the push reply'",
    "true, #t",
    "false, #f"
  })
  void debugProtocolHasResp3sTypes(String type, String reply) {
    try (AdminClient node = new AdminClient(directory, "--enable-debug-command", "yes")) {
      node.harness().session().respVersion(RespVersion.RESP3);
      assertThat(node.run("DEBUG PROTOCOL " + type)).isEqualTo(reply);
    }
  }

  @Test
  void timeHasSecondsAndMicroseconds() {
    try (AdminClient node = new AdminClient(directory)) {
      node.clock.set(CommandHarness.START_MILLIS + 7);
      assertThat(node.run("TIME")).isEqualTo("*2 $10 1700000000 $4 7000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOLWUT", "LOLWUT VERSION 5", "LOLWUT VERSION 6 40 20", "LOLWUT x"})
  void lolwutDrawsAndNamesTheVersion(String line) {
    try (AdminClient node = new AdminClient(directory)) {
      assertThat(node.harness().runLine(line))
          .contains("aaa", "bbb", "ccc")
          .endsWith("\nRedis ver. 7.2.5\n\r\n");
    }
  }

  @Test
  void noOtherServerIsFollowed() {
    try (AdminClient node = new AdminClient(directory)) {
      assertThat(node.run("REPLICAOF 127.0.0.1 6379"))
          .isEqualTo("-ERR this server does not replicate as Redis does");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONFIG", "LATENCY", "SLOWLOG", "MEMORY", "MODULE", "DEBUG"})
  void helpHasRedissShape(String container) {
    try (AdminClient node = new AdminClient(directory, "--enable-debug-command", "yes")) {
      List<String> lines = node.harness().run(container, "HELP").lines().toList();
      assertThat(lines.get(0)).isEqualTo("*" + (lines.size() - 1));
      assertThat(lines.get(1))
          .isEqualTo("+" + container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
      assertThat(lines.subList(lines.size() - 2, lines.size()))
          .containsExactly("+HELP", "+    Prints this help.");
      assertThat(lines.subList(2, lines.size()))
          .allMatch(line -> line.matches("\\+( {4}.*|[A-Z].*)"));
    }
  }
}
