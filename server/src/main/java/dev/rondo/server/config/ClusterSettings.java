package dev.rondo.server.config;

import static dev.rondo.server.config.Setting.fixed;
import static dev.rondo.server.config.ValueTypes.integer;
import static dev.rondo.server.config.ValueTypes.memory;
import static dev.rondo.server.config.ValueTypes.text;
import static dev.rondo.server.config.ValueTypes.yesNo;

import dev.rondo.cluster.ClockPruning;
import dev.rondo.cluster.coordinator.CoordinatorSettings;
import dev.rondo.cluster.coordinator.InFlightLimits;
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

  public static final Setting<Integer> HEDGED_READS =
      fixed(
          "cluster-hedged-reads",
          integer(0, 100),
          CoordinatorSettings.DEFAULT.hedgePercent(),
          "Of 100 reads, how many may ask one more replica because one is slower than usual.");

  public static final Setting<Integer> RETRIES =
      fixed(
          "cluster-retries",
          integer(0, 1000),
          CoordinatorSettings.DEFAULT.retryPercent(),
          "How many requests to other nodes may be repeated after a failure, for 100 first ones.");

  public static final Setting<Integer> MAX_REQUESTS_PER_NODE =
      fixed(
          "cluster-max-requests-per-node",
          integer(1, 10_000_000),
          InFlightLimits.DEFAULT.requestsPerNode(),
          "How many requests may wait for one other node; beyond them it is passed over.");

  public static final Setting<Long> MAX_REQUEST_BYTES_PER_NODE =
      fixed(
          "cluster-max-request-bytes-per-node",
          memory(1 << 10, Long.MAX_VALUE),
          InFlightLimits.DEFAULT.bytesPerNode(),
          "The same in bytes of requests.");

  public static final Setting<Integer> MAX_REQUESTS =
      fixed(
          "cluster-max-requests",
          integer(1, 10_000_000),
          InFlightLimits.DEFAULT.requests(),
          "How many requests may wait for all other nodes; beyond them commands get BUSY.");

  public static final Setting<Long> MAX_REQUEST_BYTES =
      fixed(
          "cluster-max-request-bytes",
          memory(1 << 10, Long.MAX_VALUE),
          InFlightLimits.DEFAULT.bytes(),
          "The same in bytes of requests.");

  public static final Setting<Integer> CLOCK_MAX_ACTORS =
      fixed(
          "clock-max-actors",
          integer(1, 1000),
          ClockPruning.DEFAULT.maxActors(),
          "How many nodes' events a key's vector clock keeps one by one, if the others are old.");

  public static final Setting<Integer> CLOCK_PRUNE_AGE =
      fixed(
          "clock-prune-age",
          integer(60, Integer.MAX_VALUE),
          Math.toIntExact(ClockPruning.DEFAULT.minAgeMillis() / 1000),
          "How old they must be, in seconds: a node that was away for longer must not come back.");

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
          REQUEST_TIMEOUT,
          HEDGED_READS,
          RETRIES,
          MAX_REQUESTS_PER_NODE,
          MAX_REQUEST_BYTES_PER_NODE,
          MAX_REQUESTS,
          MAX_REQUEST_BYTES,
          CLOCK_MAX_ACTORS,
          CLOCK_PRUNE_AGE);

  private ClusterSettings() {}

  /** Whether a node with this config is one of a cluster. */
  public static boolean isCluster(Config config) {
    return config.get(ENABLED) || !config.get(SEEDS).isEmpty();
  }
}
