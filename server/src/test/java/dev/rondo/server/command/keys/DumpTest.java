package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values go through DUMP and RESTORE unchanged. */
final class DumpTest {
  private final KeysClient client = new KeysClient();

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "12", "-70000", "9223372036854775807", "\0\r\n\u00ff"})
  void aRestoredValueIsTheDumpedOne(String value) {
    client.run("set", "a", value);
    String payload = bulk(client.run("dump", "a"));
    assertThat(client.run("restore", "b", "0", payload)).isEqualTo("+OK\r\n");
    assertThat(bulk(client.run("get", "b"))).isEqualTo(value);
  }

  @Test
  void theExpiryIsNotDumped() {
    client.run("set", "a", "1", "ex", "10");
    String payload = bulk(client.run("dump", "a"));
    client.run("restore", "b", "0", payload);
    client.run("restore", "c", "500", payload);
    assertThat(client.run("pttl", "b")).isEqualTo(":-1\r\n");
    assertThat(client.run("pttl", "c")).isEqualTo(":500\r\n");
  }

  @Test
  void aListOfRedisIsTaken() {
    // DUMP of RPUSH list 1 by Redis 7.0.
    String payload =
        "\u0012\u0001\u0002\u0009\u0009\u0000\u0000\u0000\u0001\u0000\u0001\u0001\u00ff\n"
            + "\u0000\u0010\u0082\u008f\u0092\u0009\u00b3\u00f4F";
    assertThat(client.run("restore", "a", "0", payload)).isEqualTo("+OK\r\n");
    assertThat(client.run("type", "a")).isEqualTo("+list\r\n");
    assertThat(client.run("object", "encoding", "a")).isEqualTo("$8\r\nlistpack\r\n");
    assertThat(client.run("object", "refcount", "a")).isEqualTo(":1\r\n");
  }

  @Test
  void aStreamIsRefused() {
    // An empty stream of Redis 5.
    String payload =
        "\u000f\u0000\u0000\u0000\u0000\u0000\n" + "\u0000\u00ca\u00f7\u00bd-\u009bY@\u0099";
    assertThat(client.run("restore", "a", "0", payload))
        .isEqualTo("-ERR values of RDB type 15 are not supported\r\n");
  }

  private static String bulk(String reply) {
    int headerEnd = reply.indexOf("\r\n") + 2;
    return reply.substring(headerEnd, reply.length() - 2);
  }
}
