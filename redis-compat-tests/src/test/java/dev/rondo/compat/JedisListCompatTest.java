package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static redis.clients.jedis.args.ListDirection.LEFT;
import static redis.clients.jedis.args.ListDirection.RIGHT;

import dev.rondo.compat.support.ClusterClientsToo;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.args.ListPosition;
import redis.clients.jedis.params.LPosParams;
import redis.clients.jedis.params.SortingParams;

/** Lists, SORT and HyperLogLogs, seen through Jedis. */
@ClusterClientsToo
class JedisListCompatTest extends JedisTestCase {
  private static final int MANY = 60;

  @Test
  void bothEnds() {
    assertThat(jedis().lpush("{t}l", "b", "a")).isEqualTo(2);
    assertThat(jedis().rpush("{t}l", "c", "d")).isEqualTo(4);
    assertThat(jedis().rpushx("{t}none", "x")).isZero();
    assertThat(jedis().lrange("{t}l", 0, -1)).containsExactly("a", "b", "c", "d");
    assertThat(jedis().lpop("{t}l")).isEqualTo("a");
    assertThat(jedis().rpop("{t}l", 2)).containsExactly("d", "c");
    assertThat(jedis().llen("{t}l")).isEqualTo(1);
    assertThat(jedis().lpop("{t}none")).isNull();
    assertThat(jedis().lpop("{t}none", 2)).isNull();
    assertThat(jedis().lmpop(LEFT, 9, "{t}none", "{t}l").getValue()).containsExactly("b");
    assertThat(jedis().exists("{t}l")).isFalse();
    jedis().set("s", "text");
    assertThatThrownBy(() -> jedis().lpush("s", "x")).hasMessageStartingWith("WRONGTYPE ");
  }

  @Test
  void inTheMiddle() {
    jedis().rpush("{t}l", "a", "b", "a", "c", "a");
    assertThat(jedis().linsert("{t}l", ListPosition.BEFORE, "b", "x")).isEqualTo(6);
    assertThat(jedis().lindex("{t}l", 1)).isEqualTo("x");
    assertThat(jedis().lset("{t}l", -1, "z")).isEqualTo("OK");
    assertThat(jedis().lpos("{t}l", "a", LPosParams.lPosParams().rank(-1))).isEqualTo(3);
    assertThat(jedis().lpos("{t}l", "a", LPosParams.lPosParams(), 0)).containsExactly(0L, 3L);
    assertThat(jedis().lrem("{t}l", -1, "a")).isEqualTo(1);
    assertThat(jedis().ltrim("{t}l", 1, -2)).isEqualTo("OK");
    assertThat(jedis().lrange("{t}l", 0, -1)).containsExactly("x", "b", "c");
    assertThatThrownBy(() -> jedis().lset("{t}l", 9, "x")).hasMessage("ERR index out of range");
    assertThat(jedis().lmove("{t}l", "{t}m", RIGHT, LEFT)).isEqualTo("c");
    assertThat(jedis().lmove("{t}m", "{t}m", LEFT, RIGHT)).isEqualTo("c");
    assertThat(jedis().lmove("{t}none", "{t}m", LEFT, RIGHT)).isNull();
    assertThat(jedis().lrange("{t}m", 0, -1)).containsExactly("c");
  }

  @Test
  void sorting() {
    jedis().rpush("{t}l", "3", "10", "2");
    assertThat(jedis().sort("{t}l")).containsExactly("2", "3", "10");
    jedis().mset("{t}w_2", "1", "{t}w_3", "9", "{t}w_10", "5", "{t}o_2", "two", "{t}o_10", "ten");
    SortingParams byWeight = new SortingParams().by("{t}w_*").get("{t}o_*", "#").desc();
    assertThat(jedis().sort("{t}l", byWeight)).containsExactly(null, "3", "ten", "10", "two", "2");
    assertThat(jedis().sort("{t}l", new SortingParams().alpha().limit(0, 2), "{t}t")).isEqualTo(2);
    assertThat(jedis().lrange("{t}t", 0, -1)).containsExactly("10", "2");
  }

  @Test
  void countingDifferentThings() {
    assertThat(jedis().pfadd("{t}h", "a", "b", "c")).isEqualTo(1);
    assertThat(jedis().pfadd("{t}h", "a")).isZero();
    jedis().pfadd("{t}i", "c", "d");
    assertThat(jedis().pfcount("{t}h", "{t}i")).isEqualTo(4);
    assertThat(jedis().pfmerge("{t}h", "{t}i")).isEqualTo("OK");
    assertThat(jedis().pfcount("{t}h")).isEqualTo(4);
  }

  @Test
  void manyQueues() {
    List<String> queues = IntStream.range(0, MANY).mapToObj(i -> "queue:" + i).toList();
    try (AbstractPipeline pipeline = jedis().pipelined()) {
      queues.forEach(queue -> pipeline.rpush(queue, "a", "b", "c"));
      queues.forEach(pipeline::lpop);
    }
    queues.forEach(queue -> assertThat(jedis().lrange(queue, 0, -1)).containsExactly("b", "c"));
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "lrange");
  }
}
