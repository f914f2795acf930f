package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.CommandInfo;
import redis.clients.jedis.resps.ScanResult;

/** Scans, transactions, pipelines, large values and what belongs to a connection, through Jedis. */
class JedisSessionCompatTest extends JedisTestCase {

  private static final int SCANNED_KEYS = 10_000;
  private static final int PIPELINED = 10_000;

  @Test
  void scanReturnsEachOfManyKeys() {
    fill(SCANNED_KEYS);
    Set<String> seen = new HashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = jedis().scan(cursor, new ScanParams().count(500));
      seen.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));

    assertThat(seen).hasSize(SCANNED_KEYS).contains("key:0", "key:" + (SCANNED_KEYS - 1));
  }

  @Test
  void scanWithPatternAndType() {
    fill(1_000);
    Set<String> seen = new HashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page =
          jedis().scan(cursor, new ScanParams().match("key:1?").count(100), "string");
      seen.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));

    assertThat(seen).hasSize(10).allMatch(key -> key.matches("key:1."));
    assertThat(jedis().scan("0", new ScanParams().count(2_000), "hash").getResult()).isEmpty();
  }

  @Test
  void transaction() {
    Transaction transaction = jedis().multi();
    transaction.set("k", "1");
    Response<Long> incremented = transaction.incr("k");
    Response<List<String>> read = transaction.mget("k", "{k}none");

    assertThat(transaction.exec()).hasSize(3).startsWith("OK", 2L);
    assertThat(incremented.get()).isEqualTo(2);
    assertThat(read.get()).containsExactly("2", null);
  }

  @Test
  void transactionIsAbandonedWhenAWatchedKeyChanged() {
    jedis().set("k", "1");
    jedis().watch("k");
    try (Jedis other = new Jedis(hostAndPort(), config())) {
      other.set("k", "2");
    }
    Transaction transaction = jedis().multi();
    transaction.set("k", "3");

    assertThat(transaction.exec()).isNull();
    assertThat(jedis().get("k")).isEqualTo("2");
  }

  @Test
  void transactionRunsWhenNothingWatchedChanged() {
    jedis().watch("k", "{k}none");
    jedis().set("unwatched", "x");
    Transaction transaction = jedis().multi();
    transaction.set("k", "3");

    assertThat(transaction.exec()).containsExactly("OK");
  }

  @Test
  void discardedTransactionDoesNothing() {
    Transaction transaction = jedis().multi();
    transaction.set("k", "3");
    assertThat(transaction.discard()).isEqualTo("OK");

    assertThat(jedis().exists("k")).isFalse();
    assertThatThrownBy(() -> jedis().sendCommand(() -> "EXEC".getBytes(UTF_8)))
        .hasMessage("ERR EXEC without MULTI");
  }

  @Test
  void anErrorInsideATransactionLeavesTheOthersDone() {
    Transaction transaction = jedis().multi();
    transaction.set("k", "text");
    Response<Long> failed = transaction.incr("k");
    transaction.set("{k}after", "done");

    assertThat(transaction.exec()).hasSize(3);
    assertThatThrownBy(failed::get).hasMessage("ERR value is not an integer or out of range");
    assertThat(jedis().get("{k}after")).isEqualTo("done");
  }

  @Test
  void pipelineOfManyCommands() {
    // A key's GET waits for its SET, which in a cluster is a journey.
    int pipelined = isCluster() ? PIPELINED / 5 : PIPELINED;
    Pipeline pipeline = jedis().pipelined();
    List<Response<String>> read = new ArrayList<>();
    for (int i = 0; i < pipelined; i++) {
      pipeline.set("key:" + i, "value " + i);
      read.add(pipeline.get("key:" + i));
    }
    Response<Long> wrong = pipeline.incr("key:0");
    Response<String> last = pipeline.get("key:1");
    pipeline.sync();

    assertThat(IntStream.range(0, pipelined).allMatch(i -> read.get(i).get().equals("value " + i)))
        .isTrue();
    assertThatThrownBy(wrong::get).isInstanceOf(JedisDataException.class);
    assertThat(last.get()).isEqualTo("value 1");
    assertKeys(pipelined);
  }

  @Test
  void binaryKeysAndValues() {
    byte[] everyByte = new byte[256];
    IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);
    byte[] empty = new byte[0];

    jedis().set(everyByte, everyByte);
    jedis().set(empty, empty);

    assertThat(jedis().get(everyByte)).isEqualTo(everyByte);
    assertThat(jedis().get(empty)).isEmpty();
    assertThat(jedis().mget(everyByte, empty)).containsExactly(everyByte, empty);
    assertThat(jedis().getrange(everyByte, 128, 130)).containsExactly(128, 129, 130);
    assertThat(jedis().keys("*".getBytes(UTF_8))).hasSize(2);
  }

  @Test
  void valueOfFiveMegabytes() {
    byte[] value = randomBytes(5 * 1024 * 1024);
    byte[] key = "big".getBytes(UTF_8);

    jedis().set(key, value);

    assertThat(jedis().strlen("big")).isEqualTo(value.length);
    assertThat(Arrays.equals(jedis().get(key), value)).isTrue();
    assertThat(jedis().append(key, value)).isEqualTo(2L * value.length);
  }

  @Test
  void clientNameAndList() {
    assertThat(jedis().clientGetname()).isEqualTo("compat");
    assertThat(jedis().clientSetname("renamed")).isEqualTo("OK");
    long id = jedis().clientId();
    assertThat(id).isPositive();
    assertThat(jedis().clientInfo())
        .contains("id=" + id + " ")
        .contains(" name=renamed ")
        .contains(" db=0 ")
        .contains(" resp=" + (protocol() == RedisProtocol.RESP3 ? 3 : 2));
    assertThat(jedis().clientList().lines().filter(line -> line.contains("name=renamed")))
        .hasSize(1);
    assertThat(jedis().clientList(id).lines()).hasSize(1);
    assertThatThrownBy(() -> jedis().clientSetname("with space"))
        .hasMessage("ERR Client names cannot contain spaces, newlines or special characters.");
    if (isAtLeast(7.2)) {
      assertThat(jedis().clientInfo()).contains(" lib-name=jedis");
    }
  }

  @Test
  void pooledClient() {
    try (RedisClient pool =
        RedisClient.builder().hostAndPort(hostAndPort()).clientConfig(config()).build()) {
      IntStream.range(0, 200).parallel().forEach(i -> pool.set("key:" + i, "value " + i));
      assertThat(pool.get("key:199")).isEqualTo("value 199");
      assertKeys(200);
    }
  }

  @Test
  void serverCommands() {
    assertThat(jedis().ping()).isEqualTo("PONG");
    assertThat(jedis().ping("hi")).isEqualTo("hi");
    assertThat(jedis().echo("hi")).isEqualTo("hi");
    assertThat(jedis().time()).hasSize(2).allMatch(part -> part.matches("\\d+"));
    assertThat(jedis().waitReplicas(0, 10)).isBetween(0L, isCluster() ? 2L : 0L);
    assertThat(jedis().configGet("maxclients")).containsOnlyKeys("maxclients");
    assertThat(jedis().info()).contains("# Server", "redis_version:", "# Keyspace");
    assertThat(jedis().commandCount()).isPositive();
    assertThat(jedis().commandInfo("get").values())
        .extracting(CommandInfo::getArity)
        .containsExactly(2L);
    assertThat(jedis().commandGetKeys("MSET", "a", "1", "b", "2")).containsExactly("a", "b");
    assertThat(jedis().commandDocs("GET")).containsKey("get");
  }

  /** Of a cluster's nodes one may count a moment before it has its copy of the latest write. */
  private void assertKeys(long expected) {
    if (isCluster()) {
      Awaitility.await().until(() -> jedis().dbSize() == expected);
    }
    assertThat(jedis().dbSize()).isEqualTo(expected);
  }

  private void fill(int keys) {
    Pipeline pipeline = jedis().pipelined();
    for (int i = 0; i < keys; i++) {
      pipeline.set("key:" + i, "v");
    }
    pipeline.sync();
  }
}
