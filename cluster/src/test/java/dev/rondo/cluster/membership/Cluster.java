package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.simulation.SimNetwork;
import dev.rondo.cluster.simulation.SimNode;
import dev.rondo.cluster.simulation.Simulation;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A cluster of members, and nothing else, inside a simulation. */
final class Cluster {
  static final MembershipConfig CONFIG = MembershipConfig.DEFAULTS;

  /** One member's process. */
  final class Peer {
    final SimNode node;
    final SimSharedState shared = new SimSharedState();
    List<NodeAddress> seeds;
    Membership membership;

    Peer(SimNode node, List<NodeAddress> seeds) {
      this.node = node;
      this.seeds = seeds;
      this.membership = membership();
    }

    private Membership membership() {
      return new Membership(
          config,
          Members.member(node.id().actor(), node.wallClock().millis(), node.address()),
          seeds,
          node.transport(),
          node.scheduler(),
          node.nanoClock(),
          node.newRandom(),
          shared);
    }

    void start() {
      node.start(
          self -> {
            membership = membership();
            membership.addListener(this::count);
            membership.start();
            return new GossipInbox(membership);
          });
    }

    private void count(MembershipView before, MembershipView after) {
      for (Member member : after.members()) {
        boolean wasDown =
            before.status(member.id()) == Status.DOWN && before.member(member.id()) != null;
        if (!wasDown && !member.hasLeft() && after.status(member.id()) == Status.DOWN) {
          downs++;
        }
      }
    }

    MembershipView view() {
      return membership.view();
    }

    Status sees(Peer other) {
      return view().status(other.node.id());
    }

    @Override
    public String toString() {
      return node.id().toString();
    }
  }

  private record GossipInbox(Membership membership) implements Inbox {
    @Override
    public void receive(NodeId from, Message message, ReplyTo replyTo) {
      membership.receive(from, (Message.Gossip) message);
    }

    @Override
    public void disconnected(NodeId node, NodeAddress address) {
      membership.disconnected(node);
    }
  }

  final Simulation simulation;
  final SimNetwork network;
  final List<Peer> peers = new ArrayList<>();

  /** How often a node called another down. */
  int downs;

  private final MembershipConfig config;

  Cluster(Simulation simulation, MembershipConfig config) {
    this.simulation = simulation;
    this.network = new SimNetwork(simulation, UnaryOperator.identity());
    this.config = config;
  }

  /** A cluster whose first node is everybody's seed, its own included. */
  static Cluster of(Simulation simulation, int size) {
    Cluster cluster = new Cluster(simulation, CONFIG);
    for (int i = 1; i <= size; i++) {
      cluster.add(i, List.of(Members.address(1)));
    }
    return cluster;
  }

  Peer add(long actor, List<NodeAddress> seeds) {
    Peer peer = new Peer(network.addNode(new NodeId(actor), Members.address(actor)), seeds);
    peers.add(peer);
    return peer;
  }

  /** Starts all and waits until everybody knows everybody. */
  Cluster formed() {
    peers.forEach(Peer::start);
    awaitAllLive(Duration.ofSeconds(10));
    return this;
  }

  Peer peer(int index) {
    return peers.get(index);
  }

  List<Peer> running() {
    return peers.stream().filter(peer -> peer.node.isRunning() && !peer.node.isPaused()).toList();
  }

  List<Peer> runningBut(Peer one) {
    return running().stream().filter(peer -> peer != one).toList();
  }

  boolean allSee(Peer one, Status status) {
    return runningBut(one).stream().allMatch(peer -> peer.sees(one) == status);
  }

  boolean nobodySees(Peer one, Status status) {
    return runningBut(one).stream().noneMatch(peer -> peer.sees(one) == status);
  }

  /** Whether every running node holds all running nodes, and no others, to be live. */
  boolean allLive() {
    List<Peer> running = running();
    for (Peer peer : running) {
      if (peer.view().live().size() != running.size()) {
        return false;
      }
      for (Peer other : running) {
        if (!peer.view().isLive(other.node.id())) {
          return false;
        }
      }
    }
    return true;
  }

  void awaitAllLive(Duration limit) {
    simulation.runUntil("everybody holds everybody to be live", limit, this::allLive);
  }

  /** Whether all running nodes say the same of everybody, heartbeats apart. */
  boolean agree() {
    List<Peer> running = running();
    return running.stream()
        .allMatch(peer -> describe(peer.view()).equals(describe(running.get(0).view())));
  }

  private static String describe(MembershipView view) {
    String text = view.toString();
    return text.substring(text.indexOf(':'));
  }
}
