package dev.rondo.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigRewriterTest {
  @TempDir Path directory;

  /** The file's lines after CONFIG SET of pairs and CONFIG REWRITE. */
  private List<String> rewritten(List<String> lines, List<String> flags, String... pairs)
      throws IOException {
    Path file = Files.write(directory.resolve("rondo.conf"), lines);
    String[] arguments = new String[flags.size() + 1];
    arguments[0] = file.toString();
    for (int i = 0; i < flags.size(); i++) {
      arguments[i + 1] = flags.get(i);
    }
    Config config = ConfigSources.ofFlags(arguments).resolve();
    for (int i = 0; i < pairs.length; i += 2) {
      config.set(pairs[i], pairs[i + 1]);
    }
    config.rewrite();
    assertThat(directory)
        .isDirectoryContaining("glob:**/rondo.conf")
        .isDirectoryNotContaining("glob:**/*.new");
    return Files.readAllLines(file);
  }

  @Test
  void aRuleALineMayBeAddedAndTakenAway() throws IOException {
    List<String> two =
        List.of("consistency-pattern a* read=one", "consistency-pattern b* read=two");
    assertThat(rewritten(two, List.of(), "maxclients", "7")).startsWith(two.get(0), two.get(1));
    assertThat(rewritten(two, List.of(), "consistency-pattern", "b* write=all c read=one"))
        .containsExactly("consistency-pattern b* write=all", "consistency-pattern c read=one");
    assertThat(rewritten(two, List.of(), "consistency-pattern", ""))
        .containsExactly("consistency-pattern \"\"");
  }

  @Test
  void keepsWhatDidNotChangeAsItWasWritten() throws IOException {
    List<String> lines =
        List.of(
            "# My node",
            "",
            "maxmemory   1gb",
            "save 10 1",
            "save 20 2",
            "  # end",
            "slave-priority 7");

    assertThat(rewritten(lines, List.of())).isEqualTo(lines);
  }

  @Test
  void replacesInPlace() throws IOException {
    assertThat(
            rewritten(
                List.of("# a", "timeout 1", "# b", "hz 5"), List.of(), "timeout", "30", "hz", "10"))
        .containsExactly("# a", "timeout 30", "# b", "hz 10");
  }

  @Test
  void replacesSeveralLinesByFewerAndByMore() throws IOException {
    List<String> lines = List.of("save 10 1", "# a", "save 20 2", "# b");

    assertThat(rewritten(lines, List.of(), "save", "30 3"))
        .containsExactly("save 30 3", "# a", "# b");
    assertThat(rewritten(lines, List.of(), "save", "")).containsExactly("save \"\"", "# a", "# b");
    assertThat(rewritten(lines, List.of(), "save", "1 1 2 2 3 3"))
        .containsExactly("save 1 1", "# a", "save 2 2", "save 3 3", "# b");
  }

  @Test
  void appendsWhatIsNewUnderASignature() throws IOException {
    List<String> once =
        rewritten(List.of("hz 5"), List.of("--timeout", "9"), "requirepass", "x \"y");

    assertThat(once)
        .containsExactly(
            "hz 5", "", ConfigRewriter.SIGNATURE, "requirepass \"x \\\"y\"", "timeout 9");
    assertThat(rewritten(once, List.of(), "tcp-keepalive", "1"))
        .containsExactly(
            "hz 5",
            "",
            ConfigRewriter.SIGNATURE,
            "requirepass \"x \\\"y\"",
            "timeout 9",
            "tcp-keepalive 1");
  }

  @Test
  void whatItWritesReadsBackEqual() throws IOException {
    String password = "tab\t quote\" back\\ apostrophe' bell\u0007 umlaut\u00fc";
    List<String> lines =
        rewritten(
            List.of(),
            List.of(),
            "requirepass",
            password,
            "client-output-buffer-limit",
            "normal 1mb 0 0",
            "notify-keyspace-events",
            "KA$",
            "latency-tracking-info-percentiles",
            "",
            "save",
            "7 7 8 8");
    Path file = Files.write(directory.resolve("again.conf"), lines);

    Config config = ConfigSources.ofFlags(file.toString()).resolve();

    assertThat(config.get(NetworkSettings.REQUIREPASS)).isEqualTo(password);
    assertThat(config.format("client-output-buffer-limit"))
        .contains("normal 1048576 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60");
    assertThat(config.format("notify-keyspace-events")).contains("AK");
    assertThat(config.format("latency-tracking-info-percentiles")).contains("");
    assertThat(config.format("save")).contains("7 7 8 8");
  }
}
