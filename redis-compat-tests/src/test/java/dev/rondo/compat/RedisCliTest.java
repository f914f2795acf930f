package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.Program;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisProcess;
import dev.rondo.compat.support.RedisUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The programs that come with Redis: {@code redis-cli} and {@code redis-benchmark}. */
class RedisCliTest extends AgainstEachServer {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int INSERTED = 100_000;

  /** Three nodes share the machine, and each key is written three times. */
  private static final int INSERTED_IN_CLUSTER = 20_000;

  private static final int MEASURED = 10_000;
  private static final int MEASURED_IN_CLUSTER = 3_000;

  @Test
  void commandsFromStdin() {
    Program.Result result =
        cli(
            """
            SET a 1
            GET a
            MULTI
            INCR a
            EXEC
            NOSUCH x
            SELECT 3
            DBSIZE
            """);

    assertThat(result.exitCode()).isZero();
    assertThat(result.output())
        .isEqualTo(
            """
            OK
            1
            OK
            QUEUED
            2
            ERR unknown command 'NOSUCH', with args beginning with: 'x'\s

            OK
            0
            """);
  }

  @Test
  void formatsOfReplies() {
    cli("", "SET", "k", "a b");
    assertThat(cli("", "--csv", "MGET", "k", "none").output()).isEqualTo("\"a b\",NULL\n");
    assertThat(cli("", "-3", "--json", "MGET", "k", "none").output()).isEqualTo("[\"a b\",null]\n");
    assertThat(cli("", "--no-raw", "GET", "k").output()).isEqualTo("\"a b\"\n");
    assertThat(cli("", "-3", "--no-raw", "GET", "none").output()).isEqualTo("(nil)\n");
    assertThat(cli("", "-3", "--no-raw", "CONFIG", "GET", "maxclients").output())
        .startsWith("1# \"maxclients\" => \"");
    assertThat(cli("", "-2", "--no-raw", "CONFIG", "GET", "maxclients").output())
        .startsWith("1) \"maxclients\"\n2) \"");
    assertThat(cli("piped in", "-x", "SET", "x").output()).isEqualTo("OK\n");
    assertThat(cli("", "-n", "2", "-r", "3", "INCR", "c").output()).isEqualTo("1\n2\n3\n");
    assertThat(cli("", "-e", "NOSUCH").exitCode()).isEqualTo(1);
  }

  @Test
  void massInsertion() {
    int inserted = isCluster() ? INSERTED_IN_CLUSTER : INSERTED;
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < inserted; i++) {
      commands.append(RawClient.encode(List.of("SET", "key:" + i, "value " + i)));
    }

    Program.Result result = cli(commands.toString(), "--pipe");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("errors: 0, replies: " + inserted);
    assertThat(cli("", "DBSIZE").output()).isEqualTo(inserted + "\n");
    assertThat(cli("", "GET", "key:19999").output()).isEqualTo("value 19999\n");
    assertThat(cli("", "--scan").output().lines().distinct()).hasSize(inserted);
    assertThat(cli("", "--scan", "--pattern", "key:1234?").output().lines()).hasSize(10);
  }

  @Test
  void massInsertionCountsErrors() {
    Program.Result result = cli("SET k text\r\nINCR k\r\nNOSUCH\r\nSET k 1\r\n", "--pipe");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("errors: 2, replies: 4");
  }

  @Test
  void biggestKeys() {
    cli("SET small x\nSET big " + "y".repeat(3_000) + "\n");

    Program.Result result = cli("", "--bigkeys");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output())
        .contains("Sampled 2 keys in the keyspace!")
        .contains("Biggest string found '\"big\"' has 3000 bytes")
        .contains("2 strings with 3001 bytes (100.00% of keys, avg size 1500.50)");
  }

  @Test
  void latency() {
    Program.Result result = cli("", "--latency", "--raw", "-i", "1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output().strip()).matches("\\d+ \\d+ \\d+\\.\\d\\d \\d+");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void latencyHistory() {
    List<String> lines =
        Program.firstLines(3, cliCommand("--latency-history", "--csv", "-i", "0.1"));

    assertThat(lines).hasSize(3).allMatch(line -> line.matches("\\d+,\\d+,\\d+\\.\\d\\d,\\d+"));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void statistics() {
    cli("", "SET", "k", "v");

    List<String> lines = Program.firstLines(12, cliCommand("--stat", "-i", "0.02"));

    assertThat(lines.get(1)).contains("keys", "mem", "clients", "requests");
    assertThat(lines.get(5).strip())
        .as("keys, memory, clients, blocked, requests, connections")
        .matches("1 +\\d+\\.\\d\\d[KMG] +\\d+ +\\d+ +\\d+ \\(\\+\\d+\\) +\\d+ *");
  }

  @Test
  void info() {
    Program.Result result = Program.run(LIMIT, "", cliCommand(server().oneNode(), "INFO"));

    assertThat(result.exitCode()).isZero();
    assertThat(result.output())
        .contains(
            "# Server",
            "redis_version:",
            "tcp_port:" + server().oneNode().port(),
            "process_id:" + server().oneNode().pid(),
            "uptime_in_seconds:",
            "# Clients",
            "connected_clients:",
            "# Memory",
            "used_memory:",
            "used_memory_human:",
            "# Stats",
            "total_connections_received:",
            "total_commands_processed:",
            "# Replication",
            "role:master",
            "# CPU",
            "# Cluster",
            "cluster_enabled:",
            "# Keyspace");
  }

  @Test
  void benchmark() {
    assumeTrue(
        RedisProcess.find("redis-benchmark").isPresent(), "redis-benchmark is not installed");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("redis-benchmark", "-p", Integer.toString(server().port())));
    command.addAll(List.of("-t", "ping,set,get,incr,mset", "-d", "2048", "-P", "16"));
    int requests = isCluster() ? MEASURED_IN_CLUSTER : MEASURED;
    command.addAll(List.of("-r", "100000", "-n", Integer.toString(requests), "-q"));

    Program.Result result = Program.run(LIMIT, "", command);

    assertThat(result.exitCode()).as(result.output()).isZero();
    String measured = result.output().replace('\r', '\n');
    for (String name :
        List.of("PING_INLINE", "PING_MBULK", "SET", "GET", "INCR", "MSET .10 keys.")) {
      assertThat(measured).containsPattern(name + ": [0-9.]+ requests per second");
    }
    assertThat(measured).doesNotContainIgnoringCase("error");
  }

  private Program.Result cli(String input, String... arguments) {
    return Program.run(LIMIT, input, cliCommand(arguments));
  }

  private List<String> cliCommand(String... arguments) {
    return cliCommand(server(), arguments);
  }

  private static List<String> cliCommand(RedisUnderTest asked, String... arguments) {
    assumeTrue(RedisProcess.find("redis-cli").isPresent(), "redis-cli is not installed");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("redis-cli", "-p", Integer.toString(asked.port())));
    command.addAll(List.of(arguments));
    return command;
  }
}
