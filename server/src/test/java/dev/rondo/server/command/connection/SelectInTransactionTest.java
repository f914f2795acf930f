package dev.rondo.server.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Clients;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.strings.StringCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SELECT between MULTI and EXEC: what follows it works on the other database, as in Redis. */
final class SelectInTransactionTest {
  @Test
  void theCommandsAfterItUseTheOtherDatabase(@TempDir Path directory) {
    List<CommandSpec> rows =
        new ArrayList<>(ConnectionCommandsTest.rows(new Clients(ConnectionCommandsTest::rows)));
    rows.addAll(new StringCommands(() -> 1L << 20).rows());
    try (CommandHarness node = CommandHarness.open(directory, rows)) {
      node.run("MULTI");
      node.run("SET", "k", "zero");
      node.run("SELECT", "3");
      node.run("SET", "k", "three");
      node.run("GET", "k");
      assertThat(node.run("EXEC")).isEqualTo("*4\r\n+OK\r\n+OK\r\n+OK\r\n$5\r\nthree\r\n");
      assertThat(node.run("GET", "k")).isEqualTo("$5\r\nthree\r\n");
      node.run("SELECT", "0");
      assertThat(node.run("GET", "k")).isEqualTo("$4\r\nzero\r\n");
    }
  }
}
