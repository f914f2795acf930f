package dev.rondo.server.command.cluster;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.ring.Ring.SlotRange;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.server.command.cluster.ClusterReport.KnownNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of three: nodes 1, 2 and 3 on ports 7001 to 7003, each slot on two of them, seen by
 * node 1.
 */
final class ClusterFixture {
  static final NodeId ONE = new NodeId(1);
  static final NodeId TWO = new NodeId(2);
  static final NodeId THREE = new NodeId(3);

  private final List<KnownNode> nodes = new ArrayList<>();
  private List<SlotRange> ranges =
      List.of(
          new SlotRange(0, 4999, List.of(ONE, TWO)),
          new SlotRange(5000, 10_000, List.of(TWO, THREE)),
          new SlotRange(10_001, 16_382, List.of(THREE, ONE)),
          new SlotRange(16_383, 16_383, List.of(ONE, TWO)));

  ClusterFixture() {
    set(1, MemberState.UP, Status.LIVE);
    set(2, MemberState.UP, Status.LIVE);
    set(3, MemberState.UP, Status.LIVE);
  }

  /** Says how a node is. */
  ClusterFixture set(int node, MemberState state, Status status) {
    nodes.removeIf(known -> known.id().actor() == node);
    nodes.add(new KnownNode(member(node, state), status));
    nodes.sort((a, b) -> a.id().compareTo(b.id()));
    return this;
  }

  ClusterFixture withoutRing() {
    ranges = List.of();
    return this;
  }

  private static Member member(int node, MemberState state) {
    return new Member(
        new NodeId(node),
        10 + node,
        1,
        state,
        new NodeAddress("127.0.0.1", 17_000 + node),
        new NodeAddress("127.0.0.1", 7000 + node),
        "r" + node,
        "dc",
        100 * node,
        0);
  }

  ClusterReport report() {
    return new ClusterReport(ONE, nodes, ranges.isEmpty() ? 0 : 5, ranges, 70, 80);
  }
}
