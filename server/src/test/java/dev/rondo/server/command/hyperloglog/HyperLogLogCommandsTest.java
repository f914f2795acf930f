package dev.rondo.server.command.hyperloglog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommonRows;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.lists.ListCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The replies in the transcript are those of Redis 7.0.15. */
final class HyperLogLogCommandsTest {
  private long hllSparseMaxBytes = 3_000;
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    List<CommandSpec> rows = new ArrayList<>(rows());
    rows.addAll(new ListCommands().rows());
    harness = CommandHarness.open(directory, CommonRows.with(rows));
  }

  private List<CommandSpec> rows() {
    return new HyperLogLogCommands(() -> hllSparseMaxBytes).rows();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "hyperloglog.transcript", harness);
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("hyperloglog.facts"))) {
      assertThat(CommandFacts.of(rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
  }

  /** Lengths and checks of the value Redis has after each 500 elements: sparse, then dense. */
  @Test
  void theBytesAreThoseOfRedis() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      harness.run("PFADD", "h", "element-" + i);
      if (i % 500 == 499) {
        byte[] value = harness.existing("h").stringValue();
        CRC32 check = new CRC32();
        check.update(value);
        values.add("%d %08x".formatted(value.length, check.getValue()));
      }
    }
    assertThat(values)
        .containsExactly(
            "1022 3b2dbd0d",
            "1870 be0e155d",
            "2685 aec065bb",
            "12304 00a32747",
            "12304 79534548",
            "12304 9fc37385",
            "12304 02212c8f",
            "12304 dc59d7de");
    assertThat(harness.run("PFCOUNT", "h")).isEqualTo(":3965\r\n");
  }

  @Test
  void theSettingMakesItDense() {
    harness.run("PFADD", "h", "a", "b", "c");
    assertThat(harness.existing("h").stringValue()).hasSizeLessThan(40);
    hllSparseMaxBytes = 16;
    harness.run("PFADD", "h", "a");
    assertThat(harness.existing("h").stringValue()).hasSizeLessThan(40);
    harness.run("PFADD", "h", "d");
    assertThat(harness.existing("h").stringValue()).hasSize(12_304);
    assertThat(harness.run("PFCOUNT", "h")).isEqualTo(":4\r\n");
  }
}
