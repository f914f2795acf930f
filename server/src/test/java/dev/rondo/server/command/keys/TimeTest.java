package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passing time does to keys, and how it is shown. */
final class TimeTest {
  private final KeysClient client = new KeysClient();

  @ParameterizedTest
  @CsvSource({"1000, 1", "1499, 1", "1500, 2", "1999, 2", "499, 0", "500, 1", "1, 0"})
  void secondsAreRoundedHalfUp(long millis, long seconds) {
    client.run("set", "a", "1");
    client.run("pexpire", "a", Long.toString(millis));
    assertThat(client.run("ttl", "a")).isEqualTo(":" + seconds + "\r\n");
    assertThat(client.run("pttl", "a")).isEqualTo(":" + millis + "\r\n");
    assertThat(client.run("pexpiretime", "a"))
        .isEqualTo(":" + (client.nowMillis() + millis) + "\r\n");
  }

  @Test
  void aKeyIsThereInItsLastMillisecondAndGoneInTheNext() {
    client.run("set", "a", "1", "px", "100");
    client.advanceMillis(100);
    assertThat(client.run("exists", "a")).isEqualTo(":1\r\n");
    assertThat(client.run("pttl", "a")).isEqualTo(":0\r\n");
    client.advanceMillis(1);
    assertThat(client.run("exists", "a")).isEqualTo(":0\r\n");
    assertThat(client.run("pttl", "a")).isEqualTo(":-2\r\n");
  }

  @Test
  void anExpiredKeyIsAbsentForEveryCommand() {
    client.run("set", "a", "1", "px", "100");
    client.run("set", "b", "2");
    client.advanceMillis(101);
    assertThat(client.run("type", "a")).isEqualTo("+none\r\n");
    assertThat(client.run("touch", "a", "b")).isEqualTo(":1\r\n");
    assertThat(client.run("exists", "a", "b")).isEqualTo(":1\r\n");
    assertThat(client.run("expire", "a", "10")).isEqualTo(":0\r\n");
    assertThat(client.run("persist", "a")).isEqualTo(":0\r\n");
    assertThat(client.run("rename", "a", "c")).isEqualTo("-ERR no such key\r\n");
    assertThat(client.run("copy", "a", "c")).isEqualTo(":0\r\n");
    assertThat(client.run("move", "a", "1")).isEqualTo(":0\r\n");
    assertThat(client.run("dump", "a")).isEqualTo("$-1\r\n");
    assertThat(client.run("object", "encoding", "a")).isEqualTo("$-1\r\n");
    assertThat(client.run("object", "idletime", "a")).isEqualTo("$-1\r\n");
    assertThat(client.run("renamenx", "b", "a")).isEqualTo(":1\r\n");
    assertThat(client.run("ttl", "a")).isEqualTo(":-1\r\n");
  }

  @Test
  void anExpiredTargetIsNoObstacle() {
    client.run("set", "a", "1");
    client.run("set", "b", "2", "px", "100");
    client.advanceMillis(101);
    assertThat(client.run("copy", "a", "b")).isEqualTo(":1\r\n");
    assertThat(client.run("del", "a", "b")).isEqualTo(":2\r\n");
  }

  @Test
  void idleTimeIsShownInWholeSeconds() {
    client.run("set", "a", "1");
    client.idleMillis(2999);
    assertThat(client.run("object", "idletime", "a")).isEqualTo(":2\r\n");
  }

  @Test
  void theLatestTimeIsOneMillisecondBelowTheNumbersEnd() {
    client.run("set", "a", "1");
    assertThat(client.run("pexpireat", "a", "9223372036854775807")).isEqualTo(":1\r\n");
    assertThat(client.run("pexpiretime", "a")).isEqualTo(":9223372036854775806\r\n");
  }
}
