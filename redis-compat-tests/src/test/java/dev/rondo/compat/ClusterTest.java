package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.compat.support.Program;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisProcess;
import dev.rondo.compat.support.RondoCluster;
import dev.rondo.compat.support.RondoProcess;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** Three real nodes, real clients, and real kills. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MANY = 300;

  private @Nullable RondoCluster started;

  @BeforeAll
  void start() {
    RondoProcess.requirePackaged();
    started = RondoCluster.start(3);
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  @AfterEach
  void allAreBack() {
    cluster().nodes().stream().filter(node -> !node.isAlive()).forEach(RondoProcess::restart);
    cluster().awaitAllUp();
  }

  private RondoCluster cluster() {
    if (started == null) {
      throw new IllegalStateException("the cluster was not started");
    }
    return started;
  }

  private Jedis connect(int node) {
    return new Jedis("127.0.0.1", cluster().node(node).port(), TIMEOUT_MILLIS);
  }

  private Set<HostAndPort> hosts() {
    return cluster().nodes().stream()
        .map(node -> new HostAndPort("127.0.0.1", node.port()))
        .collect(Collectors.toSet());
  }

  @Test
  void whatIsSetOnOneNodeIsReadOnEach() {
    try (Jedis first = connect(0);
        Jedis second = connect(1);
        Jedis third = connect(2)) {
      for (int i = 0; i < 100; i++) {
        assertThat(List.of(first, second, third).get(i % 3).set("each:" + i, "v" + i))
            .isEqualTo("OK");
        for (Jedis client : List.of(first, second, third)) {
          assertThat(client.get("each:" + i)).isEqualTo("v" + i);
        }
      }
      assertThat(second.del("each:1", "each:2", "each:3")).isEqualTo(3);
      assertThat(third.mget("each:1", "each:4")).containsExactly(null, "v4");
      assertThat(first.dbSize()).isEqualTo(third.dbSize());
    }
  }

  @Test
  void hotKeysCountExactlyAndHaveOneWinner() throws InterruptedException {
    int clients = Integer.getInteger("rondo.hot.clients", 12);
    int each = Integer.getInteger("rondo.hot.rounds", 400);
    AtomicInteger winners = new AtomicInteger();
    Set<String> failures = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      int number = c;
      threads.add(
          new Thread(
              () -> {
                try (Jedis client = connect(number % 3)) {
                  for (int i = 0; i < each; i++) {
                    client.incr("hot:" + i % 3);
                    if ("OK"
                        .equals(
                            client.set("won:" + i, "by " + number, SetParams.setParams().nx()))) {
                      winners.incrementAndGet();
                    }
                  }
                } catch (RuntimeException e) {
                  failures.add(e.toString());
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    try (Jedis client = connect(1)) {
      long sum = 0;
      for (int i = 0; i < 3; i++) {
        sum += Long.parseLong(client.get("hot:" + i));
      }
      assertThat(sum).isEqualTo((long) clients * each);
    }
    assertThat(winners).hasValue(each);
  }

  @Test
  void levelsCanBeToldApartWhenANodeIsDown() {
    try (Jedis client = connect(0)) {
      client.set("level", "v");
      cluster().node(2).kill9();
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> RondoCluster.upNodes(cluster().node(0)) >= 2 && isAllRefused(client));
      assertThatThrownBy(() -> client.sendCommand(() -> bytes("AT"), "W=ALL", "SET", "level", "w"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("CLUSTERDOWN");
      assertThat(client.get("level")).isEqualTo("v");
      assertThat((byte[]) client.sendCommand(() -> bytes("AT"), "ONE", "GET", "level"))
          .asString()
          .isEqualTo("v");
      client.sendCommand(() -> bytes("CONSISTENCY"), "READ", "ALL");
      assertThatThrownBy(() -> client.get("level")).hasMessageStartingWith("CLUSTERDOWN");
      client.sendCommand(() -> bytes("CONSISTENCY"), "READ", "DEFAULT");
      client.sendCommand(() -> bytes("READONLY"));
      assertThat(client.get("level")).isEqualTo("v");
      client.configSet("consistency-pattern", "strict:* read=all write=all");
      client.configSet("consistency-user", "default read=one");
      assertThat(client.get("strict:1")).isNull();
      assertThatThrownBy(() -> client.set("strict:1", "v")).hasMessageStartingWith("CLUSTERDOWN");
      assertThatThrownBy(() -> client.mset("lenient", "v", "strict:1", "v"))
          .hasMessageStartingWith("CLUSTERDOWN");
      assertThat(client.mset("lenient", "v", "lenient:2", "v")).isEqualTo("OK");
      assertThatThrownBy(
              () -> client.sendCommand(() -> bytes("AT"), "R=1", "W=3", "SET", "lenient", "w"))
          .hasMessageStartingWith("CLUSTERDOWN write=3");
      assertThat(client.get("lenient")).isEqualTo("v");
    } finally {
      try (Jedis client = connect(0)) {
        client.configSet("consistency-pattern", "");
        client.configSet("consistency-user", "");
      }
    }
  }

  @Test
  void waitCountsTheReplicasThatHaveTheLastWrite() {
    try (Jedis first = connect(0);
        Jedis second = connect(1)) {
      for (int i = 0; i < 20; i++) {
        first.set("wait:" + i, "v");
        assertThat(first.waitReplicas(2, TIMEOUT_MILLIS)).isEqualTo(2);
      }
      cluster().signal(2, "STOP");
      try {
        for (int i = 0; i < 20; i++) {
          second.set("wait:" + i, "w");
          assertThat(second.waitReplicas(1, TIMEOUT_MILLIS)).isEqualTo(1);
        }
        assertThat(second.waitReplicas(2, 200)).isEqualTo(1);
      } finally {
        cluster().signal(2, "CONT");
      }
      assertThat(second.waitReplicas(2, 0)).isEqualTo(2);
    }
  }

  private static boolean isAllRefused(Jedis client) {
    try {
      client.sendCommand(() -> bytes("AT"), "ALL", "GET", "level");
      return false;
    } catch (JedisDataException e) {
      return String.valueOf(e.getMessage()).startsWith("CLUSTERDOWN");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void aKilledNodeFailsNoRequestOfItsNeighboursAndGetsWhatItMissed() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    Set<String> failures = ConcurrentHashMap.newKeySet();
    Thread writer =
        new Thread(
            () -> {
              try (Jedis client = connect(0)) {
                for (int i = 0; !stop.get(); i++) {
                  client.set("steady:" + i, "v" + i);
                  if (!("v" + i).equals(client.get("steady:" + i))) {
                    failures.add("steady:" + i + " was not read back");
                  }
                  written.set(i + 1);
                }
              } catch (RuntimeException e) {
                failures.add(e.toString());
              }
            });
    writer.start();
    awaitMore(written, 200);
    cluster().node(1).kill9();
    awaitMore(written, 500);
    stop.set(true);
    writer.join();
    assertThat(failures).isEmpty();

    cluster().node(1).restart();
    cluster().awaitAllUp();
    try (RawClient own = cluster().node(1).connect()) {
      own.call("CONSISTENCY", "READ", "ONE");
      for (int i = 0; i < written.get(); i++) {
        assertThat(own.call("GET", "steady:" + i).string()).isEqualTo("v" + i);
      }
    }
  }

  private static void awaitMore(AtomicInteger counter, int more) {
    int enough = counter.get() + more;
    Awaitility.await().atMost(LIMIT).until(() -> counter.get() >= enough);
  }

  /** Waits until a client reads all its keys again; what fails until then is tried again. */
  private static void awaitAllValues(String prefix, UnaryOperator<String> get) {
    Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (int i = 0; i < MANY; i++) {
                assertThat(get.apply(prefix + i)).isEqualTo("v" + i);
              }
            });
  }

  /**
   * A node is lost and comes back, then another is lost; Jedis, Lettuce and {@code redis-cli -c} go
   * on. Of Lettuce with adaptive refresh alone, which it has on by itself: a node that it cannot
   * connect to makes it look at the ring again, at most once in the time set here.
   */
  @Test
  void clientsOfClustersFollowTheRing() {
    RedisClusterClient lettuce =
        RedisClusterClient.create(hosts().stream().map(ClusterTest::withShortTimeout).toList());
    lettuce.setOptions(
        ClusterClientOptions.builder()
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                    .build())
            .build());
    try (var connection = lettuce.connect();
        var jedis = redis.clients.jedis.RedisClusterClient.builder().nodes(hosts()).build()) {
      RedisAdvancedClusterCommands<String, String> commands = connection.sync();
      for (int i = 0; i < MANY; i++) {
        jedis.set("jedis:" + i, "v" + i);
        commands.set("lettuce:" + i, "v" + i);
      }
      assertThat(redisCli(i -> "SET cli:%d v%d".formatted(i, i))).containsOnly("OK");
      Runnable allAreServed =
          () -> {
            awaitAllValues("jedis:", jedis::get);
            awaitAllValues("lettuce:", commands::get);
            assertThat(redisCli(i -> "GET cli:" + i)).isEqualTo(values());
          };
      cluster().node(1).kill9();
      allAreServed.run();
      cluster().node(1).restart();
      cluster().awaitAllUp();
      cluster().node(2).kill9();
      allAreServed.run();
    } finally {
      lettuce.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  private static List<String> values() {
    return IntStream.range(0, MANY).mapToObj(i -> "v" + i).toList();
  }

  /** What {@code redis-cli -c} prints for a command a number, through the first node. */
  private List<String> redisCli(IntFunction<String> command) {
    assumeTrue(RedisProcess.find("redis-cli").isPresent(), "redis-cli is not installed");
    String input =
        IntStream.range(0, MANY).mapToObj(command).collect(Collectors.joining("\n", "", "\n"));
    String port = Integer.toString(cluster().node(0).port());
    Program.Result result = Program.run(LIMIT, input, List.of("redis-cli", "-c", "-p", port));
    assertThat(result.exitCode()).isZero();
    return result.output().lines().toList();
  }

  /** Lettuce holds a command for a node that is gone until its timeout, a minute by default. */
  private static RedisURI withShortTimeout(HostAndPort host) {
    return RedisURI.builder()
        .withHost(host.getHost())
        .withPort(host.getPort())
        .withTimeout(Duration.ofSeconds(1))
        .build();
  }
}
