package dev.rondo.server.command.sort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommonRows;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.hashes.HashCommands;
import dev.rondo.server.command.lists.ListCommands;
import dev.rondo.server.command.sets.SetCommands;
import dev.rondo.server.command.sortedsets.SortedSetCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The replies in the transcript are those of Redis 7.0.15. */
final class SortCommandsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(CommandHarness.START_MILLIS));
    List<CommandSpec> rows = new ArrayList<>(new SortCommands().rows());
    rows.addAll(new ListCommands().rows());
    rows.addAll(new SetCommands(new Random(1)).rows());
    rows.addAll(new SortedSetCommands(new Random(1)).rows());
    rows.addAll(new HashCommands(clock, new Random(1)).rows());
    harness = CommandHarness.open(directory, CommonRows.with(rows));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "sort.transcript", harness);
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("sort.facts"))) {
      assertThat(CommandFacts.of(new SortCommands().rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
  }

  /** BY and GET hide their values: STORE may be one of them. */
  @ParameterizedTest
  @CsvSource({
    "SORT k, '1'",
    "SORT k STORE d, '1 3'",
    "SORT k BY STORE GET x STORE d, '1 7'",
    "SORT k GET STORE, '1'",
    "SORT k LIMIT 0 5 store d ALPHA, '1 6'",
    "SORT k STORE a STORE b, '1 5'",
  })
  void keysOfACall(String line, String positions) {
    byte[][] arguments = Stream.of(line.split(" ")).map(Bytes::of).toArray(byte[][]::new);
    CommandSpec sort = new SortCommands().rows().get(0);
    assertThat(sort.keyPositions(arguments).stream().map(String::valueOf))
        .containsExactly(positions.split(" "));
  }
}
