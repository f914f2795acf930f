package dev.rondo.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.node.Forgotten;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.ring.RingCodec;
import dev.rondo.cluster.ring.RingNode;
import dev.rondo.cluster.ring.TokenAllocator;
import dev.rondo.cluster.simulation.SimClient.Habit;
import dev.rondo.cluster.simulation.SimCommand.Kind;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What whole nodes promise together, each under many seeds. */
final class NodeSimulationTest {
  private static final Duration STORM = Duration.ofSeconds(10);

  private static final LinkQuality LOSSY =
      new LinkQuality(Duration.ofNanos(100_000), Duration.ofMillis(100), 0.2, 0);

  /** Rings by their number of nodes; making one takes longer than most simulations of it. */
  private final Map<Integer, byte[]> rings = new ConcurrentHashMap<>();

  private SimCluster formed(SimCluster cluster) {
    return cluster.formed(
        rings.computeIfAbsent(cluster.members.size(), size -> RingCodec.encode(ring(cluster))));
  }

  private static Ring ring(SimCluster cluster) {
    List<RingNode> nodes =
        cluster.members.stream().map(member -> new RingNode(member.id(), 100, "", "")).toList();
    return new TokenAllocator(new NodeId(1)).create(nodes, SimCluster.REPLICAS);
  }

  private static SimCluster cluster(Simulation simulation) {
    RandomGenerator random = simulation.newRandom();
    return new SimCluster(
        simulation, 3 + random.nextInt(3), random.nextBoolean(), random.nextInt(40));
  }

  private static List<String> keys(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }

  /** All kinds of commands, on some keys that are overwritten and some that count. */
  private static List<Habit> mixed() {
    Habit writing =
        new Habit(
            List.of(Kind.GET, Kind.SET, Kind.SET, Kind.DEL, Kind.SET_NX),
            keys("mixed", 8),
            Duration.ofMillis(40));
    Habit reading = new Habit(List.of(Kind.GET), keys("mixed", 8), Duration.ofMillis(40));
    Habit counting = new Habit(List.of(Kind.GET, Kind.INCR), keys("n", 3), Duration.ofMillis(40));
    return List.of(writing, writing, counting, reading, reading, counting);
  }

  /** Few keys that are read much more than written, and never deleted. */
  private static List<Habit> hot() {
    Habit writing = new Habit(List.of(Kind.SET), keys("hot", 2), Duration.ofMillis(40));
    Habit reading = new Habit(List.of(Kind.GET), keys("hot", 2), Duration.ofMillis(20));
    return List.of(writing, writing, reading, reading, reading, reading);
  }

  private static void storm(SimCluster cluster, List<Habit> habits) {
    storm(cluster, habits, Faults.THAT_KEEP_DISKS);
  }

  private static void storm(SimCluster cluster, List<Habit> habits, List<Faults.Harm> harms) {
    SimClient.start(cluster, habits, STORM);
    Faults.start(cluster, harms, STORM);
    cluster.simulation.runFor(STORM);
    cluster.heal();
    cluster.simulation.runFor(History.ANSWER_WITHIN);
    cluster.history.checkAllAnswered();
  }

