package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.NodeAddress;

/** Members for tests. */
final class Members {
  private Members() {}

  static NodeAddress address(long actor) {
    return new NodeAddress("node-" + actor, 16379);
  }

  static Member member(long actor, long incarnation, NodeAddress busAddress) {
    return new Member(
        new NodeId(actor),
        incarnation,
        0,
        MemberState.UP,
        busAddress,
        new NodeAddress(busAddress.host(), 6379),
        "r" + actor % 3,
        "",
        100,
        0);
  }

  static Member member(long actor, long incarnation, long heartbeat) {
    return member(actor, 1, address(actor)).at(incarnation, heartbeat);
  }
}
