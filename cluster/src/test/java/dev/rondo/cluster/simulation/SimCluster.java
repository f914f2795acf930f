package dev.rondo.cluster.simulation;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.CoordinatorSettings;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.MembershipConfig;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.node.NodeSettings;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.MessageCodec;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Several whole nodes in one simulation. The first ones are everybody's seeds. */
final class SimCluster {
  static final int REPLICAS = 3;

  final Simulation simulation;
  final SimNetwork network;
  final History history;
  final List<SimMember> members = new ArrayList<>();

  /** Clients that were ever started. */
  int clients;

  private final int seeds;
  private final boolean sloppy;
  private final int slowPercent;

  /** One seed; see the other constructor. */
  SimCluster(Simulation simulation, int size, boolean sloppy, int slowPercent) {
    this(simulation, size, 1, sloppy, slowPercent);
  }

  /**
   * @param seeds how many of the nodes are seeds
   * @param sloppy whether others stand in for replicas that are down
   * @param slowPercent how many of a hundred operations of a store complete later
   */
  SimCluster(Simulation simulation, int size, int seeds, boolean sloppy, int slowPercent) {
    this.seeds = seeds;
    this.simulation = simulation;
    this.network = new SimNetwork(simulation, SimCluster::passed);
    this.history = new History(simulation);
    this.sloppy = sloppy;
    this.slowPercent = slowPercent;
    for (int i = 0; i < size; i++) {
      add();
    }
  }

  /** What arrives when a message is sent as bytes. */
  private static Message passed(Message message) {
    Frame frame = MessageCodec.frame(message);
    ByteBuffer head = ByteBuffer.allocate(frame.headBytes());
    frame.writeHead(head);
    return MessageCodec.read(head.flip(), frame.tail().clone());
  }

  /** Adds a node that is yet to be started. */
  SimMember add() {
    int number = members.size() + 1;
    NodeAddress address = address(number);
    SimMember member =
        new SimMember(
            simulation,
            network.addNode(new NodeId(number), address),
            history,
            settings(number <= seeds),
            IntStream.rangeClosed(1, seeds).mapToObj(SimCluster::address).toList(),
            slowPercent);
    members.add(member);
    return member;
  }

  private static NodeAddress address(int number) {
    return new NodeAddress("node-" + number, 16379);
  }

  private NodeSettings settings(boolean mayFound) {
    NodeSettings usual = NodeSettings.of(REPLICAS, 1, mayFound);
    CoordinatorSettings coordinator = usual.coordinator();
    return new NodeSettings(
        usual.replicas(),
        usual.databases(),
        usual.mayFound(),
        usual.foundingDelayMillis(),
        usual.catchUpMillis(),
        MembershipConfig.DEFAULTS,
        coordinator.withSloppy(sloppy));
  }

  /** Starts all at once with a ring they have formed before and waits until all are in service. */
  SimCluster formed(byte[] ring) {
    for (SimMember member : members) {
      member.disk.save(ring);
      member.start();
    }
    awaitService(Duration.ofSeconds(40));
    return this;
  }

  SimMember member(int index) {
    return members.get(index);
  }

  List<SimMember> running() {
    return members.stream()
        .filter(member -> member.machine.isRunning() && !member.machine.isPaused())
        .toList();
  }

  /** Waits until all nodes run in one ring and hold each other to be UP. */
  void awaitService(Duration limit) {
    simulation.runUntil("all nodes are UP in one ring", limit, this::isInService);
  }

  private boolean isInService() {
    Ring ring = members.get(0).machine.isRunning() ? members.get(0).node().ring() : null;
    return ring != null && members.stream().allMatch(member -> isInService(member, ring));
  }

  private boolean isInService(SimMember member, Ring expected) {
    if (!member.machine.isRunning() || !expected.contains(member.id())) {
      return false;
    }
    Ring ring = member.node().ring();
    MembershipView view = member.node().members();
    return ring != null
        && ring.epoch() == expected.epoch()
        && ring.proposer().equals(expected.proposer())
        && ring.nodes().size() == members.size()
        && view.live().size() == members.size()
        && view.live().stream().allMatch(each -> each.state() == MemberState.UP);
  }

  /** Waits until every hint has been delivered. */
  void awaitHintsDelivered(Duration limit) {
    simulation.runUntil(
        "all hints are delivered",
        limit,
        () ->
            members.stream()
                .allMatch(
                    member ->
                        members.stream()
                            .allMatch(other -> member.node().hintsFor(other.id()) == 0)));
  }

  /** Ends all faults and waits until everything that heals by itself has healed. */
  void heal() {
    network.heal();
    network.setQuality(LinkQuality.PERFECT);
    for (SimMember member : members) {
      member.machine.setClockRate(1);
      if (!member.machine.isRunning()) {
        member.start();
      } else if (member.machine.isPaused()) {
        member.resume();
      }
    }
    awaitService(Duration.ofSeconds(60));
    simulation.runFor(Duration.ofSeconds(6)); // until requests of before have ended
    awaitHintsDelivered(Duration.ofSeconds(20));
    awaitService(Duration.ofSeconds(60));
    simulation.runFor(Duration.ofSeconds(1));
  }

  /** What the replicas of a key hold, null for nothing. */
  List<@Nullable Entry> copies(Key key) {
    Ring ring = running().get(0).node().ring();
    if (ring == null) {
      throw new IllegalStateException("there is no ring");
    }
    List<@Nullable Entry> copies = new ArrayList<>();
    for (NodeId id : ring.preferenceList(key.slot())) {
      copies.add(members.get((int) id.actor() - 1).committed(key));
    }
    return copies;
  }

  /** Whether two entries are the same to the byte, clocks included. */
  static boolean same(@Nullable Entry one, @Nullable Entry other) {
    return Arrays.equals(bytes(one), bytes(other));
  }

  private static byte[] bytes(@Nullable Entry entry) {
    return entry == null ? new byte[0] : EntryCodec.encode(StoredRow.of(entry));
  }
}
