package dev.rondo.resp;

import static dev.rondo.resp.TestConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RequestCases.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks a real redis-server 7.0, where there is one, whether our tables tell the truth. */
@EnabledIf("dev.rondo.resp.RedisServer#isInstalled")
class RedisServerTest {

  private static final String AUTH = "AUTH secret\r\n";
  private static final int MANY = 1 << 20;

  @TempDir private static Path directory;
  private static RedisServer redis;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start(directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    redis.stop();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.rondo.resp.RequestCases#all")
  void redisAgreesWithTheTable(Case row) throws IOException {
    String expected = expectedReplies(row);
    String input = (row.authenticated() ? AUTH : "") + row.input();
    // An error has to be followed by the end of the connection: so read as much as there is.
    int atMost = row.error() == null ? expected.length() : MANY;
    assertThat(redis.exchange(input, atMost)).isEqualTo(expected);
  }

  @Test
  void redisPrintsDoublesAsWeDo() throws IOException {
    long seed = Long.getLong("rondo.seed", System.nanoTime());
    Random random = new Random(seed);
    StringBuilder input = new StringBuilder(AUTH);
    StringBuilder expected = new StringBuilder("+OK\r\n");
    for (int i = 0; i < 1000; i++) {
      double value = RealFormatTest.anyDouble(random);
      String key = "z" + i;
      input.append(request("ZADD", key, Double.toString(value), "m") + request("ZSCORE", key, "m"));
      String text = RealFormat.format(value);
      expected.append(":1\r\n$" + text.length() + "\r\n" + text + "\r\n");
    }
    assertThat(redis.exchange(input.toString(), expected.length()))
        .as("seed %d", seed)
        .isEqualTo(expected.toString());
  }

  private static String expectedReplies(Case row) {
    StringBuilder replies = new StringBuilder(row.authenticated() ? "+OK\r\n" : "");
    for (var request : row.requests()) {
      if (request.get(0).equals("PING")) {
        replies.append("+PONG\r\n");
      } else {
        String echo = request.get(1);
        replies.append("$" + echo.length() + "\r\n" + echo + "\r\n");
      }
    }
    String error = row.error();
    if (error != null) {
      replies.append("-ERR " + error.replaceAll("[\r\n]", " ") + "\r\n");
    }
    return replies.toString();
  }
}
