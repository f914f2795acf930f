package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whom this node suspects: members whose heartbeat has not progressed for too long, and members to
 * which a connection broke. A higher incarnation clears a suspicion, and so does a heartbeat that
 * must have been sent after it arose.
 */
final class FailureDetector {
  private final MembershipConfig config;
  private final TreeMap<NodeId, Watch> watches = new TreeMap<>();
  private long changes;

  FailureDetector(MembershipConfig config) {
    this.config = config;
  }

  /** What is known of one member. */
  private static final class Watch {
    final PhiAccrual arrivals;
    long incarnation;
    long heartbeat;
    boolean suspected;
    long clearedByHeartbeatAbove;

    Watch(PhiAccrual arrivals, Member member) {
      this.arrivals = arrivals;
      this.incarnation = member.incarnation();
      this.heartbeat = member.heartbeat();
    }
  }

  /** A member was heard of for the first time, or a newer report of it was. */
  void heard(Member member, long nowNanos) {
    Watch watch = watches.get(member.id());
    if (watch == null) {
      watches.put(member.id(), new Watch(new PhiAccrual(config, nowNanos), member));
      return;
    }
    boolean reborn = member.incarnation() > watch.incarnation;
    if (member.incarnation() < watch.incarnation
        || (!reborn && member.heartbeat() <= watch.heartbeat)) {
      return;
    }
    if (reborn || watch.suspected) {
      watch.arrivals.resumed(nowNanos);
    } else {
      watch.arrivals.arrived(nowNanos);
    }
    watch.incarnation = member.incarnation();
    watch.heartbeat = member.heartbeat();
    if (watch.suspected && (reborn || member.heartbeat() > watch.clearedByHeartbeatAbove)) {
      watch.suspected = false;
      changes++;
    }
  }

  /** A connection to a member broke: suspects it at once. */
  void disconnected(NodeId id) {
    Watch watch = watches.get(id);
    if (watch != null) {
      suspect(watch, config.heartbeatsAfterBreak());
    }
  }

  /** Suspects those that have been silent for too long. */
  void check(long nowNanos) {
    for (Watch watch : watches.values()) {
      if (!watch.suspected && watch.arrivals.phi(nowNanos) >= config.phiThreshold()) {
        suspect(watch, 0);
      }
    }
  }

  private void suspect(Watch watch, int heartbeatsToIgnore) {
    watch.clearedByHeartbeatAbove = watch.heartbeat + heartbeatsToIgnore;
    if (!watch.suspected) {
      watch.suspected = true;
      changes++;
    }
  }

  /** This node itself stood still for so long: the silence was not the others'. */
  void forgive(long nanos) {
    for (Watch watch : watches.values()) {
      watch.arrivals.forgive(nanos);
    }
  }

  /** Stops watching a member: it left. */
  void forget(NodeId id) {
    Watch watch = watches.remove(id);
    if (watch != null && watch.suspected) {
      changes++;
    }
  }

  boolean isSuspect(NodeId id) {
    Watch watch = watches.get(id);
    return watch != null && watch.suspected;
  }

  /** How suspicious a member's silence is; 0 for one that is not watched. */
  double phi(NodeId id, long nowNanos) {
    Watch watch = watches.get(id);
    return watch == null ? 0 : watch.arrivals.phi(nowNanos);
  }

  /** All suspicions in the order of ids, or as many of them as a report may carry. */
  List<Suspicion> suspicions() {
    List<Suspicion> suspicions = new ArrayList<>();
    watches.forEach(
        (id, watch) -> {
          if (watch.suspected && suspicions.size() < Report.MAX_SUSPICIONS) {
            suspicions.add(new Suspicion(id, watch.incarnation));
          }
        });
    return suspicions;
  }

  /** Grows with every suspicion that arises or is cleared. */
  long changes() {
    return changes;
  }
}
