package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandSpec;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rows say of each command what Redis 7.0.15 says of it; of WAITAOF what Redis 7.2 says. */
final class RowsTest {
  @Test
  void factsAreThoseOfRedis() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("keys.facts"))) {
      assertThat(CommandFacts.of(rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
  }

  @Test
  void eachRowIsDocumented() {
    assertThat(rows())
        .allSatisfy(row -> assertThat(row.summary()).endsWith("."))
        .allSatisfy(row -> assertThat(row.complexity()).isNotBlank());
  }

  private static List<CommandSpec> rows() {
    KeysClient node = new KeysClient();
    KeyCommands commands =
        new KeyCommands(
            16, InstantSource.system(), RandomGenerator.getDefault(), key -> 0, node, node);
    return commands.rows().stream()
        .flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().values().stream()))
        .toList();
  }
}
