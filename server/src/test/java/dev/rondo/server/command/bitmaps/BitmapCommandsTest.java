package dev.rondo.server.command.bitmaps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.strings.StringCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BitmapCommandsTest {
  private static final long EXPIRY = CommandHarness.START_MILLIS + 1_000;

  private long protoMaxBulkLen = 512L << 20;
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    List<CommandSpec> rows =
        Stream.concat(
                new StringCommands(() -> protoMaxBulkLen).rows().stream(),
                new BitmapCommands(() -> protoMaxBulkLen).rows().stream())
            .toList();
    harness = CommandHarness.open(directory, rows);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "bitmaps.transcript", harness);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SETBIT k 3 1", "BITFIELD k SET u8 0 1"})
  void aChangedBitmapKeepsItsExpiry(String command) {
    harness.runLine("SET k a PXAT " + EXPIRY);
    harness.runLine(command);
    assertThat(harness.expireAtMillis("k")).isEqualTo(EXPIRY);
  }

  @Test
  void aSmallerLimitHoldsAtOnce() {
    protoMaxBulkLen = 1 << 20;
    assertThat(harness.run("SETBIT", "k", "8388607", "1")).isEqualTo(":0\r\n");
    assertThat(harness.run("SETBIT", "k", "8388608", "1"))
        .isEqualTo("-ERR bit offset is not an integer or out of range\r\n");
    assertThat(harness.run("STRLEN", "k")).isEqualTo(":1048576\r\n");
  }

  @Test
  void theRowsTellWhatRedisTells() {
    assertThat(CommandFacts.of(new BitmapCommands(() -> protoMaxBulkLen).rows()))
        .containsExactly(
            "bitcount -2 2.6.0 bitmap | readonly | bitmap read slow |  | 1:0:1 RO access",
            "bitfield -2 3.2.0 bitmap | denyoom write | bitmap slow write |  | 1:0:1 RW access update variable_flags",
            "bitfield_ro -2 6.0.0 bitmap | fast readonly | bitmap fast read |  | 1:0:1 RO access",
            "bitop -4 2.6.0 bitmap | denyoom write | bitmap slow write |  | 2:0:1 OW update, 3:-1:1 RO access",
            "bitpos -3 2.8.7 bitmap | readonly | bitmap read slow |  | 1:0:1 RO access",
            "getbit 3 2.2.0 bitmap | fast readonly | bitmap fast read |  | 1:0:1 RO access",
            "setbit 4 2.2.0 bitmap | denyoom write | bitmap slow write |  | 1:0:1 RW access update");
  }
}
