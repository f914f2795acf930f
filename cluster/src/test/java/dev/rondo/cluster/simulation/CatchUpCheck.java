package dev.rondo.cluster.simulation;

import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import java.util.concurrent.TimeUnit;

/**
 * Demands of a node that is in service again that it has every write that was acknowledged before
 * it began to catch up. Holds as long as one node at a time is away, so that all who keep something
 * for it are there.
 */
final class CatchUpCheck {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final SimCluster cluster;
  private final SimMember member;
  private long beganNanos;
  private long incarnation;
  private MemberState state = MemberState.UP;

  private CatchUpCheck(SimCluster cluster, SimMember member) {
    this.cluster = cluster;
    this.member = member;
  }

  static void watch(SimCluster cluster, SimMember member) {
    new CatchUpCheck(cluster, member).look();
  }

  private void look() {
    if (member.machine.isRunning() && !member.machine.isPaused()) {
      var self = member.node().members().self();
      boolean begins = state == MemberState.UP || state == MemberState.JOINING;
      if (self.state() != MemberState.UP && (begins || self.incarnation() != incarnation)) {
        beganNanos = cluster.simulation.nowNanos();
      } else if (self.state() == MemberState.UP && state != MemberState.UP) {
        check();
      }
      state = self.state();
      incarnation = self.incarnation();
    }
    var unused = cluster.simulation.after(LOOK_NANOS, "look", this::look);
  }

  private void check() {
    Ring ring = member.node().ring();
    for (Operation operation : cluster.history.operations()) {
      Key key = operation.command.key();
      if (!operation.isDone()
          || operation.endedNanos() >= beganNanos
          || ring == null
          || !ring.preferenceList(key.slot()).contains(member.id())
          || cluster.history.isOnlyForRepair(key)) {
        continue;
      }
      Entry copy = member.applied(key);
      VectorClock clock = copy == null ? VectorClock.EMPTY : copy.clock();
      for (Dot dot : operation.dots) {
        if (!clock.includes(dot)) {
          throw new AssertionError(
              "node %s is in service, but lacks %s of %s: it has %s"
                  .formatted(member, dot, operation, clock));
        }
      }
    }
  }
}
