package dev.rondo.server.routing;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.ClusterState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All nodes of the ring, be they live or not. */
final class Members {
  private Members() {}

  /** This node first. */
  static List<NodeId> all(ClusterState state) {
    Set<NodeId> nodes = new LinkedHashSet<>();
    nodes.add(state.self());
    nodes.addAll(state.replicas(0));
    state.fallbacks(0).forEach(nodes::add);
    return List.copyOf(nodes);
  }

  /** All but this node. */
  static List<NodeId> others(ClusterState state) {
    List<NodeId> all = all(state);
    return all.subList(1, all.size());
  }
}
