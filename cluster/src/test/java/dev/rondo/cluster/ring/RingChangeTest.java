package dev.rondo.cluster.ring;

import static dev.rondo.cluster.ring.Rings.ALLOCATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RingChangeTest {
  @Test
  void applyingTheMovementsTurnsOneRingIntoTheOther() {
    Ring before = ALLOCATOR.create(Rings.nodes(9, Rings.inCentres(2, 2)), 2);
    Ring after = ALLOCATOR.join(before, Rings.inCentres(2, 2).apply(9));
    List<List<NodeId>> holders = new ArrayList<>();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      holders.add(new ArrayList<>(before.preferenceList(slot)));
    }
    RingChange change = RingChange.between(before, after);
    for (Movement movement : change.movements()) {
      for (int slot = movement.firstSlot(); slot <= movement.lastSlot(); slot++) {
        List<NodeId> there = holders.get(slot);
        movement.from().ifPresent(from -> assertThat(there.remove(from)).isTrue());
        movement.to().ifPresent(there::add);
        assertThat(movement.holders()).isEqualTo(before.preferenceList(slot));
      }
    }
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      assertThat(holders.get(slot)).hasSameElementsAs(after.preferenceList(slot));
    }
    assertThat(change.movements())
        .allSatisfy(m -> assertThat(centre(before, m.from())).isEqualTo(centre(after, m.to())));
    assertThat(change.byTaker().values().stream().mapToInt(List::size).sum())
        .isEqualTo(change.movements().size());
  }

  private static Optional<String> centre(Ring ring, Optional<NodeId> id) {
    return id.flatMap(ring::node).map(RingNode::dataCentre);
  }

  @Test
  void growsTheReplicasOfASmallCluster() {
    Ring one = ALLOCATOR.create(List.of(Rings.equal(0)), 3);
    Ring two = ALLOCATOR.join(one, Rings.equal(1));
    RingChange growth = RingChange.between(one, two);
    assertThat(growth.replicaSlots()).isEqualTo(Slots.COUNT);
    assertThat(growth.primarySlots()).isEqualTo(Slots.COUNT / 2);
    assertThat(growth.movements())
        .allSatisfy(
            m -> {
              assertThat(m.from()).isEmpty();
              assertThat(m.to()).isEqualTo(Optional.of(Rings.id(1)));
            });
    RingChange shrinking = RingChange.between(two, one);
    assertThat(shrinking.replicaSlots()).isZero();
    assertThat(shrinking.movements()).allSatisfy(m -> assertThat(m.to()).isEmpty());
  }

  @Test
  void nothingMovesBetweenEqualRings() {
    Ring ring = ALLOCATOR.create(Rings.nodes(5, Rings::equal), 3);
    assertThat(RingChange.between(ring, ring)).isEqualTo(new RingChange(List.of(), 0));
  }

  @Test
  void aMovementHasSlotsAndAnEnd() {
    Optional<NodeId> node = Optional.of(Rings.id(1));
    assertThat(new Movement(3, 5, node, Optional.empty(), List.of()).slots()).isEqualTo(3);
    assertThatThrownBy(() -> new Movement(5, 4, node, node, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Movement(0, Slots.COUNT, node, node, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Movement(0, 1, Optional.empty(), Optional.empty(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
