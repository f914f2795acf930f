package dev.rondo.compat.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RondoCluster;
import dev.rondo.compat.support.RondoProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One of three nodes dies or hangs under load through the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTest {
  private static final Duration FAULT =
      Duration.ofSeconds(Integer.getInteger("rondo.faults.seconds", 4));
  private static final int WARM_UP_REQUESTS = 4_000;

  private @Nullable RondoCluster started;

  @BeforeAll
  void start() {
    boolean required = Boolean.getBoolean("rondo.required");
    Assumptions.assumeTrue(required || RondoProcess.isPackaged(), "no packaged Rondo server");
    started = RondoCluster.start(3);
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private interface Fault {
    void happen(RondoCluster cluster, int node);
  }

  private void survive(String what, Fault fault, Fault end) throws InterruptedException {
    RondoCluster cluster = started;
    if (cluster == null) {
      throw new IllegalStateException("the cluster was not started");
    }
    List<InetSocketAddress> nodes = cluster.nodes().stream().map(RondoProcess::address).toList();
    SteadyLoad load = SteadyLoad.on(nodes.subList(0, 2));
    load.awaitMore(WARM_UP_REQUESTS);
    fault.happen(cluster, 2);
    load.keepFor(FAULT);
    end.happen(cluster, 2);
    cluster.awaitAllUp();
    load.awaitMore(WARM_UP_REQUESTS);
    load.stop();
    System.out.printf(
        "%s for %d s: %d requests through the others, %d failed%n%s",
        what,
        FAULT.toSeconds(),
        load.latencies().count(),
        load.failures().size(),
        load.latencies().report());
    assertThat(load.failures()).isEmpty();
    long equalMillis = Equality.await(nodes, load.acknowledged());
    System.out.printf("  equal %d ms after the load%n", equalMillis);
  }

  @Test
  void aNodeIsKilled() throws InterruptedException {
    survive(
        "kill -9",
        (cluster, node) -> cluster.node(node).kill9(),
        (cluster, node) -> cluster.node(node).restart());
  }

  @Test
  void aNodeHangs() throws InterruptedException {
    survive(
        "SIGSTOP",
        (cluster, node) -> cluster.signal(node, "STOP"),
        (cluster, node) -> cluster.signal(node, "CONT"));
  }
}
