package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that wait; on a cluster each of them is connected to another node. */
class BlockingTest extends AgainstEachServer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String FOR_EVER = "0";
  private static final String STOP = "stop";
  private static final int CONSUMERS = 20;
  private static final int ITEMS = 2000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BLPOP none k 0 | RPUSH k a b | *2 $1 k $1 a",
        "BRPOP none k 0 | RPUSH k a b | *2 $1 k $1 b",
        "BLMPOP 0 2 none k LEFT COUNT 5 | RPUSH k a b | *2 $1 k *2 $1 a $1 b",
        "BLMOVE k {k}2 RIGHT LEFT 0 | RPUSH k a b | $1 b",
        "BRPOPLPUSH k {k}2 0 | RPUSH k a b | $1 b",
        "BZPOPMIN none k 0 | ZADD k 1 a 2.5 b | *3 $1 k $1 a $1 1",
        "BZPOPMAX none k 0 | ZADD k 1 a 2.5 b | *3 $1 k $1 b $3 2.5",
        "BZMPOP 0 2 none k MAX | ZADD k 1 a 2.5 b | *2 $1 k *1 *2 $1 b $3 2.5",
      })
  void isServedByAPushFromElsewhere(String blocking, String push, String reply) {
    try (RedisClients clients = new RedisClients()) {
      Waiter waiter = clients.start(blocking);
      clients.other().call(push.split(" "));
      assertThat(waiter.read()).isEqualTo(reply);
    }
  }

  @Test
  void answersInResp3() {
    try (RedisClients clients = new RedisClients()) {
      Waiter waiter = clients.waiter();
      waiter.client.call("HELLO", "3");
      waiter.block("BZPOPMIN k 0");
      clients.other().call("ZADD", "k", "1.5", "a");
      assertThat(waiter.read()).isEqualTo("*3 $1 k $1 a ,1.5");
      waiter.client.send("BLPOP", "k", "0.01");
      assertThat(waiter.read()).isEqualTo("_");
    }
  }

  @Test
  void servesInTheOrderInWhichClientsOfOneNodeCame() {
    RedisUnderTest node = server().oneNode();
    try (RedisClients clients = new RedisClients()) {
      List<Waiter> waiters =
          IntStream.range(0, 5).mapToObj(i -> clients.start(node, "BLPOP k 0")).toList();
      clients.other().call("RPUSH", "k", "0", "1", "2", "3", "4");
      for (int i = 0; i < waiters.size(); i++) {
        assertThat(waiters.get(i).read()).isEqualTo("*2 $1 k $1 " + i);
      }
    }
  }

  @Test
  void movesThroughAChain() {
    try (RedisClients clients = new RedisClients()) {
      Waiter second = clients.start("BLMOVE {c}2 {c}3 LEFT RIGHT 0");
      Waiter first = clients.start("BLMOVE {c}1 {c}2 LEFT RIGHT 0");
      Waiter last = clients.start("BLPOP {c}3 0");
      clients.other().call("RPUSH", "{c}1", "x");
      assertThat(first.read()).isEqualTo("$1 x");
      assertThat(second.read()).isEqualTo("$1 x");
      assertThat(last.read()).isEqualTo("*2 $4 {c}3 $1 x");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BLPOP k none 0.05",
        "BLMPOP 0.05 1 k LEFT",
        "BLMOVE k {k}2 LEFT LEFT 0.05",
        "BZPOPMAX k 0.05",
      })
  void isToldThatItsTimeIsOver(String blocking) {
    try (RawClient client = server().connect()) {
      long before = System.nanoTime();
      assertThat(client.call(blocking.split(" ")).encode()).isEqualTo("*-1\r\n");
      assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(49));
      client.call("RPUSH", "k", "kept");
      assertThat(client.call("LLEN", "k").integer()).isOne();
    }
  }

  @Test
  void answersAtOnceInsideATransaction() {
    try (RawClient client = server().connect()) {
      client.call("RPUSH", "{k}1", "a");
      client.call("MULTI");
      client.call("BLPOP", "{k}1", FOR_EVER);
      client.call("BLPOP", "{k}1", FOR_EVER);
      client.call("BLMOVE", "{k}1", "{k}2", "LEFT", "LEFT", FOR_EVER);
      assertThat(client.call("EXEC").encode())
          .isEqualTo("*3\r\n*2\r\n$4\r\n{k}1\r\n$1\r\na\r\n*-1\r\n$-1\r\n");
    }
  }

  @Test
  void isServedByWhatATransactionLeaves() {
    try (RedisClients clients = new RedisClients()) {
      Waiter waiter = clients.start("BLPOP k 0");
      RawClient other = clients.other();
      other.call("MULTI");
      other.call("RPUSH", "k", "gone");
      other.call("DEL", "k");
      other.call("RPUSH", "k", "left");
      other.call("EXEC");
      assertThat(waiter.read()).isEqualTo("*2 $1 k $4 left");
    }
  }

  @Test
  void goesOnWaitingWhenTheKeyHoldsSomethingElse() {
    try (RedisClients clients = new RedisClients()) {
      Waiter waiter = clients.start("BLPOP k 0");
      RawClient other = clients.other();
      other.call("SET", "k", "string");
      other.call("DEL", "k");
      other.call("ZADD", "k", "1", "a");
      other.call("DEL", "k");
      other.call("RPUSH", "k", "item");
      assertThat(waiter.read()).isEqualTo("*2 $1 k $4 item");
    }
  }

  @Test
  void isServedByARenamedAndARestoredKey() {
    try (RedisClients clients = new RedisClients()) {
      Waiter first = clients.start("BLPOP {k}1 0");
      RawClient other = clients.other();
      other.call("RPUSH", "{k}2", "renamed");
      other.call("RENAME", "{k}2", "{k}1");
      assertThat(first.read()).isEqualTo("*2 $4 {k}1 $7 renamed");
      Waiter second = clients.start("BZPOPMIN {k}1 0");
      other.call("ZADD", "{k}2", "7", "copied");
      other.call("COPY", "{k}2", "{k}1");
      assertThat(second.read()).isEqualTo("*3 $4 {k}1 $6 copied $1 7");
    }
  }

  @Test
  void canBeUnblocked() {
    RedisUnderTest node = server().oneNode();
    try (RedisClients clients = new RedisClients();
        RawClient admin = node.connect()) {
      Waiter timedOut = clients.start(node, "BLPOP k 0");
      Waiter failed = clients.start(node, "BZPOPMIN k 0");
      assertThat(admin.call("CLIENT", "LIST").string()).contains("flags=b ");
      assertThat(admin.call("CLIENT", "UNBLOCK", timedOut.id).integer()).isOne();
      assertThat(timedOut.read()).isEqualTo("*-1");
      assertThat(admin.call("CLIENT", "UNBLOCK", timedOut.id).integer()).isZero();
      assertThat(admin.call("CLIENT", "UNBLOCK", failed.id, "ERROR").integer()).isOne();
      assertThat(failed.read()).isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK");
      assertThat(failed.client.call("PING").encode()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void runsLaterCommandsWhenTheWaitIsOver() {
    try (RedisClients clients = new RedisClients()) {
      Waiter waiter = clients.start("BLPOP k 0");
      waiter.client.send("SET", "later", "1");
      waiter.client.send("BLPOP", "k", FOR_EVER);
      RawClient other = clients.other();
      assertThat(other.call("EXISTS", "later").integer()).isZero();
      other.call("RPUSH", "k", "a");
      assertThat(waiter.read()).isEqualTo("*2 $1 k $1 a");
      assertThat(waiter.read()).isEqualTo("+OK");
      other.call("RPUSH", "k", "b");
      assertThat(waiter.read()).isEqualTo("*2 $1 k $1 b");
    }
  }

  @Test
  void whoHangsUpTakesNothing() {
    RedisUnderTest node = server().oneNode();
    try (RedisClients clients = new RedisClients()) {
      Waiter gone = clients.start(node, "BLPOP k 0");
      Waiter goneWithMore = clients.start(node, "BLPOP k 0");
      goneWithMore.client.send("PING");
      Waiter stays = clients.start(node, "BLPOP k 0");
      gone.client.close();
      goneWithMore.client.close();
      Awaitility.await().atMost(LIMIT).until(() -> blocked(node) == 1);
      clients.other().call("RPUSH", "k", "a");
      assertThat(stays.read()).isEqualTo("*2 $1 k $1 a");
    }
  }

  @Test
  void eachItemIsDeliveredOnce() throws InterruptedException {
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS);
    try (RedisClients clients = new RedisClients()) {
      for (int i = 0; i < CONSUMERS; i++) {
        Waiter waiter = clients.waiter();
        threads.execute(() -> consume(waiter.client, received));
      }
      for (int i = 0; i < ITEMS; i++) {
        clients.other().call("RPUSH", "queue" + i % 2, Integer.toString(i));
      }
      Awaitility.await().atMost(LIMIT).until(() -> received.size() >= ITEMS);
      for (int i = 0; i < CONSUMERS; i++) {
        clients.other().call("RPUSH", "queue0", STOP);
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(received)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList());
      assertThat(clients.other().call("EXISTS", "queue0", "queue1").integer()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void consume(RawClient client, List<String> received) {
    while (true) {
      String item = client.call("BLPOP", "queue0", "queue1", FOR_EVER).children().get(1).string();
      if (item.equals(STOP)) {
        return;
      }
      received.add(item);
    }
  }

  /** How many clients of a node wait. */
  private static long blocked(RedisUnderTest node) {
    try (RawClient client = node.connect()) {
      return client
          .call("CLIENT", "LIST")
          .string()
          .lines()
          .filter(line -> line.contains(" flags=b "))
          .count();
    }
  }

  /** A client that waits. */
  private static final class Waiter {
    private final RawClient client;
    private final RedisUnderTest node;
    private final String id;

    Waiter(RedisUnderTest node) {
      this.node = node;
      this.client = node.connect();
      this.id = Long.toString(client.call("CLIENT", "ID").integer());
    }

    /** Sends a command, and returns when it waits. */
    void block(String command) {
      client.send(command.split(" "));
      Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(this::isBlocked);
    }

    private boolean isBlocked() {
      try (RawClient asking = node.connect()) {
        return asking.call("CLIENT", "LIST", "ID", id).string().contains(" flags=b ");
      }
    }

    /** A reply with blanks for the ends of lines. */
    String read() {
      return client.read().encode().strip().replace("\r\n", " ");
    }
  }

  /** Clients of the server of this run: those that wait, and one that does not. */
  private final class RedisClients implements AutoCloseable {
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<? extends RedisUnderTest> nodes = server().nodes();
    private final List<RawClient> others = nodes.stream().map(RedisUnderTest::connect).toList();
    private int next;
    private int nextOther;

    /** A client of the next node that does not wait. */
    RawClient other() {
      return others.get(nextOther++ % others.size());
    }

    /** A client of the next node. */
    Waiter waiter() {
      return add(nodes.get(next++ % nodes.size()));
    }

    Waiter start(String command) {
      return start(nodes.get(next++ % nodes.size()), command);
    }

    Waiter start(RedisUnderTest node, String command) {
      Waiter waiter = add(node);
      waiter.block(command);
      return waiter;
    }

    private Waiter add(RedisUnderTest node) {
      Waiter waiter = new Waiter(node);
      waiters.add(waiter);
      return waiter;
    }

    @Override
    public void close() {
      waiters.forEach(waiter -> waiter.client.close());
      others.forEach(RawClient::close);
    }
  }
}