  @Test
  void acknowledgedWritesSurviveFaultsAndReplicasBecomeEqual() {
    Seeds.run(
        Seeds.count(25),
        simulation -> {
          SimCluster cluster = formed(cluster(simulation));
          storm(cluster, mixed());
          cluster.history.checkNothingIsLost(cluster);
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  /** The history refuses two writes that are the same event of the same node. */
  @Test
  void noEventIsGivenTwiceThoughMachinesLoseTheEndOfTheirLogs() {
    Seeds.run(
        Seeds.count(15),
        simulation -> storm(formed(cluster(simulation)), mixed(), List.of(Faults.Harm.values())));
  }

  @Test
  void readersOfMajoritiesNeverGoBackInTime() {
    Seeds.run(
        Seeds.count(40),
        simulation -> {
          int size = 3 + (int) (simulation.seed() % 3);
          SimCluster cluster = formed(new SimCluster(simulation, size, false, 20));
          storm(cluster, hot());
          cluster.history.checkNoReaderGoesBack();
        });
  }

  @Test
  void whoOrdersWritesAgainHasWhatItMissed() {
    Seeds.run(
        Seeds.count(6),
        simulation -> {
          SimCluster cluster = formed(cluster(simulation));
          for (SimMember member : cluster.members) {
            CatchUpCheck.watch(cluster, member);
          }
          Habit habit = new Habit(List.of(Kind.SET), keys("k", 10), Duration.ofMillis(40));
          SimClient.start(cluster, Collections.nCopies(4, habit), Duration.ofSeconds(60));
          RandomGenerator random = simulation.newRandom();
          for (int i = 0; i < 3; i++) {
            goAwayForAWhile(cluster, random);
          }
          cluster.heal();
        });
  }

  private static void goAwayForAWhile(SimCluster cluster, RandomGenerator random) {
    SimMember member = cluster.member(random.nextInt(cluster.members.size()));
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int how = random.nextInt(4);
      switch (how) {
        case 0 -> member.crash();
        case 1 -> member.vanish();
        case 2 -> member.pause();
        default -> {
          cluster.network.isolate(List.of(member.machine));
          letPass(cluster, random);
          member.vanish();
          member.start();
        }
      }
      letPass(cluster, random);
      switch (how) {
        case 0, 1 -> member.start();
        case 2 -> member.resume();
        default -> cluster.network.heal();
      }
      letPass(cluster, random);
    }
    cluster.awaitService(Duration.ofSeconds(20));
  }

  private static void letPass(SimCluster cluster, RandomGenerator random) {
    cluster.simulation.runFor(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 400 : 3000)));
  }

  /**
   * Messages between two nodes are lost for a while, so that one of them misses writes that the
   * third acknowledged; then the other one of the two crashes. Whoever orders the writes then must
   * not count on from its own copy.
   */
  @Test
  void whoTakesOverCountsOnFromWhatWasAcknowledged() {
    Seeds.run(
        Seeds.count(20),
        simulation -> {
          RandomGenerator random = simulation.newRandom();
          SimCluster cluster =
              formed(new SimCluster(simulation, SimCluster.REPLICAS, false, random.nextInt(20)));
          Habit counting = new Habit(List.of(Kind.INCR), keys("n", 20), Duration.ofMillis(20));
          Habit locking = new Habit(List.of(Kind.SET_NX), keys("lock", 200), Duration.ofMillis(20));
          List<Habit> habits = List.of(counting, counting, counting, counting, locking, locking);
          SimClient.start(cluster, habits, Duration.ofSeconds(4));
          simulation.runFor(Duration.ofMillis(500));
          int leaving = random.nextInt(SimCluster.REPLICAS);
          int lagging = (leaving + 1 + random.nextInt(SimCluster.REPLICAS - 1)) % 3;
          cluster.network.setQuality(
              cluster.member(leaving).machine, cluster.member(lagging).machine, LOSSY);
          simulation.runFor(Duration.ofMillis(300 + random.nextInt(300)));
          cluster.member(leaving).crash();
          simulation.runFor(Duration.ofSeconds(6));
          cluster.history.checkNoWriterWorksOnLess();
        });
  }

