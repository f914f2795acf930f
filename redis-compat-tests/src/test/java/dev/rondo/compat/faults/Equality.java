package dev.rondo.compat.faults;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Whether every node itself has what was acknowledged. */
final class Equality {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Equality() {}

  /**
   * Waits until each node's own copy of each key is the one expected. With as many nodes as
   * replicas, a read of one replica is a read of the node's own copy.
   *
   * @return how many milliseconds that took
   */
  static long await(List<InetSocketAddress> nodes, Map<String, String> expected) {
    long before = System.nanoTime();
    for (InetSocketAddress node : nodes) {
      Awaitility.await(node + " has all")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> differences(node, expected) == 0);
    }
    return (System.nanoTime() - before) / 1_000_000;
  }

  private static long differences(InetSocketAddress node, Map<String, String> expected) {
    try (RawClient client = RawClient.connect(node)) {
      return expected.entrySet().stream()
          .filter(
              each ->
                  !client
                      .call("AT", "ONE", "GET", each.getKey())
                      .equals(Reply.bulk(each.getValue())))
          .count();
    } catch (UncheckedIOException e) {
      return expected.size();
    }
  }
}
