package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Cluster.Peer;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.simulation.Seeds;
import dev.rondo.cluster.simulation.Simulation;
import dev.rondo.cluster.transport.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What depends on there being many members, or much to say. */
final class LargeClusterTest {
  private static final int MANY = 200;
  private static final int SOME = 60;
  private static final int BUDGET = MembershipConfig.DEFAULTS.packetBytes();

  private int longest;

  private Cluster watched(Simulation simulation, int size) {
    Cluster cluster = Cluster.of(simulation, size);
    cluster.network.addTap(
        (from, to, lane, message) -> {
          byte[] packet = ((Message.Gossip) message).packet();
          longest = Math.max(longest, packet.length);
        });
    return cluster;
  }

  @Test
  void membersStayWithinThePacketBudget() {
    staysWithinThePacketBudget(SOME);
  }

  @Test
  @Tag("slow")
  void manyMembersStayWithinThePacketBudget() {
    staysWithinThePacketBudget(MANY);
  }

  private void staysWithinThePacketBudget(int size) {
    Seeds.run(
        1,
        simulation -> {
          Cluster cluster = watched(simulation, size).formed();
          simulation.runFor(Duration.ofSeconds(1));
          List<Peer> lost = cluster.peers.subList(size * 3 / 4, size);
          lost.forEach(peer -> peer.node.vanish());
          simulation.runUntil(
              "all see a quarter down",
              Duration.ofSeconds(6),
              () -> lost.stream().allMatch(peer -> cluster.allSee(peer, Status.DOWN)));
          assertThat(longest).isBetween(BUDGET / 2, BUDGET);
        });
  }

  @Test
  void whatDoesNotFitIntoOnePacketComesWithTheNextOnes() {
    MemberTable one = table(1, 10, 500);
    MemberTable other = table(2, 400, 900);
    Exchange ones = new Exchange(one, BUDGET);
    Exchange others = new Exchange(other, BUDGET);
    int exchanges = 0;
    while (exchanges < 100 && !(one.size() == 892 && other.size() == 892)) {
      exchange(ones, one, others, other);
      exchange(others, other, ones, one);
      exchanges += 2;
    }
    assertThat(one.size()).isEqualTo(892);
    assertThat(other.size()).isEqualTo(892);
    assertThat(exchanges).isGreaterThan(4); // it did not fit indeed
  }

  private static MemberTable table(int self, int first, int end) {
    MemberTable table = new MemberTable(Report.of(Members.member(self, 1, 1), List.of()), 1000);
    for (int actor = first; actor < end; actor++) {
      table.merge(Report.of(Members.member(actor, 1, 1), List.of()), 0);
    }
    return table;
  }

  private static void exchange(
      Exchange opening, MemberTable openers, Exchange answering, MemberTable answerers) {
    Exchange.Comparison first = answering.compare(passed(opening.open(SimSharedState.NONE)));
    answering.fit(first.give()).ifPresent(delta -> merge(passed(delta), openers));
    Exchange.Comparison second =
        opening.compare(passed(answering.answer(first, SimSharedState.NONE)));
    opening.fit(second.give()).ifPresent(delta -> merge(passed(delta), answerers));
  }

  private static void merge(GossipPacket.Delta delta, MemberTable into) {
    for (Report report : delta.reports()) {
      if (!into.isSelf(report.member().id())) {
        into.merge(report, 0);
      }
    }
  }

  @SuppressWarnings("unchecked") // what is decoded is of the type that was encoded
  private static <P extends GossipPacket> P passed(P packet) {
    byte[] bytes = PacketCodec.encode(packet);
    assertThat(bytes.length).isLessThanOrEqualTo(BUDGET);
    return (P) PacketCodec.decode(bytes);
  }

  @Test
  void sharedStateSpreadsAndTheNewestWins() {
    Seeds.run(
        20,
        simulation -> {
          Cluster cluster = watched(simulation, 6).formed();
          longest = 0;
          byte[] large = new byte[SharedState.MAX_BYTES];
          cluster.peer(1).shared.offer(new SharedState.Value(1, 0, new byte[] {1}));
          cluster.peer(3).shared.offer(new SharedState.Value(2, 8, large));
          cluster
              .peer(5)
              .shared
              .offer(new SharedState.Value(2, -1, large)); // unsigned: the highest
          simulation.runUntil(
              "all have the newest",
              Duration.ofSeconds(8),
              () ->
                  cluster.peers.stream()
                      .map(peer -> peer.shared.current())
                      .allMatch(value -> value.epoch() == 2 && value.tieBreak() == -1));
          assertThat(longest).isBetween(BUDGET, PacketCodec.MAX_PACKET_BYTES);
        });
  }

  @Test
  void sharedStateGoesToAPeerOnceASecond() {
    StatePackets packets = new StatePackets(2);
    assertThat(packets.mayGoTo(new NodeId(1), 0)).isTrue();
    assertThat(packets.mayGoTo(new NodeId(1), 999_999_999)).isFalse();
    assertThat(packets.mayGoTo(new NodeId(2), 999_999_999)).isTrue();
    assertThat(packets.mayGoTo(new NodeId(3), 999_999_999)).isFalse(); // the bound
    assertThat(packets.mayGoTo(new NodeId(1), 1_000_000_000)).isTrue();
  }
}
