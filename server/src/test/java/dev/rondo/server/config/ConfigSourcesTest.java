package dev.rondo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSourcesTest {
  @TempDir Path directory;

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("rondo.conf"), List.of(lines));
  }

  private static Config flags(String... flags) {
    return ConfigSources.ofFlags(flags).resolve();
  }

  private static Config environment(Map<String, String> variables) {
    return new ConfigSources(variables, List.of()).resolve();
  }

  @Test
  void laterSourcesWin() throws IOException {
    Path file = file("port 1", "timeout 1", "hz 1");
    Map<String, String> environment = Map.of("RONDO_PORT", "2", "RONDO_TIMEOUT", "2");

    Config config =
        new ConfigSources(environment, List.of("--config", file.toString(), "--port", "3"))
            .resolve();

    assertThat(config.get(NetworkSettings.PORT)).isEqualTo(3);
    assertThat(config.get(NetworkSettings.TIMEOUT)).isEqualTo(2);
    assertThat(config.format("hz")).contains("1");
    assertThat(config.get(NetworkSettings.MAXCLIENTS)).isEqualTo(10_000);
    assertThat(config.file()).isEqualTo(file);
  }

  @Test
  void readsTheSyntaxOfRedisConf() throws IOException {
    Path file =
        file(
            "# a comment",
            "",
            "   \t ",
            "  port   7000  ",
            "BIND 127.0.0.1 -::1",
            "requirepass \"a \\\"b\\x41\"",
            "logfile ''",
            "client-output-buffer-limit normal 1mb 0 0",
            "client-output-buffer-limit pubsub 2mb 0 0",
            "notify-keyspace-events \"\"");

    Config config = flags(file.toString());

    assertThat(config.get(NetworkSettings.PORT)).isEqualTo(7000);
    assertThat(config.get(NetworkSettings.BIND)).containsExactly("127.0.0.1", "-::1");
    assertThat(config.get(NetworkSettings.REQUIREPASS)).isEqualTo("a \"bA");
    assertThat(config.format("client-output-buffer-limit"))
        .contains("normal 1048576 0 0 slave 268435456 67108864 60 pubsub 2097152 0 0");
  }

  @Test
  void linesOfSaveAddUpWithinASourceAndReplaceAcrossSources() throws IOException {
    Path file = file("save 10 1", "save 20 2");

    assertThat(flags(file.toString()).format("save")).contains("10 1 20 2");
    assertThat(flags(file.toString(), "--save", "5", "1").format("save")).contains("5 1");
    assertThat(flags(file.toString(), "--save", "").format("save")).contains("");
  }

  @Test
  void acceptsFlagsInTheStyleOfRedis() {
    Config config =
        flags(
            "--save",
            "",
            "--appendonly",
            "yes",
            "--port=0",
            "--bind",
            "127.0.0.1",
            "::1", //
            "--slowlog-log-slower-than",
            "-1",
            "--requirepass=--secret");

    assertThat(config.format("save")).contains("");
    assertThat(config.get(NetworkSettings.PORT)).isZero();
    assertThat(config.get(NetworkSettings.BIND)).containsExactly("127.0.0.1", "::1");
    assertThat(config.get(MonitoringSettings.SLOWLOG_LOG_SLOWER_THAN)).isEqualTo(-1);
    assertThat(config.get(NetworkSettings.REQUIREPASS)).isEqualTo("--secret");
  }

  @Test
  void acceptsSaveWithoutAValueAndSeveralWordsInOneArgument() {
    assertThat(flags("--save", "--port", "1").format("save")).contains("");
    assertThat(flags("--save", "900 1 300 10").format("save")).contains("900 1 300 10");
  }

  @Test
  void theLastOfRepeatedFlagsWins() {
    assertThat(flags("--port", "1", "--port", "2").get(NetworkSettings.PORT)).isEqualTo(2);
  }

  @Test
  void makesTheDirectoryAbsolute() {
    assertThat(flags("--dir", "some/../place").format("dir"))
        .contains(Path.of("place").toAbsolutePath().toString());
  }

  @Test
  void theEnvironmentMayNameTheFile() throws IOException {
    Path file = file("port 7001");

    Config config = environment(Map.of("RONDO_CONFIG", file.toString()));

    assertThat(config.get(NetworkSettings.PORT)).isEqualTo(7001);
  }

  @Test
  void leavesOtherVariablesAlone() {
    Config config =
        environment(
            Map.of(
                "PORT", "1",
                "RONDO_JAVA_OPTS", "-Xmx1g",
                "RONDO_LIB", "/opt/rondo/lib",
                "RONDO_PORT", "tcp://10.0.0.1:6379",
                "RONDO_SERVICE_HOST", "10.0.0.1",
                "RONDO_SERVICE_PORT_CLIENTS", "6379",
                "RONDO_PORT_6379_TCP_ADDR", "10.0.0.1",
                "RONDO_HEADLESS_PORT_6379_TCP", "tcp://10.0.0.1:6379"));

    assertThat(config.get(NetworkSettings.PORT)).isEqualTo(6379);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--prot 7000 | unknown setting \"prot\" (flag --prot); did you mean \"port\"?",
        "--colour red | unknown setting \"colour\" (flag --colour)",
        "--port abc | bad value \"abc\" for setting \"port\" (flag --port): "
            + "argument couldn't be parsed into an integer; allowed: 0..65535",
        "--port | bad value \"\" for setting \"port\" (flag --port): "
            + "wrong number of arguments; allowed: 0..65535",
        "--port 1 2 | bad value \"1 2\" for setting \"port\" (flag --port): "
            + "wrong number of arguments; allowed: 0..65535",
        "--requirepass a b | bad value for setting \"requirepass\" (flag --requirepass): "
            + "wrong number of arguments; allowed: any text",
        "--daemonize yes | bad value \"yes\" for setting \"daemonize\" (flag --daemonize): "
            + "run it under a service manager or in a container; allowed: no only",
        "--node-memory 1mb | bad value \"1mb\" for setting \"node-memory\" (flag --node-memory): "
            + "argument must be between 536870912 and 9223372036854775807 inclusive; "
            + "allowed: 0, or bytes from 512mb, such as 4gb",
        "--config | --config takes one file",
        "--port 1 --config a b | --config takes one file"
      })
  void refusesWithNameValueAndWhatIsAllowed(String flags, String message) {
    assertThatThrownBy(() -> flags(flags.split(" ")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void saysWhichLineOrVariableIsWrong() throws IOException {
    Path file = file("# first", "prot 1");

    assertThatThrownBy(() -> flags(file.toString()))
        .hasMessage("unknown setting \"prot\" (" + file + " line 2); did you mean \"port\"?");
    assertThatThrownBy(() -> environment(Map.of("RONDO_MAX_CLIENTS", "1")))
        .hasMessage(
            "unknown setting \"max-clients\" (environment variable RONDO_MAX_CLIENTS); "
                + "did you mean \"maxclients\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"requirepass \"abc", "requirepass 'abc", "requirepass \"abc\"d"})
  void refusesOpenQuotesWithoutShowingTheLine(String line) throws IOException {
    Path file = file(line);

    assertThatThrownBy(() -> flags(file.toString()))
        .hasMessage("unbalanced quotes in " + file + " line 1");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path missing = directory.resolve("missing.conf");

    assertThatThrownBy(() -> flags(missing.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot read config file " + missing);
  }

  @Test
  void loadsWhatAStockRedisConfContains() throws IOException {
    Path file =
        file(
            "bind 127.0.0.1 -::1",
            "protected-mode yes",
            "daemonize no",
            "pidfile /var/run/redis_6379.pid",
            "always-show-logo no",
            "proc-title-template \"{title} {listen-addr} {server-mode}\"",
            "stop-writes-on-bgsave-error yes",
            "dbfilename dump.rdb",
            "replica-serve-stale-data yes",
            "oom-score-adj-values 0 200 800",
            "auto-aof-rewrite-min-size 64mb",
            "list-max-listpack-size -2",
            "jemalloc-bg-thread yes");

    assertThat(flags(file.toString()).notes())
        .containsExactly(
            "pidfile \"/var/run/redis_6379.pid\" has no effect: run it under a service manager or in a container");
  }
}
