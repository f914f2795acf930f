package dev.rondo.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.config.Config;
import dev.rondo.server.config.ConfigSources;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.config.Settings;
import dev.rondo.server.config.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RondoCliTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Config started = Config.defaults();

  /** A node that has stopped already. */
  private record StoppedNode(InetSocketAddress address) implements NodeStarter.Node {
    StoppedNode() {
      this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7777));
    }

    @Override
    public void awaitShutdown() {}

    @Override
    public void shutdown() {}
  }

  private int run(NodeStarter starter, Map<String, String> environment, String... arguments) {
    CommandLine line = RondoCli.create(starter, environment);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private int run(String... arguments) {
    return run(
        config -> {
          started = config;
          return new StoppedNode();
        },
        Map.of(),
        arguments);
  }

  @Test
  void runsANodeWithSettingsInTheStyleOfRedis() {
    int code =
        run(
            "server",
            "--port",
            "7000",
            "--save",
            "",
            "--bind",
            "127.0.0.1",
            "-::1",
            "--timeout=5", //
            "--slowlog-log-slower-than",
            "-1",
            "--requirepass",
            "@secret");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(started.get(NetworkSettings.PORT)).isEqualTo(7000);
    assertThat(started.get(NetworkSettings.BIND)).containsExactly("127.0.0.1", "-::1");
    assertThat(started.get(NetworkSettings.TIMEOUT)).isEqualTo(5);
    assertThat(started.get(MonitoringSettings.SLOWLOG_LOG_SLOWER_THAN)).isEqualTo(-1);
    assertThat(started.get(NetworkSettings.REQUIREPASS)).isEqualTo("@secret");
  }

  @Test
  void saysOnceWhenTheNodeIsReady() {
    run("server", "--dir", "/some/place");

    assertThat(out.toString().lines())
        .containsExactly(
            "rondo ready on 127.0.0.1:7777 (data in /some/place, pid "
                + ProcessHandle.current().pid()
                + ")");
  }

  @Test
  void namesAnAddressThatClientsCanUseWhenItListensOnAll() {
    run(config -> new StoppedNode(new InetSocketAddress(7777)), Map.of(), "server");

    assertThat(out.toString()).startsWith("rondo ready on 127.0.0.1:7777 (");
  }

  @Test
  void readsFileAndEnvironment(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.conf"), "port 1\ntimeout 7\n");

    run(
        config -> {
          started = config;
          return new StoppedNode();
        },
        Map.of("RONDO_PORT", "2"),
        "server",
        file.toString());

    assertThat(started.get(NetworkSettings.PORT)).isEqualTo(2);
    assertThat(started.get(NetworkSettings.TIMEOUT)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "jvm-options"})
  void refusesABadSettingInOneLine(String command) {
    assertThat(run(command, "--prot", "7000")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "rondo: unknown setting \"prot\" (flag --prot); did you mean \"port\"?\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysInOneLineWhyANodeDoesNotStart() {
    int code =
        run(
            config -> {
              throw new BindException("port 6379 is taken");
            },
            Map.of(),
            "server");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).isEqualToNormalizingNewlines("rondo: port 6379 is taken\n");
  }

  @Test
  void showsTheTraceOfAProgrammersError() {
    int code =
        run(
            config -> {
              throw new IllegalStateException("a bug");
            },
            Map.of(),
            "server");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("a bug", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "ping --prot 1", "ping --port x", "config", "version x"})
  void refusesWrongUsageWithCodeTwo(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).containsAnyOf("Usage: rondo", "Did you mean: rondo server");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpListsEverySettingThatDoesSomething() {
    assertThat(run("server", "--help")).isZero();

    String help = out.toString();
    assertThat(help).startsWith("Usage: rondo server [CONFIG-FILE] [--SETTING VALUE...]...");
    assertThat(help).contains("  --port 6379\n", "--proto-max-bulk-len 512mb\n", "--dir data\n");
    assertThat(Settings.all()).allSatisfy(setting -> assertThat(help).contains(setting.name()));
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void helpOfTheRootListsTheCommands() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("server", "ping", "config", "version", "jvm-options");
  }

  @Test
  void printsAConfigFileThatMeansTheDefaults(@TempDir Path directory) throws IOException {
    assertThat(run("config", "--defaults")).isZero();
    Path file = Files.writeString(directory.resolve("defaults.conf"), out.toString());

    Config config = ConfigSources.ofFlags(file.toString()).resolve();

    assertThat(config.find(List.of("*"))).isEqualTo(Config.defaults().find(List.of("*")));
    assertThat(out.toString())
        .contains(
            "\n# TCP port for clients; 0 takes a free one.\n# Allowed: 0..65535\nport 6379\n");
  }

  @Test
  void printsTheJvmsOptionsInOneLineAlsoWhenTheServersHelpIsAskedFor() {
    assertThat(run("jvm-options", "--node-memory", "4gb", "--help", "--port", "1")).isZero();

    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith("-Xmx2255m -XX:MaxDirectMemorySize=256m ");
  }

  @Test
  void printsTheVersion() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("rondo ").contains("as Redis 7.", "on Java ");
  }

  @Test
  void passesSettingsOnWithTheirOwnMeaningOfDir() {
    run("server", "--dir", "x/../y");

    assertThat(started.get(StorageSettings.DIR)).isEqualTo(Path.of("y").toAbsolutePath());
  }
}
