package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.ClusterException.Kind;
import dev.rondo.cluster.Level;
import dev.rondo.cluster.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether enough nodes can be asked for what a request wants, before anything is done for it: live
 * ones, to which not too much is under way.
 */
final class Reach {
  private final ClusterState state;
  private final Requests requests;
  private final boolean sloppy;

  /**
   * @param sloppy whether nodes that are no replicas count for writes
   */
  Reach(ClusterState state, Requests requests, boolean sloppy) {
    this.state = state;
    this.requests = requests;
    this.sloppy = sloppy;
  }

  Requirement requirement(Level level, List<NodeId> all) {
    return Requirement.of(level, all, state::dataCentreOf, state.dataCentreOf(state.self()));
  }

  /**
   * Leaves those to which something new may be sent.
   *
   * @param level what was asked for, to be named in a refusal
   * @param requirement what the level means for these replicas
   * @param all the replicas
   * @param live those of them to read from; changed
   * @return why they are too few; null when they are enough
   */
  @Nullable ClusterException readers(
      Level level, Requirement requirement, List<NodeId> all, List<NodeId> live) {
    return enough(level, requirement, "read", all, live);
  }

  /** Why a write of a slot is not worth beginning; null when it is. Nothing has been done. */
  @Nullable ClusterException writers(int slot, Level level) {
    List<NodeId> all = state.replicas(slot);
    List<NodeId> reachable = state.live(all);
    if (sloppy && reachable.size() < all.size()) {
      for (NodeId node : state.fallbacks(slot)) {
        if (state.isLive(node)) {
          reachable.add(node);
        }
        if (reachable.size() == all.size()) {
          break;
        }
      }
    }
    return enough(level, requirement(level, all), "write", all, reachable);
  }

  private @Nullable ClusterException enough(
      Level level, Requirement requirement, String verb, List<NodeId> all, List<NodeId> live) {
    int reachable = live.size();
    boolean full = false;
    for (NodeId node : live) {
      full |= isFull(node);
    }
    boolean met = isMet(requirement, live);
    if (met && !full) {
      return null;
    }
    live.removeIf(this::isFull);
    if (met && isMet(requirement, live)) {
      return null;
    }
    return met
        ? new ClusterException(Kind.OVERLOADED, "too many requests wait for other nodes")
        : new ClusterException(
            Kind.UNAVAILABLE,
            "%s=%s cannot be met: %d of %d replicas can be reached"
                .formatted(verb, level, reachable, all.size()));
  }

  private boolean isFull(NodeId node) {
    return !node.equals(state.self()) && !requests.hasRoomFor(node);
  }

  private boolean isMet(Requirement requirement, Iterable<NodeId> by) {
    Quorum quorum = new Quorum(requirement);
    for (NodeId node : by) {
      quorum.answered(state.dataCentreOf(node));
    }
    return quorum.isReached();
  }
}
