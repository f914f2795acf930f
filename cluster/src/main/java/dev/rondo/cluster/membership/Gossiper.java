package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.GossipPacket.Delta;
import dev.rondo.cluster.membership.GossipPacket.Digest;
import dev.rondo.cluster.membership.GossipPacket.Row;
import dev.rondo.cluster.membership.GossipPacket.State;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The protocol as a state machine: an event and the time go in, packets to send come out, and the
 * {@link #view} may be a new one. Not safe on several threads; {@link Membership} takes care.
 */
final class Gossiper {
  /** A packet and where it goes. */
  record Outgoing(NodeAddress to, GossipPacket packet) {}

  /** A load that differs less from what was last told is not told. */
  private static final int LOAD_STEP_PERMILLE = 25;

  /**
   * Suspects that are told at once that they are suspected, at most once in a quarter of an
   * interval; others hear of it in the next rounds.
   */
  private static final int SUSPECTS_TOLD = 3;

  private final MembershipConfig config;
  private final MemberTable table;
  private final FailureDetector detector;
  private final Exchange exchange;
  private final PeerChoice peers;
  private final StatePackets statePackets;
  private final Refutation refutation;
  private final long intervalNanos;
  private long lastTickNanos;
  private long suspicionsToldNanos;
  private long tableChangesSeen;
  private long suspicionChangesSeen;
  private long suspicionChangesWritten;
  private MembershipView view;

  Gossiper(
      MembershipConfig config,
      Member self,
      List<NodeAddress> seeds,
      RandomGenerator random,
      long nowNanos) {
    this.config = config;
    this.table = new MemberTable(Report.of(self, List.of()), config.maxMembers());
    this.detector = new FailureDetector(config);
    this.exchange = new Exchange(table, config.packetBytes());
    this.peers = new PeerChoice(table, detector, seeds, config.fanout(), random);
    this.statePackets = new StatePackets(config.maxMembers());
    this.refutation = new Refutation(table, config.refuteIntervalMillis());
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(config.intervalMillis());
    this.lastTickNanos = nowNanos;
    this.suspicionsToldNanos = nowNanos - intervalNanos;
    this.view = Verdicts.view(table, detector);
  }

  MembershipView view() {
    return view;
  }

  double phi(NodeId id, long nowNanos) {
    return detector.phi(id, nowNanos);
  }

  /** A round of gossip. */
  List<Outgoing> tick(long nowNanos, SharedState.Value shared) {
    List<Outgoing> out = new ArrayList<>();
    forgiveOwnPause(nowNanos);
    Member self = table.self().member();
    table.replaceSelf(table.self().at(self.incarnation(), self.heartbeat() + 1));
    table.forgetLeft(nowNanos, TimeUnit.MILLISECONDS.toNanos(config.forgetLeftMillis()));
    detector.check(nowNanos);
    settle(nowNanos, out);
    List<NodeAddress> to = new ArrayList<>(peers.members());
    to.addAll(peers.suspects(1));
    to.addAll(peers.seed());
    for (NodeAddress peer : to) {
      out.add(new Outgoing(peer, exchange.open(shared)));
    }
    return out;
  }

  private void forgiveOwnPause(long nowNanos) {
    long lateNanos = nowNanos - lastTickNanos - intervalNanos;
    if (lateNanos > intervalNanos) {
      detector.forgive(lateNanos);
    }
    lastTickNanos = nowNanos;
  }

  /** A packet came from another node. */
  List<Outgoing> receive(
      NodeId from, GossipPacket packet, long nowNanos, SharedState.Value shared) {
    List<Outgoing> out = new ArrayList<>();
    if (table.isSelf(from)) {
      return out; // a seed may be this node, under a name it does not know to be its own
    }
    if (packet instanceof Digest digest) {
      digest(from, digest, nowNanos, shared, out);
    } else if (packet instanceof Delta delta) {
      for (Report report : delta.reports()) {
        merge(report, nowNanos);
      }
    }
    settle(nowNanos, out);
    return out;
  }

  private void digest(
      NodeId from, Digest digest, long nowNanos, SharedState.Value shared, List<Outgoing> out) {
    Exchange.Comparison comparison = exchange.compare(digest);
    for (Row row : comparison.progressed()) {
      table.advance(row.id(), row.version().heartbeat());
      hear(row.id(), nowNanos);
    }
    for (Version claim : comparison.claims()) {
      refutation.claimed(claim);
    }
    NodeAddress to = digest.sender();
    exchange.fit(comparison.give()).ifPresent(delta -> out.add(new Outgoing(to, delta)));
    boolean stateIsOld = shared.isOlderThan(digest.epoch(), digest.tieBreak());
    if (!digest.answer() && (!comparison.rows().isEmpty() || stateIsOld)) {
      out.add(new Outgoing(to, exchange.answer(comparison, shared)));
    }
    if (shared.isNewerThan(digest.epoch(), digest.tieBreak())
        && statePackets.mayGoTo(from, nowNanos)) {
      out.add(new Outgoing(to, new State(shared)));
    }
  }

  private void merge(Report report, long nowNanos) {
    NodeId id = report.member().id();
    if (table.isSelf(id)) {
      if (report.version().compareTo(table.self().version()) > 0) {
        refutation.claimed(report.version());
      }
    } else if (table.merge(report, nowNanos) != MemberTable.Merge.IGNORED) {
      hear(id, nowNanos);
    }
  }

  private void hear(NodeId id, long nowNanos) {
    Report report = table.get(id);
    if (report == null || report.member().hasLeft()) {
      detector.forget(id);
    } else {
      detector.heard(report.member(), nowNanos);
    }
  }

  /** A connection to a node broke. */
  List<Outgoing> disconnected(NodeId node, long nowNanos) {
    List<Outgoing> out = new ArrayList<>();
    detector.disconnected(node);
    settle(nowNanos, out);
    return out;
  }

  List<Outgoing> setState(MemberState state, long nowNanos) {
    List<Outgoing> out = new ArrayList<>();
    Member self = table.self().member();
    if (self.state() != state) {
      rewriteSelf(self.withState(state));
      announce(out);
    }
    settle(nowNanos, out);
    return out;
  }

  /** Says of another member that it left; one that did not will refute that. */
  List<Outgoing> declareLeft(NodeId id, long nowNanos) {
    List<Outgoing> out = new ArrayList<>();
    Report known = table.get(id);
    if (known != null
        && !known.member().hasLeft()
        && known.member().incarnation() < Member.MAX_COUNTER) {
      Member member = known.member();
      Member gone = member.at(member.incarnation() + 1, member.heartbeat());
      Report report = Report.of(gone.withState(MemberState.LEFT), List.of());
      merge(report, nowNanos);
      for (NodeAddress peer : peers.members()) {
        out.add(new Outgoing(peer, new Delta(List.of(report))));
      }
    }
    settle(nowNanos, out);
    return out;
  }

  List<Outgoing> setLoad(int loadPermille, long nowNanos) {
    List<Outgoing> out = new ArrayList<>();
    Member self = table.self().member();
    if (Math.abs(loadPermille - self.loadPermille()) >= LOAD_STEP_PERMILLE) {
      rewriteSelf(self.withLoad(loadPermille));
    }
    settle(nowNanos, out);
    return out;
  }

  /** Draws the conclusions of what changed. */
  private void settle(long nowNanos, List<Outgoing> out) {
    if (suspicionChangesWritten != detector.changes()) {
      suspicionChangesWritten = detector.changes();
      rewriteSelf(table.self().member());
      if (nowNanos - suspicionsToldNanos >= intervalNanos / 4) {
        suspicionsToldNanos = nowNanos;
        announce(out);
        tellSuspects(out);
      }
    }
    if (refutation.refute(nowNanos)) {
      announce(out);
    }
    if (tableChangesSeen != table.changes() || suspicionChangesSeen != detector.changes()) {
      tableChangesSeen = table.changes();
      suspicionChangesSeen = detector.changes();
      MembershipView now = Verdicts.view(table, detector);
      view = now.sameAs(view) ? view : now;
    }
  }

  private void rewriteSelf(Member self) {
    table.replaceSelf(
        Report.of(
            self.at(self.incarnation(), self.heartbeat() + 1),
            self.hasLeft() ? List.of() : detector.suspicions()));
  }

  /** Tells some suspects at once, that they may refute. */
  private void tellSuspects(List<Outgoing> out) {
    for (NodeAddress suspect : peers.suspects(SUSPECTS_TOLD)) {
      out.add(new Outgoing(suspect, new Delta(List.of(table.self()))));
    }
  }

  /** Tells some members at once what this one has to say now. */
  private void announce(List<Outgoing> out) {
    for (NodeAddress peer : peers.members()) {
      out.add(new Outgoing(peer, new Delta(List.of(table.self()))));
    }
  }
}
