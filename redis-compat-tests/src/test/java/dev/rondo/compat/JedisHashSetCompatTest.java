package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.compat.support.ClusterClientsToo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Hashes and sets, seen through Jedis. */
@ClusterClientsToo
class JedisHashSetCompatTest extends JedisTestCase {
  private static final int MANY = 60;

  @Test
  void fieldsOfASession() {
    Map<String, String> session = Map.of("user", "anna", "cart", "3", "\0\r\n", "\u00e9");
    assertThat(jedis().hset("h", session)).isEqualTo(3);
    assertThat(jedis().hgetAll("h")).isEqualTo(session);
    assertThat(jedis().hset("h", "user", "otto")).isZero();
    assertThat(jedis().hget("h", "user")).isEqualTo("otto");
    assertThat(jedis().hmget("h", "cart", "none")).containsExactly("3", null);
    assertThat(jedis().hkeys("h")).isEqualTo(session.keySet());
    assertThat(jedis().hvals("h")).containsExactlyInAnyOrder("otto", "3", "\u00e9");
    assertThat(jedis().hlen("h")).isEqualTo(3);
    assertThat(jedis().hexists("h", "none")).isFalse();
    assertThat(jedis().hstrlen("h", "user")).isEqualTo(4);
    assertThat(jedis().hsetnx("h", "user", "eve")).isZero();
    assertThat(jedis().hincrBy("h", "cart", 4)).isEqualTo(7);
    assertThat(jedis().hincrByFloat("h", "cart", 0.5)).isEqualTo(7.5);
    assertThatThrownBy(() -> jedis().hincrBy("h", "user", 1))
        .hasMessage("ERR hash value is not an integer");
    assertThat(jedis().hdel("h", "cart", "none")).isEqualTo(1);
    assertThat(jedis().hrandfieldWithValues("h", 10)).hasSize(2);
    assertThat(jedis().type("h")).isEqualTo("hash");
    assertThatThrownBy(() -> jedis().get("h")).hasMessageStartingWith("WRONGTYPE");
    assertThat(jedis().hgetAll("none")).isEmpty();
  }

  @Test
  void aHashWithManyFieldsIsScanned() {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      all.put("field" + i, "value" + i);
    }
    jedis().hset("h", all);
    Map<String, String> seen = new HashMap<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<Map.Entry<String, String>> page =
          jedis().hscan("h", cursor, new ScanParams().count(100));
      page.getResult().forEach(field -> seen.put(field.getKey(), field.getValue()));
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void members() {
    assertThat(jedis().sadd("{t}a", "1", "2", "3", "2")).isEqualTo(3);
    assertThat(jedis().sadd("{t}b", "2", "3", "4")).isEqualTo(3);
    assertThat(jedis().smembers("{t}a")).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(jedis().sismember("{t}a", "1")).isTrue();
    assertThat(jedis().smismember("{t}a", "1", "9")).containsExactly(true, false);
    assertThat(jedis().sinter("{t}a", "{t}b")).containsExactlyInAnyOrder("2", "3");
    assertThat(jedis().sunion("{t}a", "{t}b")).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(jedis().sdiff("{t}a", "{t}b")).containsExactly("1");
    assertThat(jedis().sintercard(1, "{t}a", "{t}b")).isEqualTo(1);
    assertThat(jedis().sunionstore("{t}c", "{t}a", "{t}b")).isEqualTo(4);
    assertThat(jedis().smove("{t}c", "{t}a", "4")).isEqualTo(1);
    assertThat(jedis().scard("{t}c")).isEqualTo(3);
    assertThat(jedis().srandmember("{t}a", -9)).hasSize(9);
    assertThat(jedis().srem("{t}a", "4", "9")).isEqualTo(1);
    Set<String> popped = new HashSet<>();
    popped.add(jedis().spop("{t}a"));
    popped.addAll(jedis().spop("{t}a", 5));
    assertThat(popped).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(jedis().exists("{t}a")).isFalse();
    assertThat(jedis().sscan("{t}b", "0").getResult()).containsExactlyInAnyOrder("2", "3", "4");
  }

  @Test
  void collectionsAreCopiedRenamedAndRestored() {
    jedis().hset("{t}h", "f", "v");
    jedis().sadd("{t}s", "m");
    assertThat(jedis().copy("{t}h", "{t}h2", false)).isTrue();
    assertThat(jedis().rename("{t}s", "{t}s2")).isEqualTo("OK");
    assertThat(jedis().hgetAll("{t}h2")).isEqualTo(Map.of("f", "v"));
    assertThat(jedis().smembers("{t}s2")).containsExactly("m");
    assertThat(jedis().restore("{t}h3", 0, jedis().dump("{t}h"))).isEqualTo("OK");
    assertThat(jedis().hgetAll("{t}h3")).isEqualTo(Map.of("f", "v"));
    assertThat(jedis().restore("{t}s3", 0, jedis().dump("{t}s2"))).isEqualTo("OK");
    assertThat(jedis().smembers("{t}s3")).containsExactly("m");
  }

  /** Redis knows this since 7.4. */
  @Test
  void fieldsExpire() {
    assumeThat(server().name()).as("servers that know it").isNotEqualTo("redis");
    jedis().hset("h", Map.of("a", "1", "b", "2"));
    assertThat(jedis().hexpire("h", 500, "a", "none")).containsExactly(1L, -2L);
    assertThat(jedis().httl("h", "a", "b").get(0)).isBetween(400L, 500L);
    assertThat(jedis().httl("h", "b")).containsExactly(-1L);
    assertThat(jedis().hpersist("h", "a")).containsExactly(1L);
    List<Long> deleted = new ArrayList<>(jedis().hpexpireAt("h", 1, "a", "b"));
    assertThat(deleted).containsExactly(2L, 2L);
    assertThat(jedis().exists("h")).isFalse();
  }

  @Test
  void sessionsOfManyUsers() {
    List<String> sessions = IntStream.range(0, MANY).mapToObj(i -> "session:" + i).toList();
    try (AbstractPipeline pipeline = jedis().pipelined()) {
      sessions.forEach(session -> pipeline.hset(session, Map.of("id", session, "cart", "0")));
      sessions.forEach(session -> pipeline.hincrBy(session, "cart", 2));
    }
    sessions.forEach(
        session ->
            assertThat(jedis().hgetAll(session)).isEqualTo(Map.of("id", session, "cart", "2")));
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "hgetall");
  }
}
