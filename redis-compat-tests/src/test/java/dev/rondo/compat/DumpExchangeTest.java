package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.Reply;
import dev.rondo.compat.support.ServerKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What DUMP of one server gives RESTORE of the other takes, for all types and encodings. */
class DumpExchangeTest {

  private static final List<Integer> SIZES = List.of(1, 2, 20, 200, 600);

  @Test
  void valuesGoFromServerToServer() {
    try (RedisUnderTest redis = ServerKind.REDIS.start();
        RedisUnderTest rondo = ServerKind.RONDO.start();
        RawClient toRedis = redis.connect();
        RawClient toRondo = rondo.connect()) {
      SplittableRandom random = new SplittableRandom(7);
      for (String write : List.of("HSET", "SADD", "RPUSH", "ZADD")) {
        for (int size : SIZES) {
          List<String> command = command(write, size, random);
          exchange(command, toRedis, toRondo);
          exchange(command, toRondo, toRedis);
        }
      }
    }
  }

  private static List<String> command(String write, int size, SplittableRandom random) {
    List<String> words = new ArrayList<>(List.of(write, "k"));
    boolean onlyNumbers = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      switch (write) {
        case "HSET" -> words.addAll(List.of(word(random, onlyNumbers), word(random, false)));
        case "ZADD" ->
            words.addAll(
                List.of(Double.toString(random.nextInt(-9, 9) / 4.0), word(random, onlyNumbers)));
        default -> words.add(word(random, onlyNumbers));
      }
    }
    return words;
  }

  /** A number that takes any number of bytes, or a text of any usual length. */
  private static String word(SplittableRandom random, boolean number) {
    return number || random.nextBoolean()
        ? Long.toString(random.nextLong() >> random.nextInt(64))
        : "w" + random.nextInt() + "x".repeat(random.nextInt(4) == 0 ? random.nextInt(300) : 0);
  }

  private static void exchange(List<String> command, RawClient from, RawClient to) {
    Stream.of(from, to).forEach(server -> server.call("DEL", "k"));
    assertThat(from.call(command.toArray(String[]::new)).isError()).isFalse();
    String payload = from.call("DUMP", "k").string();
    assertThat(to.call("RESTORE", "k", "0", payload).toString())
        .as(command.toString())
        .isEqualTo(from.call("PING").toString().replace("PONG", "OK"));
    assertThat(contents(to, command.get(0))).isEqualTo(contents(from, command.get(0)));
  }

  private static List<String> contents(RawClient server, String write) {
    Reply all =
        switch (write) {
          case "HSET" -> server.call("HGETALL", "k");
          case "SADD" -> server.call("SMEMBERS", "k");
          case "ZADD" -> server.call("ZRANGE", "k", "0", "-1", "WITHSCORES");
          default -> server.call("LRANGE", "k", "0", "-1");
        };
    Stream<String> parts = all.children().stream().map(Reply::string);
    return write.equals("RPUSH")
        ? parts.toList()
        : parts.sorted(Comparator.naturalOrder()).toList();
  }
}
