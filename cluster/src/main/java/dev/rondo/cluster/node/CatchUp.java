package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.Membership;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.ring.Ring;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves this node from JOINING to CATCHING_UP to UP. It is caught up when most members of the ring
 * are live and every one of those has said that it delivered what it kept for this life of this
 * node. One that finds itself outside of the ring, because another ring won, is JOINING again. Safe
 * on any thread.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  private final Membership membership;
  private final RingHolder rings;
  private final long minNanos;
  private final long heardByAllNanos;
  private final Set<NodeId> delivered = new HashSet<>();
  private long beganNanos;

  /** Before this moment of the nano clock what members say may be of the ring before. */
  private long heedNanos;

  /**
   * @param minNanos how long to catch up at least, so that members who keep something are heard of
   * @param heardByAllNanos how long it takes until all have heard of a new ring
   */
  CatchUp(
      Membership membership, RingHolder rings, long minNanos, long heardByAllNanos, long nowNanos) {
    this.membership = membership;
    this.rings = rings;
    this.minNanos = minNanos;
    this.heardByAllNanos = heardByAllNanos;
    this.heedNanos = nowNanos;
    this.beganNanos = nowNanos;
  }

  /** A member has delivered all it kept for the given life of this node. */
  synchronized void delivered(NodeId by, long incarnation, long nowNanos) {
    if (nowNanos - heedNanos >= 0 && membership.view().self().incarnation() == incarnation) {
      delivered.add(by);
    }
  }

  /** This node was suspected and has refuted that: it may have missed writes. */
  void refuted(long nowNanos) {
    MemberState state = membership.view().self().state();
    if (state == MemberState.UP || state == MemberState.CATCHING_UP) {
      begin(nowNanos, 0);
    }
  }

  /**
   * A ring came in which somebody is missing: this node may hold slots of which others have to give
   * it what it lacks.
   */
  void someoneIsGone(long nowNanos) {
    MemberState state = membership.view().self().state();
    if (state == MemberState.UP || state == MemberState.CATCHING_UP) {
      begin(nowNanos, heardByAllNanos);
    }
  }

  private void begin(long nowNanos, long deafNanos) {
    synchronized (this) {
      delivered.clear();
      beganNanos = nowNanos;
      heedNanos = nowNanos + deafNanos;
    }
    membership.setState(MemberState.CATCHING_UP);
  }

  /** Looks whether this node is further; called now and then. */
  void tick(long nowNanos) {
    MembershipView view = membership.view();
    Ring ring = rings.ring();
    if (ring == null) {
      return;
    }
    MemberState state = view.self().state();
    boolean placed = ring.contains(view.self().id());
    if (!placed && (state == MemberState.UP || state == MemberState.CATCHING_UP)) {
      LOG.warn("ring {} came without this node, which joins it", ring.epoch());
      membership.setState(MemberState.JOINING);
    } else if (placed && state == MemberState.JOINING) {
      begin(nowNanos, 0);
    } else if (state == MemberState.CATCHING_UP && isCaughtUp(view, ring, nowNanos)) {
      LOG.info("caught up");
      membership.setState(MemberState.UP);
    }
  }

  private synchronized boolean isCaughtUp(MembershipView view, Ring ring, long nowNanos) {
    if (ring.nodes().size() > 1 && nowNanos - beganNanos < minNanos) {
      return false;
    }
    int live = 0;
    for (Member member : view.live()) {
      if (ring.contains(member.id())) {
        live++;
        if (!member.id().equals(view.self().id()) && !delivered.contains(member.id())) {
          return false;
        }
      }
    }
    return live > ring.nodes().size() / 2;
  }
}
