package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compat.support.AgainstEachServer;
import io.lettuce.core.BitFieldArgs;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.GetExArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LcsArgs;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lettuce, in RESP2. */
class LettuceCompatTest extends AgainstEachServer {

  private static final int MANY = 10_000;

  private @Nullable RedisClient client;
  private @Nullable StatefulRedisConnection<String, String> connection;

  /** The protocol version that the client asks for. */
  ProtocolVersion protocol() {
    return ProtocolVersion.RESP2;
  }

  @BeforeEach
  void connect() {
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(server().port())
            .withClientName("compat")
            .withTimeout(Duration.ofSeconds(30))
            .build();
    RedisClient created = RedisClient.create(uri);
    created.setOptions(
        ClientOptions.builder().protocolVersion(protocol()).autoReconnect(false).build());
    client = created;
    connection = created.connect();
  }

  @AfterEach
  void disconnect() {
    if (client != null) {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
      client = null;
    }
  }

  private RedisCommands<String, String> redis() {
    return Objects.requireNonNull(connection).sync();
  }

  private StatefulRedisConnection<byte[], byte[]> binary() {
    return Objects.requireNonNull(client).connect(ByteArrayCodec.INSTANCE);
  }

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
    assertThat(redis().mset(Map.of("a", "1", "b", "2"))).isEqualTo("OK");
    assertThat(redis().mget("a", "none", "b"))
        .containsExactly(KeyValue.just("a", "1"), KeyValue.empty("none"), KeyValue.just("b", "2"));
    assertThat(redis().msetnx(Map.of("b", "x", "c", "x"))).isFalse();
    assertThat(redis().lcs(LcsArgs.Builder.keys("a", "b").justLen()).getLen()).isZero();
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
    assertThat(redis().setbit("b", 1, 1)).isZero();
    assertThat(redis().getbit("b", 1)).isEqualTo(1);
    assertThat(redis().setbit("c", 2, 1)).isZero();
    assertThat(redis().bitopOr("d", "b", "c")).isEqualTo(1);
    assertThat(redis().bitcount("d")).isEqualTo(2);
    assertThat(redis().bitpos("d", true)).isEqualTo(1);
    BitFieldArgs fields =
        BitFieldArgs.Builder.set(BitFieldArgs.unsigned(8), 0, 200)
            .overflow(BitFieldArgs.OverflowType.FAIL)
            .incrBy(BitFieldArgs.unsigned(8), 0, 100)
            .get(BitFieldArgs.signed(8), 0);
    assertThat(redis().bitfield("d", fields)).containsExactly(96L, null, -56L);
  }

  @Test
  void keys() {
    redis().set("k", "v");
    assertThat(redis().type("k")).isEqualTo("string");
    assertThat(redis().copy("k", "k2")).isTrue();
    assertThat(redis().copy("k", "k2")).isFalse();
    assertThat(redis().rename("k", "k3")).isEqualTo("OK");
    assertThat(redis().keys("k*")).containsExactlyInAnyOrder("k2", "k3");
    assertThat(redis().randomkey()).isIn("k2", "k3");
    assertThat(redis().touch("k2", "none")).isEqualTo(1);
    assertThat(redis().move("k2", 1)).isTrue();
    assertThat(redis().objectEncoding("k3")).isEqualTo("embstr");
    byte[] dumped = redis().dump("k3");
    assertThat(redis().restore("k4", 0, dumped)).isEqualTo("OK");
    assertThat(redis().get("k4")).isEqualTo("v");
    assertThat(redis().unlink("k3", "k4")).isEqualTo(2);
    assertThat(redis().dbsize()).isZero();
  }

  @Test
  void scanReturnsEachOfManyKeys() {
    fill();
    Set<String> seen = new HashSet<>();
    ScanCursor at = ScanCursor.INITIAL;
    while (!at.isFinished()) {
      KeyScanCursor<String> page = redis().scan(at, ScanArgs.Builder.limit(700).match("key:*"));
      seen.addAll(page.getKeys());
      at = page;
    }

    assertThat(seen).hasSize(MANY);
  }

  @Test
  void transactions() {
    assertThat(redis().multi()).isEqualTo("OK");
    assertThat(redis().set("k", "text")).isNull();
    redis().incr("k");
    redis().get("k");
    TransactionResult result = redis().exec();

    assertThat(result.wasDiscarded()).isFalse();
    assertThat(result.<Object>get(0)).isEqualTo("OK");
    assertThat(result.<Object>get(1))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasToString(
            "io.lettuce.core.RedisCommandExecutionException: ERR value is not an integer or out"
                + " of range");
    assertThat(result.<Object>get(2)).isEqualTo("text");
  }

  @Test
  void watchedTransactionIsDiscardedAfterAnothersWrite() {
    redis().watch("k");
    try (StatefulRedisConnection<byte[], byte[]> other = binary()) {
      other.sync().set("k".getBytes(UTF_8), "theirs".getBytes(UTF_8));
    }
    redis().multi();
    redis().set("k", "mine");

    assertThat(redis().exec().wasDiscarded()).isTrue();
    assertThat(redis().get("k")).isEqualTo("theirs");
  }

  @Test
  void errorsOfTransactions() {
    assertThatThrownBy(() -> redis().exec()).hasMessage("ERR EXEC without MULTI");
    assertThatThrownBy(() -> redis().discard()).hasMessage("ERR DISCARD without MULTI");
    redis().multi();
    assertThatThrownBy(() -> redis().watch("k"))
        .hasMessage("ERR WATCH inside MULTI is not allowed");
    assertThat(redis().discard()).isEqualTo("OK");
  }

  @Test
  void thousandsOfCommandsInFlight() {
    // Commands on one key wait for each other, and in a cluster each is a journey.
    int many = isCluster() ? MANY / 10 : MANY;
    RedisAsyncCommands<String, String> async = Objects.requireNonNull(connection).async();
    Objects.requireNonNull(connection).setAutoFlushCommands(false);
    List<RedisFuture<Long>> replies = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      replies.add(async.incr("counter"));
    }
    Objects.requireNonNull(connection).flushCommands();
    Objects.requireNonNull(connection).setAutoFlushCommands(true);

    assertThat(LettuceFutures.awaitAll(30, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new)))
        .isTrue();
    assertThat(replies.get(many - 1).toCompletableFuture().join()).isEqualTo(many);
  }

  @Test
  void binaryAndLargeValues() {
    byte[] key = {0, -1, 13, 10};
    byte[] large = new byte[5 * 1024 * 1024];
    new SplittableRandom(1).nextBytes(large);
    try (StatefulRedisConnection<byte[], byte[]> bytes = binary()) {
      assertThat(bytes.sync().set(key, large)).isEqualTo("OK");
      assertThat(bytes.sync().get(key)).isEqualTo(large);
      assertThat(bytes.sync().getrange(key, -3, -1))
          .containsExactly(
              large[large.length - 3], large[large.length - 2], large[large.length - 1]);
      assertThat(bytes.sync().set(key, new byte[0])).isEqualTo("OK");
      assertThat(bytes.sync().get(key)).isEmpty();
    }
  }

  @Test
  void clientAndServer() {
    assertThat(redis().ping()).isEqualTo("PONG");
    assertThat(redis().echo("hi")).isEqualTo("hi");
    assertThat(redis().clientGetname()).isEqualTo("compat");
    assertThat(redis().clientSetname("other")).isEqualTo("OK");
    assertThat(redis().clientInfo()).contains("name=other").contains("id=" + redis().clientId());
    assertThat(redis().clientList().lines().filter(line -> line.contains("name=other"))).hasSize(1);
    assertThat(redis().clientTrackinginfo().getFlags()).hasSize(1);
    assertThat(redis().select(3)).isEqualTo("OK");
    assertThat(redis().clientInfo()).contains(" db=3 ");
    assertThat(redis().time()).hasSize(2);
    assertThat(redis().info("server")).contains("redis_version");
    assertThat(redis().configGet("maxclients")).containsKey("maxclients");
    assertThat(redis().commandCount()).isPositive();
    assertThat(redis().commandInfo("get")).hasSize(1);
    assertThat(redis().flushdb()).isEqualTo("OK");
    assertThat(redis().quit()).isEqualTo("OK");
  }

  private void fill() {
    RedisAsyncCommands<String, String> async = Objects.requireNonNull(connection).async();
    List<RedisFuture<String>> replies = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      replies.add(async.set("key:" + i, "v"));
    }
    assertThat(LettuceFutures.awaitAll(30, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new)))
        .isTrue();
  }
}
