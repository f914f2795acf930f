package dev.rondo.server.config;

import static dev.rondo.server.config.Setting.fixed;
import static dev.rondo.server.config.ValueTypes.integer;
import static dev.rondo.server.config.ValueTypes.text;
import static dev.rondo.server.config.ValueTypes.yesNo;

import dev.rondo.cluster.transport.NodeAddress;
import java.util.List;

/** How a node finds the others, and what it is to them. */
public final class ClusterSettings {
  /** The bus listens this far above the port for clients, as Redis Cluster's does. */
  public static final int BUS_OFFSET = 10_000;

  public static final Setting<Boolean> ENABLED =
      fixed(
          "cluster-enabled",
          yesNo(),
          false,
          "Whether the node is one of a cluster; giving seeds means yes.");

  public static final Setting<List<NodeAddress>> SEEDS =
      fixed(
          "seeds",
          SeedList.TYPE,
          List.of(),
          "Nodes to find the cluster through, by their ports for clients; this node may be among them.");

  public static final Setting<Integer> BUS_PORT =
      fixed(
          "cluster-port",
          integer(0, 65535),
          0,
          "TCP port for other nodes; 0 for 10000 above the port for clients.");

  public static final Setting<String> ANNOUNCE_IP =
      fixed(
          "cluster-announce-ip",
          text(),
          "",
          "Address under which other nodes and cluster clients reach this node; empty for the one it is bound to.");

  public static final Setting<String> NAME =
      fixed("cluster-name", text(), "rondo", "Nodes of another cluster are refused.");

  public static final Setting<String> SECRET =
      fixed("cluster-secret", text(), "", "What the nodes of the cluster share to know each other.")
          .secret();

  public static final Setting<Integer> REPLICAS =
      fixed("cluster-replicas", integer(1, 16), 3, "On how many nodes a key lies: N.");

  public static final Setting<String> RACK =
      fixed("rack", text(), "", "Replicas of a key are spread over racks.");

  public static final Setting<String> DATA_CENTRE =
      fixed("data-centre", text(), "", "Each data centre holds N replicas of a key.");

  public static final Setting<Integer> WEIGHT =
      fixed("weight", integer(1, 1000), 100, "This node's capacity in comparison to the others.");

  public static final Setting<Boolean> SLOPPY_QUORUM =
      fixed(
          "sloppy-quorum",
          yesNo(),
          true,
          "Whether another node may take a write for a replica that is down.");

  public static final Setting<Integer> REQUEST_TIMEOUT =
      fixed(
          "cluster-request-timeout",
          integer(10, 60_000),
          2000,
          "How long a request may wait for other nodes, in milliseconds.");

  static final List<Setting<?>> ALL =
      List.of(
          ENABLED,
          SEEDS,
          BUS_PORT,
          ANNOUNCE_IP,
          NAME,
          SECRET,
          REPLICAS,
          RACK,
          DATA_CENTRE,
          WEIGHT,
          SLOPPY_QUORUM,
          REQUEST_TIMEOUT);

  private ClusterSettings() {}

  /** Whether a node with this config is one of a cluster. */
  public static boolean isCluster(Config config) {
    return config.get(ENABLED) || !config.get(SEEDS).isEmpty();
  }
}
