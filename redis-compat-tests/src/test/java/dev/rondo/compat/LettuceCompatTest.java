package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.ClientKind;
import dev.rondo.compat.support.ClusterClientsToo;
import io.lettuce.core.BitFieldArgs;
import io.lettuce.core.GetExArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LcsArgs;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Strings, keys, scans and commands in flight, through Lettuce. */
@ClusterClientsToo
class LettuceCompatTest extends LettuceTestCase {

  private static final int MANY = 10_000;

  @Test
  void strings() {
    assertThat(redis().get("k")).isNull();
    assertThat(redis().set("k", "10")).isEqualTo("OK");
    assertThat(redis().incrby("k", 5)).isEqualTo(15);
    assertThat(redis().decr("k")).isEqualTo(14);
    assertThat(redis().incrbyfloat("k", 0.25)).isEqualTo(14.25);
    assertThat(redis().append("k", "!")).isEqualTo(6);
    assertThat(redis().getrange("k", 0, 1)).isEqualTo("14");
    assertThat(redis().setrange("k", 1, "5")).isEqualTo(6);
    assertThat(redis().setGet("k", "new")).isEqualTo("15.25!");
    assertThat(redis().strlen("k")).isEqualTo(3);
    assertThat(redis().getdel("k")).isEqualTo("new");
    assertThat(redis().mset(Map.of("{t}a", "1", "{t}b", "2"))).isEqualTo("OK");
    assertThat(redis().mget("{t}a", "{t}none", "{t}b"))
        .containsExactly(
            KeyValue.just("{t}a", "1"), KeyValue.empty("{t}none"), KeyValue.just("{t}b", "2"));
    assertThat(redis().msetnx(Map.of("{t}b", "x", "{t}c", "x"))).isFalse();
    assertThat(redis().lcs(LcsArgs.Builder.keys("{t}a", "{t}b").justLen()).getLen()).isZero();
  }

  @Test
  void setOptionsAndExpiry() {
    assertThat(redis().set("k", "1", SetArgs.Builder.xx())).isNull();
    assertThat(redis().set("k", "1", SetArgs.Builder.nx().ex(1_000))).isEqualTo("OK");
    assertThat(redis().setGet("k", "2", SetArgs.Builder.keepttl())).isEqualTo("1");
    assertThat(redis().ttl("k")).isBetween(900L, 1_000L);
    assertThat(redis().getex("k", GetExArgs.Builder.persist())).isEqualTo("2");
    assertThat(redis().pttl("k")).isEqualTo(-1);
    assertThat(redis().expire("k", Duration.ofSeconds(500))).isTrue();
    assertThat(redis().pttl("k")).isBetween(400_000L, 500_000L);
    assertThat(redis().pexpireat("k", 4_000_000_000_000L)).isTrue();
    assertThat(redis().expiretime("k")).isEqualTo(4_000_000_000L);
    assertThat(redis().persist("k")).isTrue();
    assertThat(redis().expireat("k", 1)).isTrue();
    assertThat(redis().exists("k")).isZero();
    assertThat(redis().ttl("k")).isEqualTo(-2);
  }

  @Test
  void bitmaps() {
    assertThat(redis().setbit("{t}b", 1, 1)).isZero();
    assertThat(redis().getbit("{t}b", 1)).isEqualTo(1);
    assertThat(redis().setbit("{t}c", 2, 1)).isZero();
    assertThat(redis().bitopOr("{t}d", "{t}b", "{t}c")).isEqualTo(1);
    assertThat(redis().bitcount("{t}d")).isEqualTo(2);
    assertThat(redis().bitpos("{t}d", true)).isEqualTo(1);
    BitFieldArgs fields =
        BitFieldArgs.Builder.set(BitFieldArgs.unsigned(8), 0, 200)
            .overflow(BitFieldArgs.OverflowType.FAIL)
            .incrBy(BitFieldArgs.unsigned(8), 0, 100)
            .get(BitFieldArgs.signed(8), 0);
    assertThat(redis().bitfield("{t}d", fields)).containsExactly(96L, null, -56L);
  }

