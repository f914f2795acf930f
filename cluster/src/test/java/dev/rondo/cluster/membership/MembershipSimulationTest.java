package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.membership.Cluster.Peer;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.simulation.LinkQuality;
import dev.rondo.cluster.simulation.Seeds;
import dev.rondo.cluster.simulation.Simulation;
import dev.rondo.cluster.transport.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What the cluster promises, each under many seeds. */
final class MembershipSimulationTest {
  private static final LinkQuality CALM =
      new LinkQuality(Duration.ofNanos(100_000), Duration.ofMillis(20), 0.01, 0.01);
  private static final LinkQuality ROUGH =
      new LinkQuality(Duration.ofNanos(100_000), Duration.ofMillis(150), 0.2, 0.05);

  /** Silence is noticed, and agreed on, within this time. */
  private static final Duration DETECTION = Duration.ofSeconds(4);

  private static final Duration CONVERGENCE = Duration.ofSeconds(10);

  private static Cluster calm(Simulation simulation, int size) {
    Cluster cluster = Cluster.of(simulation, size);
    cluster.network.setQuality(CALM);
    return cluster.formed();
  }

  @Test
  void nobodyIsDownInACalmNetwork() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 3 + (int) (simulation.seed() % 5));
          simulation.always("nobody is down", () -> cluster.downs == 0);
          simulation.runFor(Duration.ofSeconds(10));
        });
  }

  @Test
  void aCrashedNodeIsSuspectedAtOnceAndDown() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 5);
          simulation.runFor(Duration.ofSeconds(4)); // until all are connected with all
          Peer crashed = cluster.peer(2);
          crashed.node.crash();
          simulation.runFor(Duration.ofMillis(100));
          assertThat(cluster.nobodySees(crashed, Status.LIVE)).isTrue();
          simulation.always(
              "the crashed node is not taken for live",
              () -> cluster.nobodySees(crashed, Status.LIVE));
          simulation.runUntil(
              "all see it down", DETECTION, () -> cluster.allSee(crashed, Status.DOWN));
          simulation.runFor(Duration.ofSeconds(5));
          assertThat(cluster.agree()).isTrue();
        });
  }

  @Test
  void aNodeThatVanishedInSilenceIsDown() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 2 + (int) (simulation.seed() % 4));
          simulation.runFor(Duration.ofSeconds(3));
          Peer vanished = cluster.peer(1);
          vanished.node.vanish();
          simulation.runUntil(
              "all see it down", DETECTION, () -> cluster.allSee(vanished, Status.DOWN));
        });
  }

  @Test
  void oneWitnessMakesNobodyDown() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 3 + (int) (simulation.seed() % 3));
          Peer observer = cluster.peer(0);
          Peer observed = cluster.peer(1);
          simulation.always("nobody is down", () -> cluster.downs == 0);
          cluster.network.cutOneWay(observed.node, observer.node);
          for (int i = 0; i < 10; i++) {
            observer.membership.disconnected(observed.node.id());
            assertThat(observer.sees(observed)).isEqualTo(Status.SUSPECT);
            simulation.runFor(Duration.ofMillis(700));
          }
        });
  }

  @Test
  void aPausedNodeIsDownAndComesBackByRefutation() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 2 + (int) (simulation.seed() % 4));
          simulation.runFor(Duration.ofSeconds(2));
          Peer paused = cluster.peer(1);
          long before = paused.view().self().incarnation();
          paused.node.pause();
          simulation.runUntil(
              "all see it down", DETECTION, () -> cluster.allSee(paused, Status.DOWN));
          simulation.runFor(Duration.ofSeconds(3));
          paused.node.resume();
          assertThat(cluster.runningBut(paused))
              .as("suspects the others for its own pause")
              .allMatch(other -> paused.sees(other) != Status.DOWN);
          cluster.awaitAllLive(CONVERGENCE);
          assertThat(paused.view().self().incarnation()).isGreaterThan(before);
          simulation.runFor(Duration.ofSeconds(2));
          assertThat(cluster.agree()).isTrue();
        });
  }

  @Test
  void aBrokenConnectionOfALiveNodeIsRefutedSoon() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 4);
          Peer one = cluster.peer(0);
          Peer other = cluster.peer(1);
          cluster.network.breakConnections(one.node, other.node);
          simulation.runUntil(
              "one suspects the other",
              Duration.ofMillis(100),
              () -> one.sees(other) == Status.SUSPECT);
          cluster.awaitAllLive(Duration.ofSeconds(2));
        });
  }

  @Test
  void aRestartedNodeIsTakenBack() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 3);
          Peer restarted = cluster.peer((int) (simulation.seed() % 3));
          restarted.node.crash();
          simulation.runFor(Duration.ofMillis(50 * (1 + simulation.seed() % 100)));
          if (simulation.seed() % 2 == 0) {
            restarted.node.jumpWallClock(Duration.ofHours(-1)); // a lower incarnation than before
          }
          restarted.seeds =
              List.of(cluster.peer((int) ((simulation.seed() + 1) % 3)).node.address());
          restarted.start();
          cluster.awaitAllLive(CONVERGENCE);
          simulation.runFor(Duration.ofSeconds(3));
          assertThat(cluster.agree()).isTrue();
        });
  }

  @Test
  void islandsMergeWhenACommonSeedComesAlive() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = new Cluster(simulation, Cluster.CONFIG);
          cluster.network.setQuality(CALM);
          NodeAddress common = Members.address(9);
          for (int i = 1; i <= 6; i++) {
            cluster.add(i, List.of(Members.address(i <= 3 ? 1 : 4), common)).start();
          }
          simulation.runFor(Duration.ofSeconds(4));
          assertThat(cluster.peers).allMatch(peer -> peer.view().members().size() == 3);
          cluster.add(9, List.of(common)).start();
          cluster.awaitAllLive(CONVERGENCE);
        });
  }

  @Test
  void aPartitionHealsAndNobodyIsLost() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = calm(simulation, 6);
          int left = 1 + (int) (simulation.seed() % 3);
          List<Peer> group = cluster.peers.subList(0, left);
          cluster.network.isolate(group.stream().map(peer -> peer.node).toList());
          simulation.runFor(Duration.ofSeconds(8));
          for (Peer inside : group) {
            for (Peer outside : cluster.peers.subList(left, 6)) {
              // a node alone has no second witness
              assertThat(inside.sees(outside)).isEqualTo(left == 1 ? Status.SUSPECT : Status.DOWN);
              assertThat(outside.sees(inside)).isEqualTo(Status.DOWN);
            }
          }
          cluster.network.heal();
          cluster.awaitAllLive(CONVERGENCE);
          simulation.runFor(Duration.ofSeconds(3));
          assertThat(cluster.agree()).isTrue();
        });
  }

  @Test
  void whateverHappensViewsConvergeOnceItEnds() {
    Seeds.run(
        40,
        simulation -> {
          Cluster cluster = Cluster.of(simulation, 5);
          RandomGenerator random = simulation.newRandom();
          cluster.formed();
          cluster.network.setQuality(ROUGH);
          for (int i = 0; i < 15; i++) {
            disturb(cluster, random);
            simulation.runFor(Duration.ofMillis(random.nextInt(1500)));
          }
          cluster.network.heal();
          cluster.network.setQuality(CALM);
          for (Peer peer : cluster.peers) {
            revive(peer);
          }
          cluster.awaitAllLive(CONVERGENCE);
          simulation.runFor(Duration.ofSeconds(5));
          assertThat(cluster.allLive()).isTrue();
          assertThat(cluster.agree()).isTrue();
        });
  }

  private static void disturb(Cluster cluster, RandomGenerator random) {
    Peer one = cluster.peer(random.nextInt(5));
    Peer other = cluster.peer(random.nextInt(5));
    switch (random.nextInt(8)) {
      case 0 -> one.node.crash();
      case 1 -> one.node.vanish();
      case 2 -> one.node.pause();
      case 3 -> cluster.network.cutOneWay(one.node, other.node);
      case 4 -> cluster.network.cut(one.node, other.node);
      case 5 -> one.node.setClockRate(0.9 + 0.2 * random.nextDouble());
      case 6 -> one.node.jumpWallClock(Duration.ofSeconds(random.nextInt(-3600, 3600)));
      default -> revive(one);
    }
  }

  private static void revive(Peer peer) {
    if (!peer.node.isRunning()) {
      peer.start();
    } else if (peer.node.isPaused()) {
      peer.node.resume();
    }
  }

  @Test
  void theSameSeedTakesTheSameCourse() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(course(seed)).isEqualTo(course(seed));
    }
    assertThat(course(1)).isNotEqualTo(course(2));
  }

  private static long course(long seed) {
    Simulation simulation = new Simulation(seed);
    Cluster cluster = calm(simulation, 5);
    RandomGenerator random = simulation.newRandom();
    for (int i = 0; i < 10; i++) {
      disturb(cluster, random);
      simulation.runFor(Duration.ofMillis(random.nextInt(1000)));
    }
    return simulation.traceHash();
  }
}
