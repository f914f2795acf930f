package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/**
 * A server that is killed while clients write keeps whatever it acknowledged.
 *
 * <p>Redis with its append-only file stands beside Rondo to check the test, and Redis without it to
 * show that the test notices a loss.
 */
class CrashTest {

  private static final int ROUNDS = 3;
  private static final int WRITERS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "RONDO, --appendfsync everysec",
    "RONDO, --appendfsync always",
    "REDIS, --appendonly yes",
  })
  void acknowledgedWritesSurviveAKill(ServerKind kind, String options) {
    try (RedisUnderTest server = kind.start(options.split(" "))) {
      RandomGenerator random = new SplittableRandom();
      List<CrashWriter> writers = writers();
      for (int round = 1; round <= ROUNDS; round++) {
        writeUntilKilled(server, writers, random.nextInt(300, 2_500));
        server.restart();
        assertThat(findLosses(server, writers)).as("%s, round %d", server, round).isEmpty();
      }
    }
  }

  @Test
  void aServerThatForgetsIsFoundOut() {
    try (RedisUnderTest server = ServerKind.REDIS.start()) {
      List<CrashWriter> writers = writers();
      writeUntilKilled(server, writers, 500);
      server.restart();
      assertThat(findLosses(server, writers)).isNotEmpty();
    }
  }

  private static List<CrashWriter> writers() {
    return IntStream.range(0, WRITERS).mapToObj(CrashWriter::new).toList();
  }

  /** Lets the writers run, and kills the server after so many more acknowledged writes. */
  private static void writeUntilKilled(
      RedisUnderTest server, List<CrashWriter> writers, int acknowledgedWrites) {
    long enough = acknowledged(writers) + acknowledgedWrites;
    List<Thread> threads = new ArrayList<>();
    for (CrashWriter writer : writers) {
      Thread thread = new Thread(() -> writer.writeUntilDisconnected(server.port()));
      thread.start();
      threads.add(thread);
    }
    try {
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> acknowledged(writers) >= enough);
    } finally {
      server.kill9();
    }
    for (Thread thread : threads) {
      Awaitility.await().atMost(LIMIT).until(() -> !thread.isAlive());
    }
  }

  private static long acknowledged(List<CrashWriter> writers) {
    return writers.stream().mapToLong(CrashWriter::acknowledged).sum();
  }

  private static List<String> findLosses(RedisUnderTest server, List<CrashWriter> writers) {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port(), 30_000)) {
      return writers.stream().flatMap(writer -> writer.findLosses(jedis).stream()).toList();
    }
  }
}
