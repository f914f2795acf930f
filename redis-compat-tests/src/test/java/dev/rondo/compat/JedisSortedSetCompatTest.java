package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compat.support.ClusterClientsToo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.GeoCoordinate;
import redis.clients.jedis.args.GeoUnit;
import redis.clients.jedis.args.SortedSetOption;
import redis.clients.jedis.params.GeoSearchParam;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.ZAddParams;
import redis.clients.jedis.params.ZParams;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/** Sorted sets and places, seen through Jedis. */
@ClusterClientsToo
class JedisSortedSetCompatTest extends JedisTestCase {
  private static final int MANY = 60;

  @Test
  void scoresAndRanks() {
    assertThat(jedis().zadd("z", Map.of("a", 1.0, "b", 2.5, "c", 2.5))).isEqualTo(3);
    assertThat(jedis().zadd("z", 3, "a", ZAddParams.zAddParams().gt().ch())).isEqualTo(1);
    assertThat(jedis().zaddIncr("z", 1, "a", ZAddParams.zAddParams().nx())).isNull();
    assertThat(jedis().zincrby("z", 0.5, "a")).isEqualTo(3.5);
    assertThat(jedis().zscore("z", "nope")).isNull();
    assertThat(jedis().zmscore("z", "b", "nope")).containsExactly(2.5, null);
    assertThat(jedis().zrank("z", "c")).isEqualTo(1);
    assertThat(jedis().zrevrank("z", "c")).isEqualTo(1);
    assertThat(jedis().zcount("z", "(2", "+inf")).isEqualTo(3);
    assertThat(jedis().zrem("z", "a", "nope")).isEqualTo(1);
    assertThat(jedis().zcard("z")).isEqualTo(2);
    assertThat(jedis().type("z")).isEqualTo("zset");
    jedis().set("s", "text");
    assertThatThrownBy(() -> jedis().zcard("s")).hasMessageStartingWith("WRONGTYPE ");
  }

  @Test
  void ranges() {
    jedis().zadd("{t}z", Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", Double.POSITIVE_INFINITY));
    assertThat(jedis().zrange("{t}z", 1, -2)).containsExactly("b", "c");
    assertThat(jedis().zrangeWithScores("{t}z", -1, -1))
        .containsExactly(new Tuple("d", Double.POSITIVE_INFINITY));
    assertThat(jedis().zrange("{t}z", ZRangeParams.zrangeByScoreParams(3, 1).rev().limit(1, 1)))
        .containsExactly("b");
    assertThat(jedis().zrangestore("{t}t", "{t}z", ZRangeParams.zrangeParams(0, 1))).isEqualTo(2);
    assertThat(jedis().zrangeWithScores("{t}t", 0, -1))
        .containsExactly(new Tuple("a", 1.0), new Tuple("b", 2.0));
  }

  @Test
  void combinations() {
    jedis().zadd("{t}y", Map.of("a", 1.0, "b", 2.0));
    jedis().zadd("{t}z", Map.of("b", 10.0, "c", 20.0));
    assertThat(jedis().zunionWithScores(new ZParams().weights(2, 1), "{t}y", "{t}z"))
        .containsExactly(new Tuple("a", 2.0), new Tuple("b", 14.0), new Tuple("c", 20.0));
    assertThat(
            jedis()
                .zinterstore(
                    "{t}t", new ZParams().aggregate(ZParams.Aggregate.MAX), "{t}y", "{t}z"))
        .isEqualTo(1);
    assertThat(jedis().zscore("{t}t", "b")).isEqualTo(10.0);
    assertThat(jedis().zdiff("{t}y", "{t}z")).containsExactly("a");
    assertThat(jedis().zintercard("{t}y", "{t}z")).isEqualTo(1);
  }

  @Test
  void pops() {
    jedis().zadd("{t}z", Map.of("a", 1.0, "b", 2.0, "c", 3.0));
    assertThat(jedis().zpopmin("{t}z")).isEqualTo(new Tuple("a", 1.0));
    assertThat(jedis().zmpop(SortedSetOption.MAX, 5, "{t}none", "{t}z").getValue())
        .containsExactly(new Tuple("c", 3.0), new Tuple("b", 2.0));
    assertThat(jedis().exists("{t}z")).isFalse();
    assertThat(jedis().zmpop(SortedSetOption.MAX, "{t}none", "{t}z")).isNull();
    assertThat(jedis().zpopmin("{t}z", 2)).isEmpty();
  }

  @Test
  void scansAll() {
    Map<String, Double> members = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      members.put("member-" + i, (double) i);
    }
    assertThat(jedis().zadd("z", members)).isEqualTo(2_000);
    Set<String> seen = new HashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<Tuple> page = jedis().zscan("z", cursor, new ScanParams().count(100));
      page.getResult().forEach(tuple -> seen.add(tuple.getElement()));
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    assertThat(seen).isEqualTo(members.keySet());
    assertThat(jedis().zrandmemberWithScores("z", 5)).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void places() {
    jedis().geoadd("g", 13.361389, 38.115556, "Palermo");
    jedis().geoadd("g", 15.087269, 37.502669, "Catania");
    assertThat(jedis().geodist("g", "Palermo", "Catania", GeoUnit.KM)).isEqualTo(166.2742);
    List<GeoCoordinate> found = jedis().geopos("g", "Palermo", "nope");
    assertThat(found.get(0).getLongitude()).isCloseTo(13.361389, within(1e-5));
    assertThat(found.get(1)).isNull();
    assertThat(jedis().geohash("g", "Palermo")).containsExactly("sqc8b49rny0");
    assertThat(
            jedis()
                .geosearch(
                    "g",
                    GeoSearchParam.geoSearchParam()
                        .fromLonLat(15, 37)
                        .byRadius(200, GeoUnit.KM)
                        .asc()
                        .withDist()))
        .extracting(place -> place.getMemberByString() + " " + place.getDistance())
        .containsExactly("Catania 56.4413", "Palermo 190.4424");
  }

  @Test
  void manyRankings() {
    List<String> rankings = IntStream.range(0, MANY).mapToObj(i -> "ranking:" + i).toList();
    try (AbstractPipeline pipeline = jedis().pipelined()) {
      rankings.forEach(ranking -> pipeline.zadd(ranking, Map.of("a", 1.0, "b", 2.0)));
      rankings.forEach(ranking -> pipeline.zincrby(ranking, 5, "a"));
    }
    rankings.forEach(
        ranking -> assertThat(jedis().zrange(ranking, 0, -1)).containsExactly("b", "a"));
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "zrange");
  }
}
