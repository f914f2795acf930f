package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.ring.RingNode;
import dev.rondo.cluster.ring.TokenAllocator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Founds the ring and takes new nodes into it. One live node at a time does that, the one with the
 * lowest id in the ring; when views differ and two do it at once, the ring with the higher epoch,
 * and between equal ones the higher proposer, wins everywhere, and whoever is missing in it is
 * taken in by the next.
 *
 * <p>One change at a time: nobody is taken in while a live node of the ring is still catching up.
 */
final class RingKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(RingKeeper.class);

  private final RingHolder rings;
  private final TokenAllocator allocator;
  private final int replicas;
  private final boolean mayFound;
  private final int founders;
  private final long foundingDelayNanos;

  /**
   * @param replicas N
   * @param mayFound whether this node is one of its own seeds, or has none
   * @param founders how many nodes found the ring together: as many as there are seeds
   * @param foundingDelayNanos how long to wait for all of them; and once more for each node with a
   *     lower id
   */
  RingKeeper(
      NodeId self,
      RingHolder rings,
      int replicas,
      boolean mayFound,
      int founders,
      long foundingDelayNanos) {
    this.rings = rings;
    this.allocator = new TokenAllocator(self);
    this.replicas = replicas;
    this.mayFound = mayFound;
    this.founders = founders;
    this.foundingDelayNanos = foundingDelayNanos;
  }

  /** Looks whether there is something to do; called now and then. */
  void tick(MembershipView view, long nanosSinceStart) {
    Ring ring = rings.ring();
    if (ring == null) {
      found(view, nanosSinceStart);
    } else if (isKeeper(view, ring) && !takeOutOneWhoLeft(view, ring) && isCalm(view, ring)) {
      takeIn(view, ring);
    }
  }

  /** Of two rings without somebody that are proposed at once, one is lost; so this tries again. */
  private boolean takeOutOneWhoLeft(MembershipView view, Ring ring) {
    for (RingNode node : ring.nodes()) {
      Member member = view.member(node.id());
      if (member != null && member.hasLeft()) {
        takeOut(node.id());
        return true;
      }
    }
    return false;
  }

  private void found(MembershipView view, long nanosSinceStart) {
    List<Member> joining = joining(view);
    long rank = joining.indexOf(view.self());
    boolean complete = rank == 0 && joining.size() >= founders;
    boolean waitedLongEnough = rank >= 0 && nanosSinceStart >= foundingDelayNanos * (rank + 1);
    if (mayFound && (complete || waitedLongEnough)) {
      LOG.info("founding a ring of {} nodes", joining.size());
      rings.propose(
          allocator.create(joining.stream().map(RingKeeper::ringNode).toList(), replicas));
    }
  }

  private static boolean isKeeper(MembershipView view, Ring ring) {
    for (Member member : view.live()) {
      if (ring.contains(member.id())) {
        return member.id().equals(view.self().id());
      }
    }
    return false;
  }

  private static boolean isCalm(MembershipView view, Ring ring) {
    return view.live().stream()
        .filter(member -> ring.contains(member.id()))
        .allMatch(member -> member.state() == MemberState.UP);
  }

  private void takeIn(MembershipView view, Ring ring) {
    for (Member member : joining(view)) {
      if (!ring.contains(member.id())) {
        LOG.info("taking node {} at {} into the ring", member.id(), member.busAddress());
        rings.propose(allocator.join(ring, ringNode(member)));
        return;
      }
    }
  }

  /** Takes a node out of the ring, if it is in it and not the last one. */
  void takeOut(NodeId node) {
    Ring ring = rings.ring();
    if (ring != null && ring.contains(node) && ring.nodes().size() > 1) {
      LOG.warn("taking node {} out of the ring", node);
      rings.propose(allocator.leave(ring, node));
    }
  }

  private static List<Member> joining(MembershipView view) {
    return view.live().stream().filter(each -> each.state() == MemberState.JOINING).toList();
  }

  private static RingNode ringNode(Member member) {
    return new RingNode(member.id(), member.weight(), member.rack(), member.dataCentre());
  }
}
