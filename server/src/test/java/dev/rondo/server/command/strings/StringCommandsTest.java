package dev.rondo.server.command.strings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.Transcript;
import dev.rondo.storage.Entry;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StringCommandsTest {
  private static final long NOW = CommandHarness.START_MILLIS;

  private long protoMaxBulkLen = 512L << 20;
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness = CommandHarness.open(directory, new StringCommands(() -> protoMaxBulkLen).rows());
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "strings.transcript", harness);
  }

  /**
   * NOW is 1,700,000,000,000: the expiries below are NOW plus 10 seconds, or plus 10 milliseconds.
   */
  @ParameterizedTest
  @CsvSource({
    "SET k v EX 10, 1700000010000",
    "SET k v PX 10, 1700000000010",
    "SET k v EXAT 1700000010, 1700000010000",
    "SET k v PXAT 1700000000010, 1700000000010",
    "SET k v EX 1 EX 10 NX GET, 1700000010000",
    "SETEX k 10 v, 1700000010000",
    "PSETEX k 10 v, 1700000000010",
    "SET k v PXAT 9223372036854775807, 9223372036854775806",
  })
  void expiryOfANewValue(String command, long expireAtMillis) {
    harness.runLine(command);
    assertThat(harness.expireAtMillis("k")).isEqualTo(expireAtMillis);
  }

  @ParameterizedTest
  @CsvSource({
    "GETEX k EX 10, 1700000010000",
    "GETEX k PX 10, 1700000000010",
    "GETEX k EXAT 1700000010, 1700000010000",
    "GETEX k PXAT 1700000000010, 1700000000010",
    "GETEX k, 1700000099000",
    "SET k v KEEPTTL, 1700000099000",
    "INCR k, 1700000099000",
    "DECRBY k 5, 1700000099000",
    "INCRBYFLOAT k 0.5, 1700000099000",
    "APPEND k 1, 1700000099000",
    "SETRANGE k 0 5, 1700000099000",
    "SETRANGE k 5 '', 1700000099000",
  })
  void expiryOfAValueThatHadOne(String command, long expireAtMillis) {
    harness.runLine("SET k 1 EX 99");
    harness.runLine(command);
    assertThat(harness.expireAtMillis("k")).isEqualTo(expireAtMillis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET k v",
        "GETSET k v",
        "MSET k v",
        "GETEX k PERSIST",
        "SET k v XX",
        "SET k v GET"
      })
  void noExpiryIsLeft(String command) {
    harness.runLine("SET k 1 EX 99");
    harness.runLine(command);
    assertThat(harness.expireAtMillis("k")).isEqualTo(Entry.NO_EXPIRY);
  }

  /** The largest number of seconds from now that fits, and the next one. */
  @Test
  void theExpiryMayNotOverflow() {
    long most = (Long.MAX_VALUE - NOW) / 1_000;
    assertThat(harness.runLine("SET k v EX " + most)).isEqualTo("+OK\r\n");
    assertThat(harness.expireAtMillis("k")).isEqualTo(NOW + most * 1_000);
    assertThat(harness.runLine("SET k w EX " + (most + 1)))
        .isEqualTo("-ERR invalid expire time in 'set' command\r\n");
    assertThat(harness.runLine("GETEX k EX " + (most + 1)))
        .isEqualTo("-ERR invalid expire time in 'getex' command\r\n");
    assertThat(harness.run("GET", "k")).isEqualTo("$1\r\nv\r\n");
  }

  @Test
  void theLimitOfAValueMayChange() {
    protoMaxBulkLen = 10;
    String tooLong = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n";
    assertThat(harness.run("APPEND", "k", "0123456789")).isEqualTo(":10\r\n");
    assertThat(harness.run("APPEND", "k", "x")).isEqualTo(tooLong);
    assertThat(harness.run("SETRANGE", "k", "9", "x")).isEqualTo(":10\r\n");
    assertThat(harness.run("SETRANGE", "k", "9", "xy")).isEqualTo(tooLong);
    assertThat(harness.run("GET", "k")).isEqualTo("$10\r\n012345678x\r\n");
    protoMaxBulkLen = 11;
    assertThat(harness.run("APPEND", "k", "x")).isEqualTo(":11\r\n");
  }

  @Test
  void noSettingMakesAValueLongerThanAnArray() {
    protoMaxBulkLen = Long.MAX_VALUE;
    assertThat(harness.run("SETRANGE", "k", "2147483640", "x"))
        .isEqualTo("-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n");
  }

  @Test
  void lcsRefusesAsMuchWorkAsRedis() {
    String value = "x".repeat(100);
    harness.run("MSET", "a", value, "b", value);
    protoMaxBulkLen = 101 * 101 * 4;
    assertThat(harness.run("LCS", "a", "b", "LEN")).isEqualTo(":100\r\n");
    protoMaxBulkLen--;
    assertThat(harness.run("LCS", "a", "b", "LEN"))
        .isEqualTo(
            "-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len\r\n");
  }

  @Test
  void resp3HasANullAndAMap() {
    harness.session().respVersion(RespVersion.RESP3);
    assertThat(harness.run("GET", "missing")).isEqualTo("_\r\n");
    assertThat(harness.run("MGET", "missing")).isEqualTo("*1\r\n_\r\n");
    assertThat(harness.run("SET", "k", "v", "XX")).isEqualTo("_\r\n");
    assertThat(harness.run("LCS", "a", "b", "IDX"))
        .isEqualTo("%2\r\n$7\r\nmatches\r\n*0\r\n$3\r\nlen\r\n:0\r\n");
  }

  @Test
  void databasesAreApart() {
    harness.run("SET", "k", "zero");
    harness.session().database(3);
    assertThat(harness.run("GET", "k")).isEqualTo("$-1\r\n");
    harness.run("SET", "k", "three");
    harness.session().database(0);
    assertThat(harness.run("GET", "k")).isEqualTo("$4\r\nzero\r\n");
  }

  @Test
  void everyByteIsKept() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    harness.runRaw(Bytes.of("SET"), bytes, bytes);
    assertThat(harness.runRaw(Bytes.of("GET"), bytes))
        .isEqualTo(Bytes.of("$256\r\n" + Bytes.text(bytes) + "\r\n"));
  }

  @Test
  void theRowsTellWhatRedisTells() {
    assertThat(CommandFacts.of(new StringCommands(() -> protoMaxBulkLen).rows()))
        .containsExactly(
            "append 3 2.0.0 string | denyoom fast write | fast string write |  | 1:0:1 RW insert",
            "decr 2 1.0.0 string | denyoom fast write | fast string write |  | 1:0:1 RW access update",
            "decrby 3 1.0.0 string | denyoom fast write | fast string write |  | 1:0:1 RW access update",
            "get 2 1.0.0 string | fast readonly | fast read string |  | 1:0:1 RO access",
            "getdel 2 6.2.0 string | fast write | fast string write |  | 1:0:1 RW access delete",
            "getex -2 6.2.0 string | fast write | fast string write |  | 1:0:1 RW access update",
            "getrange 4 2.4.0 string | readonly | read slow string |  | 1:0:1 RO access",
            "getset 3 1.0.0 string | denyoom fast write | fast string write |  | 1:0:1 RW access update",
            "incr 2 1.0.0 string | denyoom fast write | fast string write |  | 1:0:1 RW access update",
            "incrby 3 1.0.0 string | denyoom fast write | fast string write |  | 1:0:1 RW access update",
            "incrbyfloat 3 2.6.0 string | denyoom fast write | fast string write |  | 1:0:1 RW access update",
            "lcs -3 7.0.0 string | readonly | read slow string |  | 1:1:1 RO access",
            "mget -2 1.0.0 string | fast readonly | fast read string | request_policy:multi_shard | 1:-1:1 RO access",
            "mset -3 1.0.1 string | denyoom write | slow string write | request_policy:multi_shard response_policy:all_succeeded | 1:-1:2 OW update",
            "msetnx -3 1.0.1 string | denyoom write | slow string write | request_policy:multi_shard response_policy:agg_min | 1:-1:2 OW insert",
            "psetex 4 2.6.0 string | denyoom write | slow string write |  | 1:0:1 OW update",
            "set -3 1.0.0 string | denyoom write | slow string write |  | 1:0:1 RW access update variable_flags",
            "setex 4 2.0.0 string | denyoom write | slow string write |  | 1:0:1 OW update",
            "setnx 3 1.0.0 string | denyoom fast write | fast string write |  | 1:0:1 OW insert",
            "setrange 4 2.2.0 string | denyoom write | slow string write |  | 1:0:1 RW update",
            "strlen 2 2.2.0 string | fast readonly | fast read string |  | 1:0:1 RO",
            "substr 4 1.0.0 string | readonly | read slow string |  | 1:0:1 RO access");
  }
}
