package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static redis.clients.jedis.params.SetParams.setParams;

import dev.rondo.compat.support.Program;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisProcess;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.SharedCluster;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterOperationException;

/** Clients that know of clusters, and send each command to the node that its key belongs to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.Resolver.class)
class ClusterClientsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MANY = 2_000;
  private static final long NODES = 3;

  private final RedisUnderTest cluster;

  ClusterClientsTest(SharedCluster shared) {
    cluster = shared.get();
  }

  @BeforeEach
  void empty() {
    try (RawClient client = cluster.connect()) {
      assertThat(client.call("FLUSHALL").encode()).isEqualTo("+OK\r\n");
    }
  }

  private static List<String> keys(String prefix) {
    return IntStream.range(0, MANY).mapToObj(i -> prefix + i).toList();
  }

  // Jedis

  private UnifiedJedis jedis(RedisProtocol protocol) {
    return redis.clients.jedis.RedisClusterClient.builder()
        .nodes(Set.of(new HostAndPort("127.0.0.1", cluster.port())))
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .protocol(protocol)
                .socketTimeoutMillis((int) LIMIT.toMillis())
                .build())
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      value = RedisProtocol.class,
      names = {"RESP2", "RESP3"})
  void jedisSingleKeys(RedisProtocol protocol) {
    try (UnifiedJedis jedis = jedis(protocol)) {
      assertThat(jedis.get("s")).isNull();
      assertThat(jedis.set("s", "hello", setParams().nx().ex(100))).isEqualTo("OK");
      assertThat(jedis.set("s", "again", setParams().nx())).isNull();
      assertThat(jedis.append("s", " world")).isEqualTo(11);
      assertThat(jedis.getrange("s", -5, -1)).isEqualTo("world");
      assertThat(jedis.ttl("s")).isBetween(50L, 100L);
      assertThat(jedis.persist("s")).isEqualTo(1);
      assertThat(jedis.incrBy("n", 41)).isEqualTo(41);
      assertThat(jedis.incrByFloat("n", 0.5)).isEqualTo(41.5);
      assertThatThrownBy(() -> jedis.incr("s"))
          .hasMessage("ERR value is not an integer or out of range");
      assertThat(jedis.setbit("b", 7, true)).isFalse();
      assertThat(jedis.bitcount("b")).isEqualTo(1);
      assertThat(jedis.type("b")).isEqualTo("string");
      byte[] dumped = jedis.dump("s");
      assertThat(jedis.restore("copy", 0, dumped)).isEqualTo("OK");
      assertThat(jedis.getDel("copy")).isEqualTo("hello world");
      assertThat(jedis.exists("copy")).isFalse();
    }
  }

  @Test
  void jedisKeysOfOneSlot() {
    try (UnifiedJedis jedis = jedis(RedisProtocol.RESP3)) {
      assertThat(jedis.mset("{t}a", "1", "{t}b", "2")).isEqualTo("OK");
      assertThat(jedis.mget("{t}a", "{t}none", "{t}b")).containsExactly("1", null, "2");
      assertThat(jedis.rename("{t}a", "{t}c")).isEqualTo("OK");
      assertThat(jedis.copy("{t}c", "{t}d", false)).isTrue();
      assertThat(jedis.exists("{t}b", "{t}c", "{t}d")).isEqualTo(3);
      assertThat(jedis.del("{t}b", "{t}c", "{t}d")).isEqualTo(3);
    }
  }

  @Test
  void jedisManyKeysInAPipeline() {
    try (UnifiedJedis jedis = jedis(RedisProtocol.RESP2)) {
      List<Response<String>> read = new ArrayList<>();
      try (var pipeline = jedis.pipelined()) {
        keys("key:").forEach(key -> pipeline.set(key, "value of " + key));
        keys("key:").forEach(key -> read.add(pipeline.get(key)));
      }
      assertThat(read).extracting(Response::get).containsExactlyElementsOf(keys("value of key:"));
      // It adds up what each node says of the whole cluster.
      Awaitility.await().until(() -> jedis.dbSize() == NODES * MANY);
    }
  }

  /** The cluster would serve all of it: this is what such a client does not even send. */
  @Test
  void jedisRefusesByItself() {
    try (UnifiedJedis jedis = jedis(RedisProtocol.RESP3)) {
      assertThatThrownBy(() -> jedis.rename("a", "b"))
          .isInstanceOf(JedisClusterOperationException.class);
      assertThatThrownBy(() -> jedis.sunion("a", "b"))
          .isInstanceOf(JedisClusterOperationException.class);
      assertThatThrownBy(() -> jedis.scan("0")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(jedis::multi).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  // Lettuce

  /** With the options that Lettuce has by itself, of which adaptive refresh of its view is one. */
  private void withLettuce(Consumer<StatefulRedisClusterConnection<String, String>> use) {
    RedisClusterClient client =
        RedisClusterClient.create(
            RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(cluster.port())
                .withTimeout(LIMIT)
                .build());
    try (var connection = client.connect()) {
      use.accept(connection);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  @Test
  void lettuceSingleKeys() {
    withLettuce(
        connection -> {
          RedisAdvancedClusterCommands<String, String> redis = connection.sync();
          assertThat(redis.get("k")).isNull();
          assertThat(redis.set("k", "10", SetArgs.Builder.nx().ex(1_000))).isEqualTo("OK");
          assertThat(redis.incrby("k", 5)).isEqualTo(15);
          assertThat(redis.setGet("k", "new")).isEqualTo("15");
          assertThat(redis.ttl("k")).isEqualTo(-1);
          assertThat(redis.expire("k", 500)).isTrue();
          assertThat(redis.strlen("k")).isEqualTo(3);
          assertThat(redis.setbit("b", 1, 1)).isZero();
          assertThat(redis.bitpos("b", true)).isEqualTo(1);
          assertThat(redis.getdel("k")).isEqualTo("new");
          assertThatThrownBy(() -> redis.rename("k", "l")).hasMessage("ERR no such key");
        });
  }

  /** What {@link #withLettuce} relies on. */
  @Test
  void lettuceRefreshesItsViewAdaptively() {
    assertThat(ClusterTopologyRefreshOptions.create().getAdaptiveRefreshTriggers())
        .containsExactlyInAnyOrder(ClusterTopologyRefreshOptions.RefreshTrigger.values());
  }

  /** Lettuce splits such commands by slot itself. */
  @Test
  void lettuceKeysOfManySlots() {
    withLettuce(
        connection -> {
          RedisAdvancedClusterCommands<String, String> redis = connection.sync();
          assertThat(redis.mset(Map.of("a", "1", "b", "2", "c", "3"))).isEqualTo("OK");
          assertThat(redis.mget("a", "none", "b"))
              .containsExactly(
                  KeyValue.just("a", "1"), KeyValue.empty("none"), KeyValue.just("b", "2"));
          assertThat(redis.exists("a", "b", "c", "none")).isEqualTo(3);
          assertThat(redis.touch("a", "b")).isEqualTo(2);
          assertThat(redis.unlink("a", "b")).isEqualTo(2);
          assertThat(redis.del("c", "none")).isEqualTo(1);
        });
  }

  @Test
  void lettuceManyCommandsAtOnce() {
    withLettuce(
        connection -> {
          RedisAdvancedClusterCommands<String, String> redis = connection.sync();
          var async = connection.async();
          List<RedisFuture<String>> replies = new ArrayList<>();
          keys("key:").forEach(key -> replies.add(async.set(key, key)));
          assertThat(
                  LettuceFutures.awaitAll(
                      60, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new)))
              .isTrue();
          assertThat(new HashSet<>(redis.keys("key:*"))).hasSize(MANY);
          // It adds up what each node says of the whole cluster.
          Awaitility.await().until(() -> redis.dbsize() == NODES * MANY);
        });
  }

  @Test
  void lettuceSeesEveryNodeAndSlot() {
    withLettuce(
        connection -> {
          List<RedisClusterNode> nodes = connection.getPartitions().getPartitions();
          assertThat(nodes).hasSize(3);
          assertThat(nodes.stream().mapToInt(node -> node.getSlots().size()).sum())
              .isEqualTo(16_384);
        });
  }

  // redis-cli -c

  @Test
  void redisCliFollowsTheCluster() {
    assumeTrue(RedisProcess.find("redis-cli").isPresent(), "redis-cli is not installed");
    Program.Result result =
        cli("SET a 1\nSET b 2\nMGET a b\nMSET {t}a 3 {t}b 4\nMGET {t}a {t}b\nDEL a b\n", "-c");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).isEqualTo("OK\nOK\n1\n2\nOK\n3\n4\n2\n");
  }

  @Test
  void redisCliChecksTheCluster() {
    assumeTrue(RedisProcess.find("redis-cli").isPresent(), "redis-cli is not installed");
    Program.Result result =
        Program.run(
            LIMIT, "", List.of("redis-cli", "--cluster", "check", "127.0.0.1:" + cluster.port()));

    assertThat(result.output())
        .contains("[OK] All nodes agree about slots configuration.")
        .contains("[OK] All 16384 slots covered.");
    assertThat(result.exitCode()).isZero();
  }

  private Program.Result cli(String input, String... options) {
    List<String> command =
        new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(cluster.port())));
    command.addAll(List.of(options));
    return Program.run(LIMIT, input, command);
  }
}
