package dev.rondo.cluster.ring;

import static dev.rondo.cluster.ring.Rings.ALLOCATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every ring the allocator makes. */
class TokenAllocatorTest {
  private static final double MOST_HELD = 1.05;
  private static final double MOST_MOVED = 1.05;

  /** Name, most nodes, how much of its fair share a node may hold after leaves, nodes. */
  static Stream<Arguments> clusters() {
    return Stream.of(
        Arguments.of("equal", 30, 1.05, (IntFunction<RingNode>) Rings::equal),
        Arguments.of("weights 1, 2, 4", 30, 1.15, (IntFunction<RingNode>) Rings::weighted),
        Arguments.of("two racks", 16, 1.15, Rings.inRacks(2)),
        Arguments.of("three racks", 24, 1.15, Rings.inRacks(3)),
        Arguments.of("five racks", 24, 1.15, Rings.inRacks(5)),
        Arguments.of("two data centres", 20, 1.05, Rings.inCentres(2, 1)),
        Arguments.of("two data centres of three racks", 20, 1.15, Rings.inCentres(2, 3)),
        Arguments.of("three data centres of two racks", 20, 1.15, Rings.inCentres(3, 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clusters")
  void growsAndShrinksOneByOne(
      String name, int most, double mostHeldAfterLeaves, IntFunction<RingNode> kind) {
    Ring ring = ALLOCATOR.create(Rings.nodes(3, kind), 3);
    check(ring, MOST_HELD);
    while (ring.nodes().size() < most) {
      RingNode joining = kind.apply(ring.nodes().size());
      Ring next = ALLOCATOR.join(ring, joining);
      check(next, MOST_HELD);
      checkMoves(ring, next, joining.id(), next);
      ring = next;
    }
    while (ring.nodes().size() > 3) {
      int place = (int) (ring.epoch() * 13 % ring.nodes().size());
      NodeId leaving = ring.nodes().get(place).id();
      Ring next = ALLOCATOR.leave(ring, leaving);
      check(next, mostHeldAfterLeaves);
      checkMoves(ring, next, leaving, ring);
      ring = next;
    }
  }

  private static void check(Ring ring, double mostHeld) {
    Rings.assertPrimariesInProportion(ring);
    Rings.assertListsFollowTheRule(ring, 211);
    assertThat(Rings.worstLoad(ring)).as(ring.toString()).isLessThanOrEqualTo(mostHeld);
  }

  /** Compares what moved with what the changed node owns, in the ring that has it. */
  private static void checkMoves(Ring before, Ring after, NodeId changed, Ring having) {
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(after.proposer()).isEqualTo(Rings.PROPOSER);
    int place = having.nodes().indexOf(having.node(changed).orElseThrow());
    double weights = having.nodes().stream().mapToInt(RingNode::weight).sum();
    double best = Slots.COUNT * having.nodes().get(place).weight() / weights;
    RingChange change = RingChange.between(before, after);
    assertThat(change.primarySlots() / best).as(after.toString()).isLessThanOrEqualTo(MOST_MOVED);
    int held = Rings.held(having)[place];
    assertThat((double) change.replicaSlots() / held).as(after.toString()).isLessThan(2);
  }

  @Test
  void isTheSameEveryTimeAndInAnyOrder() {
    List<RingNode> nodes = Rings.nodes(12, Rings.inCentres(2, 3));
    Ring ring = ALLOCATOR.create(nodes, 3);
    List<RingNode> reversed = new ArrayList<>();
    nodes.forEach(node -> reversed.add(0, node));
    assertThat(ALLOCATOR.create(reversed, 3)).isEqualTo(ring);
    assertThat(ALLOCATOR.join(ring, Rings.equal(50)))
        .isEqualTo(ALLOCATOR.join(ring, Rings.equal(50)));
    assertThat(ring.epoch()).isEqualTo(1);
  }

  @Test
  void replacesANodeWithoutMovingAnythingElse() {
    Ring ring = ALLOCATOR.create(Rings.nodes(10, Rings.inRacks(3)), 3);
    NodeId old = Rings.id(4);
    RingNode fresh = new RingNode(Rings.id(77), 1, "rack 1", "");
    Ring next = ALLOCATOR.replace(ring, old, fresh);
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      List<NodeId> expected = new ArrayList<>(ring.preferenceList(slot));
      expected.replaceAll(id -> id.equals(old) ? fresh.id() : id);
      assertThat(next.preferenceList(slot)).isEqualTo(expected);
    }
    assertThat(RingChange.between(ring, next).movements())
        .allSatisfy(
            movement -> {
              assertThat(movement.from()).isEqualTo(Optional.of(old));
              assertThat(movement.to()).isEqualTo(Optional.of(fresh.id()));
            });
  }

  @Test
  void givesANodeAnotherWeight() {
    Ring ring = ALLOCATOR.create(Rings.nodes(9, Rings::equal), 3);
    Ring next = ALLOCATOR.replace(ring, Rings.id(2), new RingNode(Rings.id(2), 3, "", ""));
    Rings.assertPrimariesInProportion(next);
    assertThat(Rings.worstLoad(next)).isLessThanOrEqualTo(MOST_HELD);
    int gained = Rings.owned(next)[2] - Rings.owned(ring)[2];
    assertThat(RingChange.between(ring, next).primarySlots()).isEqualTo(gained);
  }

  @Test
  void unequalRacksHoldWhatTheyMust() {
    List<RingNode> nodes = new ArrayList<>(Rings.nodes(4, Rings.inRacks(2)));
    nodes.add(new RingNode(Rings.id(4), 1, "lonely", ""));
    Ring ring = ALLOCATOR.create(nodes, 3);
    assertThat(Rings.held(ring)[4]).isEqualTo(Slots.COUNT);
    check(ring, MOST_HELD);
  }

  @Test
  void otherReplicationFactors() {
    for (int replicas : new int[] {1, 2, 4, 5}) {
      Ring ring = ALLOCATOR.create(Rings.nodes(12, Rings::equal), replicas);
      check(ring, MOST_HELD);
      assertThat(ring.preferenceList(0)).hasSize(replicas);
    }
  }

  @Test
  void veryUnequalWeightsLeaveNobodyWithout() {
    List<RingNode> nodes =
        new ArrayList<>(Rings.nodes(20, n -> new RingNode(Rings.id(n), 1_000, "", "")));
    nodes.add(new RingNode(Rings.id(30), 1, "", ""));
    assertThat(Rings.owned(ALLOCATOR.create(nodes, 3))[20]).isEqualTo(1);
  }

  @Test
  void spreadsTheLoadOfAFailedNodeOverTheOthers() {
    Ring ring = ALLOCATOR.create(Rings.nodes(10, Rings::equal), 3);
    for (RingNode failed : ring.nodes()) {
      int[] gains = new int[10];
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        if (ring.primary(slot).equals(failed.id())) {
          NodeId next = ring.preferenceList(slot).get(1);
          gains[ring.nodes().indexOf(ring.node(next).orElseThrow())]++;
        }
      }
      assertThat(Arrays.stream(gains).max().orElseThrow()).isLessThan(1_638 / 2);
      assertThat(Arrays.stream(gains).filter(gain -> gain > 0).count()).isGreaterThan(5);
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    Ring ring = ALLOCATOR.create(List.of(Rings.equal(0)), 3);
    assertThatThrownBy(() -> ALLOCATOR.create(List.of(), 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALLOCATOR.create(List.of(Rings.equal(1), Rings.equal(1)), 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALLOCATOR.create(List.of(Rings.equal(1)), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALLOCATOR.join(ring, Rings.equal(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALLOCATOR.leave(ring, Rings.id(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALLOCATOR.leave(ring, Rings.id(5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALLOCATOR.replace(ring, Rings.id(5), Rings.equal(6)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
