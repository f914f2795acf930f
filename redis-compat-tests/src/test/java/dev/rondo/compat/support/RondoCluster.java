package dev.rondo.compat.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Some Rondo nodes that form one cluster on the loopback interface. */
public final class RondoCluster implements AutoCloseable {
  private static final int BUS_OFFSET = 10_000;
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);

  private final List<RondoProcess> nodes = new ArrayList<>();

  private RondoCluster() {}

  /**
   * Starts nodes that name each other as seeds, and waits until all are in full service.
   *
   * @param options further options of each node
   */
  public static RondoCluster start(int nodes, String... options) {
    RondoCluster cluster = new RondoCluster();
    List<Integer> ports = freePorts(nodes);
    String seeds = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    try {
      for (int port : ports) {
        List<String> all =
            new ArrayList<>(
                List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--seeds", seeds));
        all.addAll(List.of(options));
        cluster.nodes.add(RondoProcess.start(List.of("-Xmx256m"), all.toArray(String[]::new)));
      }
      cluster.awaitAllUp();
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /** Ports that are free, and whose bus ports are. */
  private static List<Integer> freePorts(int count) {
    RandomGenerator random = new SplittableRandom();
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int port = random.nextInt(20_000, 30_000);
      if (!ports.contains(port) && isFree(port) && isFree(port + BUS_OFFSET)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** The nodes, in the order of their start. */
  public List<RondoProcess> nodes() {
    return List.copyOf(nodes);
  }

  /** One of the nodes. */
  public RondoProcess node(int i) {
    return nodes.get(i);
  }

  /** Waits until every node sees every other in full service. */
  public void awaitAllUp() {
    for (RondoProcess node : nodes) {
      Awaitility.await(node + " sees all nodes up")
          .atMost(READY_LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> upNodes(node) == nodes.size());
    }
  }

  /** How many members a node believes to be live and in full service. */
  public static long upNodes(RondoProcess node) {
    return upNodes(node.address());
  }

  /** How many members the node at an address believes to be live and in full service. */
  public static long upNodes(InetSocketAddress node) {
    try (RawClient client = RawClient.connect(node)) {
      return client.call("CLUSTER", "MEMBERS").children().stream()
          .filter(member -> has(member, "state", "up") && has(member, "status", "live"))
          .count();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private static boolean has(Reply member, String field, String value) {
    List<Reply> pairs = member.children();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      if (field.equals(pairs.get(i).text())) {
        return value.equals(pairs.get(i + 1).text());
      }
    }
    return false;
  }

  /** Sends a signal, such as STOP or CONT, to a node. */
  public void signal(int i, String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(nodes.get(i).pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + signal + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    for (RondoProcess node : nodes) {
      node.close();
    }
  }
}
