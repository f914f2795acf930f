package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compat.support.ClusterClientsToo;
import io.lettuce.core.GeoAddArgs;
import io.lettuce.core.GeoArgs;
import io.lettuce.core.GeoArgs.Unit;
import io.lettuce.core.GeoCoordinates;
import io.lettuce.core.GeoSearch;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LMPopArgs;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.LPosArgs;
import io.lettuce.core.Limit;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.SortArgs;
import io.lettuce.core.Value;
import io.lettuce.core.ZAddArgs;
import io.lettuce.core.ZPopArgs;
import io.lettuce.core.ZStoreArgs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hashes, sets, sorted sets, lists, places and HyperLogLogs, through Lettuce. */
@ClusterClientsToo
class LettuceCollectionsCompatTest extends LettuceTestCase {

  @Test
  void hashes() {
    Map<String, String> session = Map.of("user", "anna", "cart", "3", "\0\r\n", "\u00e9");
    assertThat(redis().hset("h", session)).isEqualTo(3);
    assertThat(redis().hgetall("h")).isEqualTo(session);
    assertThat(redis().hset("h", "user", "otto")).isFalse();
    assertThat(redis().hsetnx("h", "user", "eve")).isFalse();
    assertThat(redis().hget("h", "user")).isEqualTo("otto");
    assertThat(redis().hmget("h", "cart", "none"))
        .containsExactly(KeyValue.just("cart", "3"), KeyValue.empty("none"));
    assertThat(redis().hkeys("h")).containsExactlyInAnyOrder("user", "cart", "\0\r\n");
    assertThat(redis().hvals("h")).containsExactlyInAnyOrder("otto", "3", "\u00e9");
    assertThat(redis().hexists("h", "none")).isFalse();
    assertThat(redis().hstrlen("h", "user")).isEqualTo(4);
    assertThat(redis().hincrby("h", "cart", 4)).isEqualTo(7);
    assertThat(redis().hincrbyfloat("h", "cart", 0.5)).isEqualTo(7.5);
    assertThatThrownBy(() -> redis().hincrby("h", "user", 1))
        .hasMessage("ERR hash value is not an integer");
    assertThat(redis().hrandfieldWithvalues("h", 9))
        .hasSize(3)
        .contains(KeyValue.just("user", "otto"));
    assertThat(redis().hdel("h", "cart", "none")).isEqualTo(1);
    assertThat(redis().hlen("h")).isEqualTo(2);
    assertThat(redis().hgetall("none")).isEmpty();
    assertThatThrownBy(() -> redis().get("h")).hasMessageStartingWith("WRONGTYPE ");
  }

