package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.Membership;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the coordinator sees of membership and ring. */
final class NodeState implements ClusterState {
  private final NodeId self;
  private final RingHolder rings;
  private final Membership membership;

  NodeState(NodeId self, RingHolder rings, Membership membership) {
    this.self = self;
    this.rings = rings;
    this.membership = membership;
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public long epoch() {
    Ring ring = rings.ring();
    return ring == null ? 0 : ring.epoch();
  }

  @Override
  public List<NodeId> replicas(int slot) {
    Ring ring = rings.ring();
    return ring == null ? List.of() : ring.preferenceList(slot);
  }

  /** The walk begins with the replicas themselves, which are passed over. */
  @Override
  public Iterable<NodeId> fallbacks(int slot) {
    Ring ring = rings.ring();
    if (ring == null) {
      return List.of();
    }
    int replicas = ring.preferenceList(slot).size();
    return () -> {
      Iterator<NodeId> walk = ring.walk(slot);
      for (int i = 0; i < replicas && walk.hasNext(); i++) {
        walk.next();
      }
      return walk;
    };
  }

  @Override
  public boolean isLive(NodeId node) {
    return node.equals(self) || membership.view().isLive(node);
  }

  @Override
  public boolean isCaughtUp(NodeId node) {
    Member member = membership.view().member(node);
    return member != null && member.state() == MemberState.UP;
  }

  @Override
  public @Nullable NodeAddress addressOf(NodeId node) {
    Member member = membership.view().member(node);
    return member == null || member.hasLeft() ? null : member.busAddress();
  }

  @Override
  public String dataCentreOf(NodeId node) {
    Member member = membership.view().member(node);
    return member == null ? "" : member.dataCentre();
  }
}
