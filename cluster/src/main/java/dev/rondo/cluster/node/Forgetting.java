package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.Membership;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.storage.HintStore;

/**
 * Nodes that are gone for good, and with them what they alone had: they leave the ring and the
 * membership, nobody waits for them, and the others share their slots. One that comes back
 * nevertheless joins as a new node does. Safe on any thread.
 */
final class Forgetting {
  private final Membership membership;
  private final RingHolder rings;
  private final RingKeeper keeper;
  private final HintStore hints;

  Forgetting(Membership membership, RingHolder rings, RingKeeper keeper, HintStore hints) {
    this.membership = membership;
    this.rings = rings;
    this.keeper = keeper;
    this.hints = hints;
  }

  /** An operator says that a node is gone. */
  synchronized Forgotten forget(NodeId node) {
    MembershipView view = membership.view();
    Member member = view.member(node);
    if (node.equals(view.self().id())) {
      return Forgotten.SELF;
    }
    if (!isInRing(node) && (member == null || member.hasLeft())) {
      return Forgotten.UNKNOWN;
    }
    if (view.isLive(node)) {
      return Forgotten.LIVE;
    }
    membership.declareLeft(node);
    keeper.takeOut(node);
    return Forgotten.DONE;
  }

  private boolean isInRing(NodeId node) {
    Ring ring = rings.ring();
    return ring != null && ring.contains(node);
  }

  /** Drops hints for those who left, be it on another node's word; called now and then. */
  void tick() {
    MembershipView view = membership.view();
    for (long actor : hints.targets()) {
      Member target = view.member(new NodeId(actor));
      if (target != null && target.hasLeft() && !isInRing(target.id())) {
        hints.removeAll(actor);
      }
    }
  }
}