  @Test
  void aLargeHashIsScanned() {
    Map<String, String> all =
        IntStream.range(0, 1_500).boxed().collect(Collectors.toMap(i -> "f" + i, i -> "v" + i));
    redis().hset("h", all);
    Map<String, String> seen = new HashMap<>();
    ScanCursor at = ScanCursor.INITIAL;
    while (!at.isFinished()) {
      MapScanCursor<String, String> page = redis().hscan("h", at, ScanArgs.Builder.limit(100));
      seen.putAll(page.getMap());
      at = page;
    }
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void sets() {
    assertThat(redis().sadd("{t}a", "1", "2", "3", "2")).isEqualTo(3);
    assertThat(redis().sadd("{t}b", "2", "3", "4")).isEqualTo(3);
    assertThat(redis().smembers("{t}a")).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(redis().sismember("{t}a", "9")).isFalse();
    assertThat(redis().smismember("{t}a", "1", "9")).containsExactly(true, false);
    assertThat(redis().sinter("{t}a", "{t}b")).containsExactlyInAnyOrder("2", "3");
    assertThat(redis().sunion("{t}a", "{t}b")).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(redis().sdiff("{t}a", "{t}b")).containsExactly("1");
    assertThat(redis().sintercard(1, "{t}a", "{t}b")).isEqualTo(1);
    assertThat(redis().sunionstore("{t}c", "{t}a", "{t}b")).isEqualTo(4);
    assertThat(redis().sdiffstore("{t}d", "{t}b", "{t}a")).isEqualTo(1);
    assertThat(redis().smove("{t}c", "{t}a", "4")).isTrue();
    assertThat(redis().scard("{t}c")).isEqualTo(3);
    assertThat(redis().srem("{t}a", "4", "9")).isEqualTo(1);
    assertThat(redis().srandmember("{t}a", -9)).hasSize(9).isSubsetOf("1", "2", "3");
    assertThat(redis().sscan("{t}b").getValues()).containsExactlyInAnyOrder("2", "3", "4");
    assertThat(redis().spop("{t}a", 5)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(redis().spop("{t}a")).isNull();
    assertThat(redis().exists("{t}a")).isZero();
  }

  @Test
  void scoresAndRanks() {
    assertThat(redis().zadd("z", 1.0, "a", 2.5, "b")).isEqualTo(2);
    assertThat(redis().zadd("z", ZAddArgs.Builder.gt().ch(), 3, "a")).isEqualTo(1);
    assertThat(redis().zaddincr("z", ZAddArgs.Builder.nx(), 1, "a")).isNull();
    assertThat(redis().zincrby("z", 0.5, "a")).isEqualTo(3.5);
    assertThat(redis().zscore("z", "none")).isNull();
    assertThat(redis().zmscore("z", "b", "none")).containsExactly(2.5, null);
    assertThat(redis().zrank("z", "a")).isEqualTo(1);
    assertThat(redis().zrevrank("z", "a")).isZero();
    assertThat(redis().zrank("z", "none")).isNull();
    assertThat(
            redis()
                .zcount("z", Range.from(Range.Boundary.excluding(2.5), Range.Boundary.unbounded())))
        .isEqualTo(1);
    assertThat(redis().zrem("z", "a", "none")).isEqualTo(1);
    assertThat(redis().zcard("z")).isEqualTo(1);
    redis().set("s", "text");
    assertThatThrownBy(() -> redis().zcard("s")).hasMessageStartingWith("WRONGTYPE ");
    assertThatThrownBy(() -> redis().zadd("z", Double.NaN, "a"))
        .hasMessage("ERR value is not a valid float");
  }

  @Test
  void rangesAndCombinations() {
    redis().zadd("{t}y", 1.0, "a", 2.0, "b");
    redis().zadd("{t}z", 10.0, "b", 30.0, "c");
    assertThat(redis().zrange("{t}y", 0, -1)).containsExactly("a", "b");
    assertThat(redis().zrevrangeWithScores("{t}z", 0, 0))
        .containsExactly(ScoredValue.just(30, "c"));
    assertThat(redis().zrangebyscore("{t}y", Range.create(1, 2), Limit.create(1, 1)))
        .containsExactly("b");
    assertThat(redis().zrangebylex("{t}none", Range.unbounded())).isEmpty();
    assertThat(redis().zrangestore("{t}s", "{t}y", Range.create(0L, 0L))).isEqualTo(1);
    assertThat(redis().zunionstore("{t}t", ZStoreArgs.Builder.weights(2, 1), "{t}y", "{t}z"))
        .isEqualTo(3);
    assertThat(redis().zrangeWithScores("{t}t", 0, 1))
        .containsExactly(ScoredValue.just(2, "a"), ScoredValue.just(14, "b"));
    assertThat(redis().zinterWithScores("{t}y", "{t}z")).containsExactly(ScoredValue.just(12, "b"));
    assertThat(redis().zdiff("{t}y", "{t}z")).containsExactly("a");
    assertThat(redis().zintercard("{t}y", "{t}z")).isEqualTo(1);
    assertThat(redis().zremrangebyscore("{t}t", Range.create(14, 20))).isEqualTo(1);
    assertThat(redis().zmpop(5, ZPopArgs.Builder.max(), "{t}none", "{t}t"))
        .isEqualTo(
            KeyValue.just("{t}t", List.of(ScoredValue.just(30, "c"), ScoredValue.just(2, "a"))));
    assertThat(redis().zpopmin("{t}y")).isEqualTo(ScoredValue.just(1, "a"));
    assertThat(redis().zscan("{t}y").getValues()).containsExactly(ScoredValue.just(2, "b"));
  }

  @Test
  void lists() {
    assertThat(redis().lpush("{t}l", "b", "a")).isEqualTo(2);
    assertThat(redis().rpush("{t}l", "c", "b")).isEqualTo(4);
    assertThat(redis().rpushx("{t}none", "x")).isZero();
    assertThat(redis().linsert("{t}l", true, "c", "x")).isEqualTo(5);
    assertThat(redis().lrange("{t}l", 0, -1)).containsExactly("a", "b", "x", "c", "b");
    assertThat(redis().lpos("{t}l", "b", LPosArgs.Builder.rank(-1))).isEqualTo(4);
    assertThat(redis().lpos("{t}l", "b", 0)).containsExactly(1L, 4L);
    assertThat(redis().lset("{t}l", -1, "z")).isEqualTo("OK");
    assertThat(redis().lindex("{t}l", 9)).isNull();
    assertThat(redis().lrem("{t}l", 1, "x")).isEqualTo(1);
    assertThat(redis().ltrim("{t}l", 0, 2)).isEqualTo("OK");
    assertThatThrownBy(() -> redis().lset("{t}l", 9, "x")).hasMessage("ERR index out of range");
    assertThat(redis().lmove("{t}l", "{t}m", LMoveArgs.Builder.rightLeft())).isEqualTo("c");
    assertThat(redis().rpop("{t}l")).isEqualTo("b");
    assertThat(redis().lmpop(LMPopArgs.Builder.left().count(9), "{t}none", "{t}l"))
        .isEqualTo(KeyValue.just("{t}l", List.of("a")));
    assertThat(redis().llen("{t}l")).isZero();
    assertThat(redis().lpop("{t}l")).isNull();
    assertThat(redis().lpop("{t}m", 3)).containsExactly("c");
  }

  @Test
  void sorting() {
    redis().rpush("{t}l", "3", "10", "2");
    redis().mset(Map.of("{t}w_2", "9", "{t}w_3", "1", "{t}w_10", "5"));
    assertThat(redis().sort("{t}l")).containsExactly("2", "3", "10");
    assertThat(redis().sort("{t}l", SortArgs.Builder.alpha().desc().limit(0, 2)))
        .containsExactly("3", "2");
    assertThat(redis().sort("{t}l", SortArgs.Builder.by("{t}w_*").get("#")))
        .containsExactly("3", "10", "2");
    assertThat(redis().sortStore("{t}l", new SortArgs(), "{t}s")).isEqualTo(3);
    assertThat(redis().lrange("{t}s", 0, -1)).containsExactly("2", "3", "10");
  }

  @Test
  void places() {
    assertThat(redis().geoadd("{t}g", 13.361389, 38.115556, "Palermo")).isEqualTo(1);
    assertThat(redis().geoadd("{t}g", 15.087269, 37.502669, "Catania")).isEqualTo(1);
    assertThat(redis().geoadd("{t}g", 15.0, 37.5, "Catania", GeoAddArgs.Builder.nx())).isZero();
    assertThat(redis().geodist("{t}g", "Palermo", "Catania", Unit.km)).isEqualTo(166.2742);
    List<GeoCoordinates> found = redis().geopos("{t}g", "Palermo", "none");
    assertThat(found.get(0).getX().doubleValue()).isCloseTo(13.361389, within(1e-5));
    assertThat(found.get(1)).isNull();
    assertThat(redis().geohash("{t}g", "Palermo", "none"))
        .containsExactly(Value.just("sqc8b49rny0"), Value.empty());
    GeoSearch.GeoRef<String> near = GeoSearch.fromCoordinates(15, 37);
    assertThat(
            redis()
                .geosearch(
                    "{t}g",
                    near,
                    GeoSearch.byRadius(200, Unit.km),
                    GeoArgs.Builder.distance().asc()))
        .extracting(place -> place.getMember() + " " + place.getDistance())
        .containsExactly("Catania 56.4413", "Palermo 190.4424");
    assertThat(
            redis()
                .geosearch("{t}g", GeoSearch.fromMember("Catania"), GeoSearch.byBox(9, 9, Unit.m)))
        .containsExactly("Catania");
    assertThat(
            redis()
                .geosearchstore(
                    "{t}s", "{t}g", near, GeoSearch.byRadius(100, Unit.km), new GeoArgs(), true))
        .isEqualTo(1);
    assertThat(redis().zscore("{t}s", "Catania")).isCloseTo(56.4413, within(1e-4));
  }

  @Test
  void countingDifferentThings() {
    assertThat(redis().pfadd("{t}h", "a", "b", "c")).isEqualTo(1);
    assertThat(redis().pfadd("{t}h", "a")).isZero();
    assertThat(redis().pfadd("{t}i", "c", "d")).isEqualTo(1);
    assertThat(redis().pfcount("{t}h", "{t}i")).isEqualTo(4);
    assertThat(redis().pfmerge("{t}h", "{t}i")).isEqualTo("OK");
    assertThat(redis().pfcount("{t}h")).isEqualTo(4);
  }

  @Test
  void sessionsOfManyUsers() {
    List<String> sessions = IntStream.range(0, 60).mapToObj(i -> "session:" + i).toList();
    sessions.forEach(session -> redis().hset(session, Map.of("id", session, "cart", "0")));
    sessions.forEach(session -> redis().hincrby(session, "cart", 2));
    sessions.forEach(
        session ->
            assertThat(redis().hgetall(session)).isEqualTo(Map.of("id", session, "cart", "2")));
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "hgetall");
  }
}
