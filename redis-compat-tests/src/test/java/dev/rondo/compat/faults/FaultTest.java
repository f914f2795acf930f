package dev.rondo.compat.faults;

import dev.rondo.compat.support.RondoCluster;
import dev.rondo.compat.support.RondoProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One of three nodes dies or hangs under load through the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTest {
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

  private interface Fault {
    void happen(RondoCluster cluster, int node);
  }

  private void survive(String what, Fault fault, Fault end) throws InterruptedException {
    RondoCluster cluster = started;
    if (cluster == null) {
      throw new IllegalStateException("the cluster was not started");
    }
    Survival.of(
        what,
        cluster.nodes().stream().map(RondoProcess::address).toList(),
        () -> fault.happen(cluster, 2),
        () -> {
          end.happen(cluster, 2);
          cluster.awaitAllUp();
        });
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
