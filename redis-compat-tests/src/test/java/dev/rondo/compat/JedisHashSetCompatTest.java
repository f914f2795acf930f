package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Hashes and sets, seen through Jedis. */
class JedisHashSetCompatTest extends JedisTestCase {

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
    assertThat(jedis().sadd("a", "1", "2", "3", "2")).isEqualTo(3);
    assertThat(jedis().sadd("b", "2", "3", "4")).isEqualTo(3);
    assertThat(jedis().smembers("a")).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(jedis().sismember("a", "1")).isTrue();
    assertThat(jedis().smismember("a", "1", "9")).containsExactly(true, false);
    assertThat(jedis().sinter("a", "b")).containsExactlyInAnyOrder("2", "3");
    assertThat(jedis().sunion("a", "b")).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(jedis().sdiff("a", "b")).containsExactly("1");
    assertThat(jedis().sintercard(1, "a", "b")).isEqualTo(1);
    assertThat(jedis().sunionstore("c", "a", "b")).isEqualTo(4);
    assertThat(jedis().smove("c", "a", "4")).isEqualTo(1);
    assertThat(jedis().scard("c")).isEqualTo(3);
    assertThat(jedis().srandmember("a", -9)).hasSize(9);
    assertThat(jedis().srem("a", "4", "9")).isEqualTo(1);
    Set<String> popped = new HashSet<>();
    popped.add(jedis().spop("a"));
    popped.addAll(jedis().spop("a", 5));
    assertThat(popped).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(jedis().exists("a")).isFalse();
    assertThat(jedis().sscan("b", "0").getResult()).containsExactlyInAnyOrder("2", "3", "4");
  }

  @Test
  void aWatchedHashThatChangedStopsATransaction() {
    jedis().hset("h", "a", "1");
    jedis().watch("h");
    try (Jedis other = new Jedis(hostAndPort(), config())) {
      other.hdel("h", "none");
      other.hset("h", "b", "2");
    }
    try (Transaction transaction = jedis().multi()) {
      transaction.hset("h", "c", "3");
      assertThat(transaction.exec()).isNull();
    }
    assertThat(jedis().hlen("h")).isEqualTo(2);
  }

  @Test
  void collectionsAreCopiedRenamedAndRestored() {
    jedis().hset("h", "f", "v");
    jedis().sadd("s", "m");
    assertThat(jedis().copy("h", "h2", false)).isTrue();
    assertThat(jedis().rename("s", "s2")).isEqualTo("OK");
    assertThat(jedis().hgetAll("h2")).isEqualTo(Map.of("f", "v"));
    assertThat(jedis().smembers("s2")).containsExactly("m");
    assertThat(jedis().restore("h3", 0, jedis().dump("h"))).isEqualTo("OK");
    assertThat(jedis().hgetAll("h3")).isEqualTo(Map.of("f", "v"));
    assertThat(jedis().restore("s3", 0, jedis().dump("s2"))).isEqualTo("OK");
    assertThat(jedis().smembers("s3")).containsExactly("m");
  }

  /** Redis knows this since 7.4. */
  @Test
  void fieldsExpire() {
    assumeThat(server().name()).isEqualTo("rondo");
    jedis().hset("h", Map.of("a", "1", "b", "2"));
    assertThat(jedis().hexpire("h", 500, "a", "none")).containsExactly(1L, -2L);
    assertThat(jedis().httl("h", "a", "b").get(0)).isBetween(400L, 500L);
    assertThat(jedis().httl("h", "b")).containsExactly(-1L);
    assertThat(jedis().hpersist("h", "a")).containsExactly(1L);
    List<Long> deleted = new ArrayList<>(jedis().hpexpireAt("h", 1, "a", "b"));
    assertThat(deleted).containsExactly(2L, 2L);
    assertThat(jedis().exists("h")).isFalse();
  }
}