  @Test
  void aCalmClusterCountsExactlyAndLetsOneWin() {
    Seeds.run(
        Seeds.count(10),
        simulation -> {
          SimCluster cluster = formed(cluster(simulation));
          Habit counting = new Habit(List.of(Kind.INCR), keys("n", 2), Duration.ofMillis(5));
          Habit locking = new Habit(List.of(Kind.SET_NX), keys("lock", 20), Duration.ofMillis(5));
          SimClient.start(cluster, Collections.nCopies(4, counting), Duration.ofSeconds(2));
          SimClient.start(cluster, Collections.nCopies(4, locking), Duration.ofSeconds(2));
          simulation.runFor(Duration.ofSeconds(5));
          cluster.history.checkAllAnswered();
          checkExact(cluster);
          cluster.history.checkNoReaderGoesBack();
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  private static void checkExact(SimCluster cluster) {
    for (Key key : cluster.history.keys()) {
      Set<String> answers = new HashSet<>();
      int done = 0;
      int won = 0;
      for (Operation operation : cluster.history.operations()) {
        if (operation.command.key().equals(key)) {
          assertThat(operation.isDone()).as("%s", operation).isTrue();
          done++;
          answers.add(operation.reply());
          won += operation.reply().equals("OK") ? 1 : 0;
        }
      }
      if (key.toString().startsWith("0/lock")) {
        assertThat(won).as("winners of %s", key).isEqualTo(1);
      } else {
        Entry copy = cluster.copies(key).get(0);
        assertThat(answers).as("answers of %s", key).hasSize(done);
        assertThat(copy).isNotNull();
        assertThat(SimCommand.text(copy.stringValue())).isEqualTo(Integer.toString(done));
      }
    }
  }

  @Test
  void nodesStartedInAnyOrderFormOneRingAndGetTheirKeys() {
    Seeds.run(
        Seeds.count(4),
        simulation -> {
          RandomGenerator random = simulation.newRandom();
          SimCluster cluster = cluster(simulation);
          List<SimMember> order = new ArrayList<>(cluster.members);
          while (!order.isEmpty()) {
            order.remove(random.nextInt(order.size())).start();
            simulation.runFor(Duration.ofMillis(random.nextInt(2000)));
          }
          cluster.awaitService(Duration.ofSeconds(40));
          Habit filling =
              new Habit(
                  List.of(Kind.SET, Kind.SET, Kind.DEL), keys("k", 60), Duration.ofMillis(10));
          SimClient.start(cluster, Collections.nCopies(4, filling), Duration.ofSeconds(8));
          simulation.runFor(Duration.ofSeconds(2));
          if (random.nextBoolean()) {
            cluster.network.setQuality(LOSSY);
          }
          for (int i = random.nextInt(2); i < 2; i++) {
            SimMember joining = cluster.add();
            joining.start();
            CatchUpCheck.watch(cluster, joining);
          }
          simulation.runFor(Duration.ofSeconds(6));
          cluster.heal();
          cluster.history.checkAllAnswered();
          cluster.history.checkNothingIsLost(cluster);
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  @Test
  void ringsFoundedApartBecomeOne() {
    Seeds.run(
        Seeds.count(2),
        simulation -> {
          int size = 3 + (int) (simulation.seed() % 3);
          SimCluster cluster = new SimCluster(simulation, size, 2, true, 0);
          cluster.network.isolate(List.of(cluster.member(0).machine));
          cluster.members.forEach(SimMember::start);
          simulation.runUntil(
              "there are two rings",
              Duration.ofSeconds(10),
              () -> cluster.members.stream().allMatch(member -> member.node().ring() != null));
          Habit habit = new Habit(List.of(Kind.SET), keys("k", 20), Duration.ofMillis(20));
          SimClient.start(cluster, Collections.nCopies(3, habit), Duration.ofSeconds(3));
          simulation.runFor(Duration.ofSeconds(3));
          cluster.heal();
          cluster.history.checkAllAnswered();
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  @Test
  void aClusterThatWasOffComesBack() {
    Seeds.run(
        Seeds.count(5),
        simulation -> {
          RandomGenerator random = simulation.newRandom();
          SimCluster cluster = formed(cluster(simulation));
          Habit habit =
              new Habit(List.of(Kind.SET, Kind.GET), keys("k", 20), Duration.ofMillis(20));
          SimClient.start(cluster, Collections.nCopies(3, habit), Duration.ofSeconds(20));
          simulation.runFor(Duration.ofSeconds(2));
          cluster.members.forEach(SimMember::vanish);
          simulation.runFor(Duration.ofMillis(random.nextInt(3000)));
          List<SimMember> order = new ArrayList<>(cluster.members);
          while (!order.isEmpty()) {
            order.remove(random.nextInt(order.size())).start();
            simulation.runFor(Duration.ofMillis(random.nextInt(3000)));
          }
          cluster.awaitService(Duration.ofSeconds(20));
          simulation.runFor(Duration.ofSeconds(10));
          cluster.heal();
          cluster.history.checkAllAnswered();
          cluster.history.checkNothingIsLost(cluster);
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  /** Two of three nodes burn; the third starts again and waits, until somebody says so. */
  @Test
  void aSurvivorServesOnceTheOthersAreForgotten() {
    Seeds.run(
        Seeds.count(5),
        simulation -> {
          RandomGenerator random = simulation.newRandom();
          SimCluster cluster =
              formed(new SimCluster(simulation, 3, random.nextBoolean(), random.nextInt(20)));
          Habit habit =
              new Habit(List.of(Kind.SET, Kind.GET), keys("k", 20), Duration.ofMillis(20));
          SimClient.start(cluster, Collections.nCopies(3, habit), Duration.ofSeconds(2));
          simulation.runFor(Duration.ofSeconds(5));
          SimMember survivor = cluster.member(random.nextInt(3));
          List<SimMember> gone =
              cluster.members.stream().filter(member -> member != survivor).toList();
          assertThat(survivor.node().forget(gone.get(0).id())).isEqualTo(Forgotten.LIVE);
          gone.forEach(SimMember::vanish);
          if (random.nextBoolean()) {
            survivor.crash();
            survivor.start();
          }
          simulation.runFor(Duration.ofSeconds(20));
          assertThat(survivor.node().forget(survivor.id())).isEqualTo(Forgotten.SELF);
          for (SimMember member : gone) {
            assertThat(survivor.node().forget(member.id())).isEqualTo(Forgotten.DONE);
            assertThat(survivor.node().forget(member.id())).isEqualTo(Forgotten.UNKNOWN);
          }
          simulation.runUntil(
              "the survivor is UP",
              Duration.ofSeconds(10),
              () -> survivor.node().members().self().state() == MemberState.UP);
          int before = cluster.history.operations().size();
          SimClient.start(cluster, List.of(habit), Duration.ofSeconds(2));
          simulation.runFor(Duration.ofSeconds(3));
          List<Operation> after =
              cluster.history.operations().subList(before, cluster.history.operations().size());
          assertThat(after).isNotEmpty().allMatch(Operation::isDone);
          cluster.heal();
          cluster.history.checkAllAnswered();
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  /** One of several nodes burns, and the others share its slots while clients go on. */
  @Test
  void theOthersShareTheSlotsOfWhoIsForgotten() {
    Seeds.run(
        Seeds.count(5),
        simulation -> {
          RandomGenerator random = simulation.newRandom();
          SimCluster cluster =
              formed(new SimCluster(simulation, 4 + random.nextInt(2), false, random.nextInt(20)));
          Habit habit =
              new Habit(List.of(Kind.SET, Kind.GET), keys("k", 30), Duration.ofMillis(20));
          SimClient.start(cluster, Collections.nCopies(3, habit), Duration.ofSeconds(12));
          simulation.runFor(Duration.ofSeconds(2));
          SimMember gone = cluster.member(random.nextInt(cluster.members.size()));
          gone.vanish();
          simulation.runFor(Duration.ofSeconds(5));
          SimMember teller = cluster.running().get(0);
          assertThat(teller.node().forget(gone.id())).isEqualTo(Forgotten.DONE);
          simulation.runFor(Duration.ofSeconds(12));
          for (SimMember member : cluster.running()) {
            Ring ring = member.node().ring();
            assertThat(ring != null && !ring.contains(gone.id())).isTrue();
            assertThat(member.node().members().self().state()).isEqualTo(MemberState.UP);
          }
          cluster.history.checkNothingIsLost(cluster);
          cluster.heal();
          cluster.history.checkAllAnswered();
          cluster.history.checkReplicasAreEqual(cluster);
        });
  }

  @Test
  void oneSeedIsOneHistory() {
    long[] hashes = new long[4];
    for (int i = 0; i < hashes.length; i++) {
      Simulation simulation = new Simulation(1 + i / 2);
      storm(formed(cluster(simulation)), mixed());
      hashes[i] = simulation.traceHash();
    }
    assertThat(hashes[0]).isEqualTo(hashes[1]).isNotEqualTo(hashes[2]);
    assertThat(hashes[2]).isEqualTo(hashes[3]);
  }
}
