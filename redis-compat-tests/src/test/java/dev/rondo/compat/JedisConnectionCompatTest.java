package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.CommandInfo;
import redis.clients.jedis.resps.ScanResult;

/**
 * What belongs to one connection, through Jedis: the selected database, transactions and what a
 * client says of itself. None of it is for Jedis's cluster client: it gives no connection out,
 * knows one database only and refuses to begin transactions; and what a server tells of itself it
 * asks all nodes, or any.
 */
class JedisConnectionCompatTest extends JedisTestCase {

  private @Nullable Jedis connection;

  private Jedis connection() {
    return Objects.requireNonNull(connection);
  }

  @BeforeEach
  void connect() {
    connection = new Jedis(hostAndPort(), config());
  }

  @AfterEach
  void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  @Test
  void databases() {
    connection().set("k", "in 0");
    assertThat(connection().move("k", 1)).isEqualTo(1);
    assertThat(connection().exists("k")).isFalse();
    assertThat(connection().select(1)).isEqualTo("OK");
    assertThat(connection().get("k")).isEqualTo("in 0");
    assertThat(connection().copy("k", "k", 2, false)).isTrue();
    onceCopied(() -> assertThat(connection().dbSize()).isEqualTo(1));
    assertThat(connection().flushDB()).isEqualTo("OK");
    onceCopied(() -> assertThat(connection().dbSize()).isZero());
    connection().select(2);
    onceCopied(() -> assertThat(connection().dbSize()).isEqualTo(1));
    assertThatThrownBy(() -> connection().select(99)).hasMessage("ERR DB index is out of range");
  }

  @Test
  void databasesAreSwapped() {
    skipOnACluster("it refuses SWAPDB, as Redis Cluster does");
    connection().set("k", "in 0");
    assertThat(connection().swapDB(0, 3)).isEqualTo("OK");
    onceCopied(() -> assertThat(connection().dbSize()).isZero());
    connection().select(3);
    assertThat(connection().get("k")).isEqualTo("in 0");
  }

  @Test
  void aWatchedHashThatChangedStopsATransaction() {
    connection().hset("h", "a", "1");
    connection().watch("h");
    try (Jedis other = new Jedis(hostAndPort(), config())) {
      other.hdel("h", "none");
      other.hset("h", "b", "2");
    }
    try (Transaction transaction = connection().multi()) {
      transaction.hset("h", "c", "3");
      assertThat(transaction.exec()).isNull();
    }
    assertThat(connection().hlen("h")).isEqualTo(2);
  }

  @Test
  void transaction() {
    Transaction transaction = connection().multi();
    transaction.set("k", "1");
    Response<Long> incremented = transaction.incr("k");
    Response<List<String>> read = transaction.mget("k", "{k}none");

    assertThat(transaction.exec()).hasSize(3).startsWith("OK", 2L);
    assertThat(incremented.get()).isEqualTo(2);
    assertThat(read.get()).containsExactly("2", null);
  }

  @Test
  void transactionIsAbandonedWhenAWatchedKeyChanged() {
    connection().set("k", "1");
    connection().watch("k");
    try (Jedis other = new Jedis(hostAndPort(), config())) {
      other.set("k", "2");
    }
    Transaction transaction = connection().multi();
    transaction.set("k", "3");

    assertThat(transaction.exec()).isNull();
    assertThat(connection().get("k")).isEqualTo("2");
  }

  @Test
  void transactionRunsWhenNothingWatchedChanged() {
    connection().watch("k", "{k}none");
    connection().set("unwatched", "x");
    Transaction transaction = connection().multi();
    transaction.set("k", "3");

    assertThat(transaction.exec()).containsExactly("OK");
  }

  @Test
  void discardedTransactionDoesNothing() {
    Transaction transaction = connection().multi();
    transaction.set("k", "3");
    assertThat(transaction.discard()).isEqualTo("OK");

    assertThat(connection().exists("k")).isFalse();
    assertThatThrownBy(() -> connection().sendCommand(() -> "EXEC".getBytes(UTF_8)))
        .hasMessage("ERR EXEC without MULTI");
  }

  @Test
  void anErrorInsideATransactionLeavesTheOthersDone() {
    Transaction transaction = connection().multi();
    transaction.set("k", "text");
    Response<Long> failed = transaction.incr("k");
    transaction.set("{k}after", "done");

    assertThat(transaction.exec()).hasSize(3);
    assertThatThrownBy(failed::get).hasMessage("ERR value is not an integer or out of range");
    assertThat(connection().get("{k}after")).isEqualTo("done");
  }

  @Test
  void clientNameAndList() {
    assertThat(connection().clientGetname()).isEqualTo("compat");
    assertThat(connection().clientSetname("renamed")).isEqualTo("OK");
    long id = connection().clientId();
    assertThat(id).isPositive();
    assertThat(connection().clientInfo())
        .contains("id=" + id + " ")
        .contains(" name=renamed ")
        .contains(" db=0 ")
        .contains(" resp=" + (protocol() == RedisProtocol.RESP3 ? 3 : 2));
    assertThat(connection().clientList().lines().filter(line -> line.contains("name=renamed")))
        .hasSize(1);
    assertThat(connection().clientList(id).lines()).hasSize(1);
    assertThatThrownBy(() -> connection().clientSetname("with space"))
        .hasMessage("ERR Client names cannot contain spaces, newlines or special characters.");
    if (isAtLeast(7.2)) {
      assertThat(connection().clientInfo()).contains(" lib-name=jedis");
    }
  }

  @Test
  void serverCommands() {
    assertThat(connection().ping()).isEqualTo("PONG");
    assertThat(connection().ping("hi")).isEqualTo("hi");
    assertThat(connection().echo("hi")).isEqualTo("hi");
    assertThat(connection().time()).hasSize(2).allMatch(part -> part.matches("\\d+"));
    assertThat(connection().waitReplicas(0, 10)).isBetween(0L, isCluster() ? 2L : 0L);
    assertThat(connection().configGet("maxclients")).containsOnlyKeys("maxclients");
    assertThat(connection().info()).contains("# Server", "redis_version:", "# Keyspace");
    assertThat(connection().commandCount()).isPositive();
    assertThat(connection().commandInfo("get").values())
        .extracting(CommandInfo::getArity)
        .containsExactly(2L);
    assertThat(connection().commandGetKeys("MSET", "a", "1", "b", "2")).containsExactly("a", "b");
    assertThat(connection().commandDocs("GET")).containsKey("get");
  }

  /** A cluster client asks one node after the other instead, see the suite of sessions. */
  @Test
  void scanIsFollowedFromPageToPage() {
    IntStream.range(0, 300).forEach(i -> connection().set("key:" + i, "v"));
    onceCopied(
        () -> assertThat(scanAll("key:1*")).hasSize(111).allMatch(key -> key.startsWith("key:1")));
    assertThat(connection().scan("0", new ScanParams().count(1_000), "hash").getResult()).isEmpty();
  }

  private Set<String> scanAll(String pattern) {
    Set<String> seen = new HashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page =
          connection().scan(cursor, new ScanParams().match(pattern).count(50), "string");
      seen.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return seen;
  }
}
