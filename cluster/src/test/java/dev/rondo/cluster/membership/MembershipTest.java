package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Cluster.Peer;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.simulation.Seeds;
import dev.rondo.cluster.simulation.Simulation;
import dev.rondo.cluster.transport.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The public object's own behaviour, in small clusters. */
final class MembershipTest {
  private static final NodeId SECOND = new NodeId(2);

  private static Member member(Peer at, NodeId id) {
    return Objects.requireNonNull(at.view().member(id));
  }

  @Test
  void aNodeThatIsItsOwnSeedIsAloneAndLive() {
    Simulation simulation = new Simulation(1);
    Cluster cluster = Cluster.of(simulation, 1).formed();
    simulation.runFor(Duration.ofSeconds(2));
    Peer only = cluster.peer(0);
    assertThat(only.view().members()).hasSize(1);
    only.membership.receive(
        only.node.id(), new Message.Gossip(new byte[] {1, 2, 0, 0})); // over another name
    assertThat(only.view().live()).containsExactly(only.view().self());
  }

  @Test
  void stateAndLoadSpread() {
    Seeds.run(
        20,
        simulation -> {
          Cluster cluster = Cluster.of(simulation, 4).formed();
          cluster.peer(1).membership.setState(MemberState.LEAVING);
          cluster.peer(1).membership.setLoad(700);
          simulation.runUntil(
              "all know",
              Duration.ofSeconds(2),
              () ->
                  cluster.peers.stream()
                      .map(peer -> member(peer, SECOND))
                      .allMatch(
                          second ->
                              second.state() == MemberState.LEAVING
                                  && second.loadPermille() == 700));
          assertThat(cluster.allLive()).isTrue();
        });
  }

  @Test
  void smallChangesOfLoadAreKeptBack() {
    Cluster cluster = Cluster.of(new Simulation(1), 1).formed();
    Membership membership = cluster.peer(0).membership;
    membership.setLoad(24);
    assertThat(membership.view().self().loadPermille()).isZero();
    membership.setLoad(25);
    assertThat(membership.view().self().loadPermille()).isEqualTo(25);
  }

  @Test
  void whoLeftIsNotLiveAndIsForgottenByAll() {
    Seeds.run(
        10,
        simulation -> {
          Cluster cluster = new Cluster(simulation, Cluster.CONFIG.withForgetLeftMillis(2000));
          for (int i = 1; i <= 4; i++) {
            cluster.add(i, List.of(Members.address(1)));
          }
          cluster.formed();
          Peer leaver = cluster.peer(1);
          leaver.membership.setState(MemberState.LEFT);
          leaver.membership.stop();
          leaver.node.vanish();
          simulation.runUntil(
              "all know that it left",
              Duration.ofSeconds(2),
              () -> cluster.running().stream().allMatch(peer -> member(peer, SECOND).hasLeft()));
          assertThat(cluster.running()).noneMatch(peer -> peer.view().isLive(SECOND));
          simulation.runFor(Duration.ofSeconds(8));
          assertThat(cluster.running()).allMatch(peer -> peer.view().members().size() == 3);

          leaver.start(); // and comes back, in a new life
          cluster.awaitAllLive(Duration.ofSeconds(5));
        });
  }

  @Test
  void listenersHearEveryChangeInOrder() {
    Simulation simulation = new Simulation(3);
    Cluster cluster = Cluster.of(simulation, 3).formed();
    Peer observer = cluster.peer(0);
    List<MembershipView> chain = new ArrayList<>(List.of(observer.view()));
    List<Status> seen = new ArrayList<>();
    observer.membership.addListener(
        (before, after) -> {
          assertThat(before).isSameAs(chain.get(chain.size() - 1));
          assertThat(before.sameAs(after)).isFalse();
          chain.add(after);
          seen.add(after.status(SECOND));
        });
    simulation.runFor(Duration.ofSeconds(2)); // heartbeats alone are no change
    assertThat(seen).isEmpty();
    cluster.peer(1).node.vanish();
    simulation.runFor(Duration.ofSeconds(4));
    assertThat(seen).contains(Status.DOWN).doesNotContain(Status.LIVE);
    assertThat(observer.view()).isSameAs(chain.get(chain.size() - 1));
  }

  @Test
  void aListenerMayCallBackAndMayFail() {
    Cluster cluster = Cluster.of(new Simulation(1), 1).formed();
    Membership membership = cluster.peer(0).membership;
    List<MemberState> seen = new ArrayList<>();
    membership.addListener(
        (before, after) -> {
          if (after.self().state() == MemberState.LEAVING) {
            membership.setState(MemberState.LEFT);
          }
          throw new IllegalStateException("as a test of what becomes of the other listeners");
        });
    membership.addListener((before, after) -> seen.add(after.self().state()));
    membership.setState(MemberState.LEAVING);
    assertThat(seen).containsExactly(MemberState.LEAVING, MemberState.LEFT);
  }

  @Test
  void malformedPacketsAreCountedAndDoNoHarm() {
    Simulation simulation = new Simulation(1);
    Cluster cluster = Cluster.of(simulation, 3).formed();
    MembershipView before = cluster.peer(0).view();
    cluster.peer(0).membership.receive(SECOND, new Message.Gossip(new byte[] {1, 9}));
    assertThat(cluster.peer(0).membership.malformedPackets()).isEqualTo(1);
    assertThat(cluster.peer(0).view()).isSameAs(before);
  }

  @Test
  void refutationsAreRare() {
    Simulation simulation = new Simulation(5);
    Cluster cluster = Cluster.of(simulation, 4).formed();
    Peer accused = cluster.peer(1);
    long first = accused.view().self().incarnation();
    for (int i = 0; i < 100; i++) {
      cluster.peer(0).membership.disconnected(SECOND);
      simulation.runFor(Duration.ofMillis(100));
    }
    assertThat(accused.view().self().incarnation() - first).isBetween(5L, 11L);
  }

  @Test
  void silenceShowsInPhi() {
    Simulation simulation = new Simulation(1);
    Cluster cluster = Cluster.of(simulation, 3).formed();
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(cluster.peer(0).membership.phi(SECOND)).isLessThan(1);
    assertThat(cluster.peer(0).membership.phi(new NodeId(1))).isZero();
    cluster.peer(1).node.vanish();
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(cluster.peer(0).membership.phi(SECOND)).isGreaterThan(8);
  }
}
