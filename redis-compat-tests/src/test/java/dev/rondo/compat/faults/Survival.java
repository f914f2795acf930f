package dev.rondo.compat.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A fault of one node under load through the others: no request fails, and afterwards all nodes are
 * equal. Prints how long requests took.
 */
final class Survival {
  private static final Duration FAULT =
      Duration.ofSeconds(Integer.getInteger("rondo.faults.seconds", 4));
  private static final int WARM_UP_REQUESTS = 4_000;

  private Survival() {}

  /**
   * Lets it happen.
   *
   * @param what to call it in the report
   * @param nodes all of them; the last one has the fault
   * @param end ends the fault, and returns when the node is in service again
   */
  static void of(String what, List<InetSocketAddress> nodes, Runnable fault, Runnable end)
      throws InterruptedException {
    SteadyLoad load = SteadyLoad.on(nodes.subList(0, nodes.size() - 1));
    load.awaitMore(WARM_UP_REQUESTS);
    fault.run();
    load.keepFor(FAULT);
    end.run();
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
}