  @Test
  void keys() {
    redis().set("{t}k", "v");
    assertThat(redis().type("{t}k")).isEqualTo("string");
    assertThat(redis().copy("{t}k", "{t}k2")).isTrue();
    assertThat(redis().copy("{t}k", "{t}k2")).isFalse();
    assertThat(redis().rename("{t}k", "{t}k3")).isEqualTo("OK");
    onceCopied(
        () ->
            assertThat(new HashSet<>(redis().keys("{t}k*")))
                .containsExactlyInAnyOrder("{t}k2", "{t}k3"));
    onceCopied(() -> assertThat(redis().randomkey()).isIn("{t}k2", "{t}k3"));
    assertThat(redis().touch("{t}k2", "{t}none")).isEqualTo(1);
    assertThat(redis().move("{t}k2", 1)).isTrue();
    assertThat(redis().objectEncoding("{t}k3")).isEqualTo("embstr");
    byte[] dumped = redis().dump("{t}k3");
    assertThat(redis().restore("{t}k4", 0, dumped)).isEqualTo("OK");
    assertThat(redis().get("{t}k4")).isEqualTo("v");
    assertThat(redis().unlink("{t}k3", "{t}k4")).isEqualTo(2);
    onceCopied(() -> assertThat(redis().dbsize()).isZero());
  }

  @Test
  void scanReturnsEachOfManyKeys() {
    fill();
    onceCopied(() -> assertThat(scanAll()).hasSize(scannedKeys()));
  }

  private Set<String> scanAll() {
    Set<String> seen = new HashSet<>();
    ScanCursor at = ScanCursor.INITIAL;
    while (!at.isFinished()) {
      KeyScanCursor<String> page = redis().scan(at, ScanArgs.Builder.limit(700).match("key:*"));
      seen.addAll(page.getKeys());
      at = page;
    }
    return seen;
  }

  @Test
  void thousandsOfCommandsInFlight() {
    // Commands on one key wait for each other, and in a cluster each is a journey.
    int many = isCluster() ? MANY / 10 : MANY;
    List<RedisFuture<Long>> replies =
        link()
            .flushedAtOnce(async -> IntStream.range(0, many).mapToObj(i -> async.incr("counter")));

    assertThat(LettuceFutures.awaitAll(30, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new)))
        .isTrue();
    assertThat(replies.get(many - 1).toCompletableFuture().join()).isEqualTo(many);
  }

  @Test
  void keysOfManySlots() {
    List<String> keys = IntStream.range(0, 60).mapToObj(i -> "key:" + i).toList();
    keys.forEach(key -> assertThat(redis().set(key, "of " + key)).isEqualTo("OK"));
    keys.forEach(key -> assertThat(redis().get(key)).isEqualTo("of " + key));
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "get");
    String[] all = keys.toArray(String[]::new);
    assertThat(redis().mget(all))
        .extracting(KeyValue::getValue)
        .containsExactlyElementsOf(keys.stream().map("of "::concat).toList());
    assertThat(redis().exists(all)).isEqualTo(60);
    assertThat(redis().unlink(all)).isEqualTo(60);
  }

  @Test
  void binaryAndLargeValues() {
    byte[] key = {0, -1, 13, 10};
    byte[] large = new byte[5 * 1024 * 1024];
    new SplittableRandom(1).nextBytes(large);
    RedisClusterCommands<byte[], byte[]> bytes = binary().sync();
    assertThat(bytes.set(key, large)).isEqualTo("OK");
    assertThat(bytes.get(key)).isEqualTo(large);
    assertThat(bytes.getrange(key, -3, -1))
        .containsExactly(large[large.length - 3], large[large.length - 2], large[large.length - 1]);
    assertThat(bytes.set(key, new byte[0])).isEqualTo("OK");
    assertThat(bytes.get(key)).isEmpty();
  }

  /** A cluster client goes through all keys on each node. */
  private int scannedKeys() {
    return clientKind() == ClientKind.CLUSTER ? MANY / 3 : MANY;
  }

  private void fill() {
    List<RedisFuture<String>> replies =
        link()
            .flushedAtOnce(
                async ->
                    IntStream.range(0, scannedKeys()).mapToObj(i -> async.set("key:" + i, "v")));
    assertThat(LettuceFutures.awaitAll(30, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new)))
        .isTrue();
  }
}
