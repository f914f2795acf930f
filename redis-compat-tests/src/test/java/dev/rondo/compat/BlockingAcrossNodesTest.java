package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RondoCluster;
import dev.rondo.compat.support.RondoProcess;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that wait on nodes which have no copy of the key. */
class BlockingAcrossNodesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int NODES = 3;

  @Test
  void aPushOnAnyNodeServesClientsOfAnyNode() {
    RondoProcess.requirePackaged();
    try (RondoCluster cluster = RondoCluster.start(NODES, "--cluster-replicas", "1")) {
      for (int i = 0; i < NODES * NODES; i++) {
        serveOne(cluster.node(i % NODES), cluster.node(i / NODES), "k" + i);
      }
    }
  }

  private static void serveOne(RondoProcess waitsAt, RondoProcess pushesAt, String key) {
    try (RawClient waiter = waitsAt.connect();
        RawClient same = waitsAt.connect();
        RawClient pusher = pushesAt.connect()) {
      waiter.send("BLPOP", "none", key, "0");
      same.send("BZPOPMIN", key, "none", "0");
      awaitBlocked(waitsAt, 2);
      pusher.call("ZADD", key, "1", "member");
      assertThat(same.read().encode())
          .isEqualTo("*3\r\n$2\r\n" + key + "\r\n$6\r\nmember\r\n$1\r\n1\r\n");
      pusher.call("RPUSH", key, "item");
      assertThat(waiter.read().encode()).isEqualTo("*2\r\n$2\r\n" + key + "\r\n$4\r\nitem\r\n");
    }
  }

  private static void awaitBlocked(RondoProcess node, int clients) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(LIMIT)
        .until(() -> blocked(node) == clients);
  }

  private static long blocked(RondoProcess node) {
    try (RawClient client = node.connect()) {
      return client
          .call("CLIENT", "LIST")
          .string()
          .lines()
          .filter(line -> line.contains(" flags=b "))
          .count();
    }
  }
}
