package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Replays a session recorded with Redis 7.0.15, and compares what it tells of its commands. */
final class AdminTranscriptTest {
  private AdminClient node;

  @BeforeEach
  void open(@TempDir Path directory) {
    node = new AdminClient(directory, "--enable-debug-command", "yes");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "admin.transcript", node.harness());
  }

  /** CLUSTER MYSHARDID is newer than the rest, and MODULE has here what there is to answer. */
  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    assertThat(CommandFacts.of(allRows())).containsExactlyInAnyOrderElementsOf(recorded());
  }

  @Test
  void everyRowIsDescribed() {
    assertThat(allRows())
        .allSatisfy(row -> assertThat(row.summary()).endsWith("."))
        .allSatisfy(row -> assertThat(row.complexity()).isNotBlank());
  }

  private List<CommandSpec> allRows() {
    return node.rows().stream()
        .flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().values().stream()))
        .toList();
  }

  private static List<String> recorded() throws IOException {
    String name = "admin.facts";
    try (InputStream in =
        Objects.requireNonNull(AdminTranscriptTest.class.getResourceAsStream(name), name)) {
      return Bytes.text(in.readAllBytes()).lines().toList();
    }
  }
}
