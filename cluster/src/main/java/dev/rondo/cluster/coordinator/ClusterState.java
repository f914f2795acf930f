package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds what, and who can be reached, as this node sees it now. Safe on any thread; two calls
 * may see different moments.
 */
public interface ClusterState {
  /** This node. */
  NodeId self();

  /** The number of the ring in use. */
  long epoch();

  /** The replicas of a slot, the primary first; at most N, fewer when there are fewer nodes. */
  List<NodeId> replicas(int slot);

  /** All other nodes, in the order in which they stand in for replicas of the slot. */
  Iterable<NodeId> fallbacks(int slot);

  /** Whether a node is believed to answer; of this node always true. */
  boolean isLive(NodeId node);

  /** Whether a node has all that was written while it was away, so that it may order writes. */
  boolean isCaughtUp(NodeId node);

  /** Where a node listens for others; null when it is not known any more. */
  @Nullable NodeAddress addressOf(NodeId node);

  /** The data centre of a node; empty when none is set. */
  String dataCentreOf(NodeId node);

  /** Those of some nodes that are live; the caller's own list. */
  default List<NodeId> live(List<NodeId> nodes) {
    List<NodeId> live = new ArrayList<>();
    for (NodeId node : nodes) {
      if (isLive(node)) {
        live.add(node);
      }
    }
    return live;
  }

  /**
   * Those replicas of a slot whom to read it from, best first: this node, then those of its data
   * centre, then the rest; and before any of them that lags behind all that do not. The caller's
   * own list.
   */
  default List<NodeId> readers(List<NodeId> replicas) {
    List<NodeId> readers = live(replicas);
    if (readers.size() > 1) {
      String here = dataCentreOf(self());
      readers.sort(Comparator.comparingInt(node -> distance(node, here)));
    }
    return readers;
  }

  private int distance(NodeId node, String here) {
    int behind = isCaughtUp(node) ? 0 : 4;
    if (node.equals(self())) {
      return behind;
    }
    return behind + (dataCentreOf(node).equals(here) ? 1 : 2);
  }

  /**
   * Who orders the writes of a slot: its first live replica that is caught up; when there is none,
   * the first live one; null when no replica is live.
   */
  default @Nullable NodeId writeCoordinator(int slot) {
    NodeId firstLive = null;
    for (NodeId node : replicas(slot)) {
      if (isLive(node)) {
        if (isCaughtUp(node)) {
          return node;
        }
        firstLive = firstLive == null ? node : firstLive;
      }
    }
    return firstLive;
  }
}
