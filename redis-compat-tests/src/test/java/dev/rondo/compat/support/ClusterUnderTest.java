package dev.rondo.compat.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A cluster of Rondo, seen as the one server that its clients are to take it for: each client is
 * sent to the next node. What is asked of a process is asked of all of them.
 */
final class ClusterUnderTest implements RedisUnderTest {
  private static final int NODES = 3;

  /** Three nodes and their clients share a machine that may be busy with other builds as well. */
  private static final String PATIENCE_MILLIS = "20000";

  private final RondoCluster cluster;
  private int next;

  private ClusterUnderTest(RondoCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts three nodes. */
  static ClusterUnderTest start(String... options) {
    List<String> all = new ArrayList<>(List.of("--cluster-request-timeout", PATIENCE_MILLIS));
    all.addAll(List.of(options));
    return new ClusterUnderTest(RondoCluster.start(NODES, all.toArray(String[]::new)));
  }

  @Override
  public String name() {
    return "cluster";
  }

  /** The port of the node whose turn it is: another with each call. */
  @Override
  public int port() {
    next = (next + 1) % NODES;
    return cluster.node(next).port();
  }

  /** Not the first, for that one may have founded the ring. */
  @Override
  public RedisUnderTest oneNode() {
    return cluster.node(1);
  }

  @Override
  public List<? extends RedisUnderTest> nodes() {
    return cluster.nodes();
  }

  @Override
  public long pid() {
    return oneNode().pid();
  }

  @Override
  public Path dataDirectory() {
    return oneNode().dataDirectory();
  }

  @Override
  public String outputTail(int maxBytes) {
    return cluster.nodes().stream()
        .map(node -> node + "\n" + node.outputTail(maxBytes / NODES))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public long residentBytes() {
    return cluster.nodes().stream().mapToLong(RedisUnderTest::residentBytes).sum();
  }

  @Override
  public long peakResidentBytes() {
    return cluster.nodes().stream().mapToLong(RedisUnderTest::peakResidentBytes).sum();
  }

  @Override
  public void kill9() {
    cluster.nodes().forEach(RedisUnderTest::kill9);
  }

  @Override
  public void restart() {
    kill9();
    cluster.nodes().forEach(RedisUnderTest::restart);
    cluster.awaitAllUp();
  }

  @Override
  public boolean isAlive() {
    return cluster.nodes().stream().allMatch(RedisUnderTest::isAlive);
  }

  @Override
  public void close() {
    cluster.close();
  }

  @Override
  public String toString() {
    return cluster.nodes().toString();
  }
}
