package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static redis.clients.jedis.args.ListDirection.LEFT;
import static redis.clients.jedis.args.ListDirection.RIGHT;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.args.ListPosition;
import redis.clients.jedis.params.LPosParams;
import redis.clients.jedis.params.SortingParams;

/** Lists, SORT and HyperLogLogs, seen through Jedis. */
class JedisListCompatTest extends JedisTestCase {

  @Test
  void bothEnds() {
    assertThat(jedis().lpush("l", "b", "a")).isEqualTo(2);
    assertThat(jedis().rpush("l", "c", "d")).isEqualTo(4);
    assertThat(jedis().rpushx("none", "x")).isZero();
    assertThat(jedis().lrange("l", 0, -1)).containsExactly("a", "b", "c", "d");
    assertThat(jedis().lpop("l")).isEqualTo("a");
    assertThat(jedis().rpop("l", 2)).containsExactly("d", "c");
    assertThat(jedis().llen("l")).isEqualTo(1);
    assertThat(jedis().lpop("none")).isNull();
    assertThat(jedis().lpop("none", 2)).isNull();
    assertThat(jedis().lmpop(LEFT, 9, "none", "l").getValue()).containsExactly("b");
    assertThat(jedis().exists("l")).isFalse();
    jedis().set("s", "text");
    assertThatThrownBy(() -> jedis().lpush("s", "x")).hasMessageStartingWith("WRONGTYPE ");
  }

  @Test
  void inTheMiddle() {
    jedis().rpush("l", "a", "b", "a", "c", "a");
    assertThat(jedis().linsert("l", ListPosition.BEFORE, "b", "x")).isEqualTo(6);
    assertThat(jedis().lindex("l", 1)).isEqualTo("x");
    assertThat(jedis().lset("l", -1, "z")).isEqualTo("OK");
    assertThat(jedis().lpos("l", "a", LPosParams.lPosParams().rank(-1))).isEqualTo(3);
    assertThat(jedis().lpos("l", "a", LPosParams.lPosParams(), 0)).containsExactly(0L, 3L);
    assertThat(jedis().lrem("l", -1, "a")).isEqualTo(1);
    assertThat(jedis().ltrim("l", 1, -2)).isEqualTo("OK");
    assertThat(jedis().lrange("l", 0, -1)).containsExactly("x", "b", "c");
    assertThatThrownBy(() -> jedis().lset("l", 9, "x")).hasMessage("ERR index out of range");
    assertThat(jedis().lmove("l", "m", RIGHT, LEFT)).isEqualTo("c");
    assertThat(jedis().lmove("m", "m", LEFT, RIGHT)).isEqualTo("c");
    assertThat(jedis().lmove("none", "m", LEFT, RIGHT)).isNull();
    assertThat(jedis().lrange("m", 0, -1)).containsExactly("c");
  }

  @Test
  void sorting() {
    jedis().rpush("l", "3", "10", "2");
    assertThat(jedis().sort("l")).containsExactly("2", "3", "10");
    jedis().mset("w_2", "1", "w_3", "9", "w_10", "5", "o_2", "two", "o_10", "ten");
    SortingParams byWeight = new SortingParams().by("w_*").get("o_*", "#").desc();
    assertThat(jedis().sort("l", byWeight)).containsExactly(null, "3", "ten", "10", "two", "2");
    assertThat(jedis().sort("l", new SortingParams().alpha().limit(0, 2), "t")).isEqualTo(2);
    assertThat(jedis().lrange("t", 0, -1)).containsExactly("10", "2");
  }

  @Test
  void countingDifferentThings() {
    assertThat(jedis().pfadd("h", "a", "b", "c")).isEqualTo(1);
    assertThat(jedis().pfadd("h", "a")).isZero();
    jedis().pfadd("i", "c", "d");
    assertThat(jedis().pfcount("h", "i")).isEqualTo(4);
    assertThat(jedis().pfmerge("h", "i")).isEqualTo("OK");
    assertThat(jedis().pfcount("h")).isEqualTo(4);
  }
}
