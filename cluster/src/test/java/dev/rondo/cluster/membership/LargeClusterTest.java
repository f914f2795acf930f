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
import org.junit.jupiter.api.Test;

/** What depends on there being many members, or much to say. */
final class LargeClusterTest {
  private static final int MANY = 200;
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
  void manyMembersStayWithinThePacketBudget() {
    Seeds.run(
        1,
        simulation -> {
          Cluster cluster = watched(simulation, MANY).formed();
          simulation.runFor(Duration.ofSeconds(1));
          List<Peer> lost = cluster.peers.subList(150, MANY);
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
    Seeds.run(
        5,
        simulation -> {
          Gossiper rich = gossiper(simulation, 1);
          for (int actor = 10; actor < 900; actor++) {
            Report report = Report.of(Members.member(actor, 1, 1), List.of());
            var unused =
                rich.receive(
                    new NodeId(3), new GossipPacket.Delta(List.of(report)), 0, SimSharedState.NONE);
          }
          Gossiper poor = gossiper(simulation, 2);
          for (int round = 0; round < 1000 && !(knowsAll(rich) && knowsAll(poor)); round++) {
            talk(rich, poor, 1);
            talk(poor, rich, 2);
          }
          assertThat(knowsAll(poor)).isTrue();
          assertThat(knowsAll(rich)).isTrue();
        });
  }

  private static boolean knowsAll(Gossiper gossiper) {
    return gossiper.view().members().size() == 892;
  }

  private static Gossiper gossiper(Simulation simulation, int actor) {
    return new Gossiper(
        MembershipConfig.DEFAULTS,
        Members.member(actor, 1, 0),
        List.of(Members.address(3 - actor)),
        simulation.newRandom(),
        0);
  }

  /** One has a round; passes packets on until nobody has more to say. */
  private static void talk(Gossiper one, Gossiper other, long oneId) {
    NodeId id = new NodeId(oneId);
    NodeId otherId = new NodeId(3 - oneId);
    for (Gossiper.Outgoing opening : one.tick(0, SimSharedState.NONE)) {
      if (!opening.to().equals(Members.address(3 - oneId))) {
        continue;
      }
      for (Gossiper.Outgoing answer : other.receive(id, checked(opening), 0, SimSharedState.NONE)) {
        for (Gossiper.Outgoing last :
            one.receive(otherId, checked(answer), 0, SimSharedState.NONE)) {
          assertThat(other.receive(id, checked(last), 0, SimSharedState.NONE)).isEmpty();
        }
      }
    }
  }

  private static GossipPacket checked(Gossiper.Outgoing outgoing) {
    byte[] packet = PacketCodec.encode(outgoing.packet());
    assertThat(packet.length).isLessThanOrEqualTo(BUDGET);
    return PacketCodec.decode(packet);
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
