package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.config.ConfigException;
import dev.rondo.server.config.NetworkSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandsTest {
  @TempDir private Path directory;

  @Test
  void severalPatternsAreOneAnswer() {
    try (AdminClient node = new AdminClient(directory)) {
      assertThat(node.run("CONFIG GET maxmemory-s* slowlog-* maxmemory-samples"))
          .isEqualTo(
              "*6 $17 maxmemory-samples $1 5 $23 slowlog-log-slower-than $5 10000"
                  + " $15 slowlog-max-len $3 128");
    }
  }

  @Test
  void resp3ClientsGetAMap() {
    try (AdminClient node = new AdminClient(directory)) {
      node.harness().session().respVersion(RespVersion.RESP3);
      assertThat(node.run("CONFIG GET maxmemory")).isEqualTo("%1 $9 maxmemory $1 0");
    }
  }

  @Test
  void valuesAreUtf8() {
    try (AdminClient node = new AdminClient(directory)) {
      String bytes = Bytes.text("pässwörd".getBytes(StandardCharsets.UTF_8));
      assertThat(node.harness().run("CONFIG", "SET", "requirepass", bytes)).isEqualTo("+OK\r\n");
      assertThat(node.config.get(NetworkSettings.REQUIREPASS)).isEqualTo("pässwörd");
      assertThat(node.harness().run("CONFIG", "GET", "requirepass")).contains(bytes);
    }
  }

  @Test
  void whoListensMayRefuse() {
    try (AdminClient node = new AdminClient(directory)) {
      List<Integer> told = new ArrayList<>();
      node.config.onChange(
          NetworkSettings.MAXCLIENTS,
          value -> {
            told.add(value);
            if (value == 5) {
              throw ConfigException.rejected("maxclients", "too few");
            }
          });
      assertThat(node.run("CONFIG SET maxclients 5"))
          .isEqualTo(
              "-ERR CONFIG SET failed (possibly related to argument 'maxclients') - too few");
      assertThat(node.run("CONFIG GET maxclients")).isEqualTo("*2 $10 maxclients $5 10000");
      assertThat(told).containsExactly(5, 10_000);
    }
  }

  @Test
  void resetStatIsPassedOn() {
    try (AdminClient node = new AdminClient(directory)) {
      assertThat(node.run("CONFIG RESETSTAT")).isEqualTo("+OK");
      assertThat(node.events).containsExactly("reset");
    }
  }

  @Test
  void rewriteWritesTheFileInTheBackground() throws IOException {
    Path file = directory.resolve("rondo.conf");
    Files.writeString(file, "# mine\nmaxclients 50\n");
    try (AdminClient node = new AdminClient(directory, file.toString())) {
      node.run("CONFIG SET maxclients 60");
      node.holdBackgroundWork = true;
      List<String> replies = new ArrayList<>();
      node.harness().start(replies::add, "CONFIG", "REWRITE");
      assertThat(replies).isEmpty();
      assertThat(Files.readString(file)).contains("maxclients 50");
      node.backgroundWork.remove().run();
      assertThat(replies).containsExactly("+OK\r\n");
      assertThat(Files.readString(file)).isEqualTo("# mine\nmaxclients 60\n");
    }
  }

  @Test
  void rewriteTellsWhyItFailed() throws IOException {
    Path file = directory.resolve("rondo.conf");
    Files.writeString(file, "maxclients 50\n");
    try (AdminClient node = new AdminClient(directory, file.toString())) {
      Files.delete(file);
      assertThat(node.run("CONFIG REWRITE")).startsWith("-ERR Rewriting config file: ");
    }
  }

  @Test
  void nothingSlowRunsInsideATransaction() {
    try (AdminClient node = new AdminClient(directory, "--enable-debug-command", "yes")) {
      node.run("MULTI");
      node.run("CONFIG REWRITE");
      node.run("MEMORY PURGE");
      node.run("DEBUG SLEEP 1");
      assertThat(node.run("EXEC"))
          .isEqualTo(
              "*3 -ERR CONFIG REWRITE takes too long for a transaction"
                  + " -ERR MEMORY PURGE takes too long for a transaction"
                  + " -ERR DEBUG SLEEP takes too long for a transaction");
    }
  }
}
