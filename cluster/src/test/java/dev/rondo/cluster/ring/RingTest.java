package dev.rondo.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rings laid out by hand. Nodes are letters; a ring repeats a pattern, a slot a letter. */
class RingTest {
  private static NodeId id(char letter) {
    return new NodeId(letter);
  }

  /** Nodes as "A B/rack C/rack/centre". */
  private static Ring ring(long epoch, char proposer, String nodes, String pattern, int replicas) {
    List<RingNode> list = new ArrayList<>();
    for (String node : nodes.split(" ", -1)) {
      String[] parts = (node + "//").split("/", -1);
      list.add(new RingNode(id(parts[0].charAt(0)), 1, parts[1], parts[2]));
    }
    int[] owners = new int[Slots.COUNT];
    for (int slot = 0; slot < owners.length; slot++) {
      NodeId owner = id(pattern.charAt(slot % pattern.length()));
      while (!list.get(owners[slot]).id().equals(owner)) {
        owners[slot]++;
      }
    }
    return new Ring(epoch, id(proposer), replicas, list, owners);
  }

  private static String letters(Iterable<NodeId> ids) {
    StringBuilder letters = new StringBuilder();
    ids.forEach(id -> letters.append((char) id.actor()));
    return letters.toString();
  }

  @ParameterizedTest
  @CsvSource({
    // nodes, pattern, N, slot, preference list, whole walk
    "A B C D, AABBCCDD, 3, 0, ABC, ABCD",
    "A B C D, AABBCCDD, 3, 5, CDA, CDAB",
    "A B C D, AABBCCDD, 1, 16383, D, DABC",
    "A B C D, ABABACAD, 3, 0, ABC, ABCD",
    "A B, AB, 3, 1, BA, BA",
    "A, A, 3, 7, A, A",
    "A/1 B/1 C/2 D/3, ABCD, 3, 0, ACD, ACDB",
    "A/1 B/1 C/2 D/2, ABCD, 3, 0, ABC, ABCD",
    "A/1 B/1 C/1 D/2, ABCD, 3, 0, ABD, ABDC",
    "A/1 B/1 C/1 D/2, ABCD, 2, 0, AD, ADBC",
    "A/1/x B/1/x C/2/x D/1/y, ABCD, 2, 0, ACD, ACDB",
    "A//x B//x C//y D//y, ABCD, 1, 1, BC, BCDA",
    "A//x B//x C//y D//y, ABCD, 3, 3, DABC, DABC",
    "A/1/x B/1/y C/2/x D/2/y, ABCD, 2, 2, CDAB, CDAB",
  })
  void preferenceLists(
      String nodes, String pattern, int replicas, int slot, String list, String walk) {
    Ring ring = ring(1, 'A', nodes, pattern, replicas);
    assertThat(letters(ring.preferenceList(slot))).isEqualTo(list);
    assertThat(letters(() -> ring.walk(slot))).isEqualTo(walk);
    assertThat(ring.primary(slot)).isEqualTo(ring.preferenceList(slot).get(0));
  }

  @Test
  void equalListsAreOneObjectThatNobodyCanChange() {
    Ring ring = ring(1, 'A', "A B C D", "AABBCCDD", 3);
    assertThat(ring.preferenceList(0)).isSameAs(ring.preferenceList(8_001));
    assertThatThrownBy(() -> ring.preferenceList(0).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void rangesCoverTheRing() {
    Ring ring = ring(1, 'A', "A B C D", "AABBCCDD", 3);
    List<Ring.SlotRange> ranges = ring.ranges();
    assertThat(ranges).hasSize(Slots.COUNT / 2);
    assertThat(ranges.get(1))
        .isEqualTo(new Ring.SlotRange(2, 3, List.of(id('B'), id('C'), id('D'))));
    assertThat(ring(1, 'A', "A B C", "A".repeat(Slots.COUNT - 2) + "BC", 3).ranges())
        .extracting(Ring.SlotRange::last)
        .containsExactly(Slots.COUNT - 3, Slots.COUNT - 2, Slots.COUNT - 1);
  }

  @Test
  void knowsItsNodes() {
    Ring ring = ring(1, 'A', "C/r B A", "ABC", 3);
    assertThat(ring.nodes()).extracting(RingNode::id).containsExactly(id('A'), id('B'), id('C'));
    assertThat(ring.contains(id('B'))).isTrue();
    assertThat(ring.contains(id('D'))).isFalse();
    assertThat(ring.node(id('C'))).isEqualTo(Optional.of(new RingNode(id('C'), 1, "r", "")));
    assertThat(ring.node(id('D'))).isEmpty();
  }

  @Test
  void theLaterEpochWinsAndThenTheHigherProposer() {
    Ring old = ring(4, 'Z', "A", "A", 3);
    Ring one = ring(5, 'A', "A", "A", 3);
    Ring other = ring(5, 'B', "A", "A", 3);
    assertThat(one.supersedes(old)).isTrue();
    assertThat(old.supersedes(one)).isFalse();
    assertThat(other.supersedes(one)).isTrue();
    assertThat(one.supersedes(other)).isFalse();
    assertThat(one.supersedes(one)).isFalse();
  }

  @Test
  void aWalkEnds() {
    Iterator<NodeId> walk = ring(1, 'A', "A B", "AB", 1).walk(0);
    walk.next();
    walk.next();
    assertThat(walk.hasNext()).isFalse();
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void refusesNodesWithoutSlotsAndListsWithoutBound() {
    assertThatThrownBy(() -> ring(1, 'A', "A B", "A", 3)).hasMessageContaining("owns no slot");
    assertThatThrownBy(() -> ring(1, 'A', "A A", "A", 3)).hasMessageContaining("twice");
    assertThatThrownBy(() -> ring(-1, 'A', "A", "A", 3)).hasMessageContaining("epoch");
    assertThatThrownBy(() -> ring(1, 'A', "A", "A", 33)).hasMessageContaining("replicas");
    StringBuilder nodes = new StringBuilder();
    StringBuilder pattern = new StringBuilder();
    for (char letter = 'A'; letter < 'A' + 129; letter++) {
      nodes.append(nodes.isEmpty() ? "" : " ").append(letter).append("//").append((int) letter);
      pattern.append(letter);
    }
    assertThatThrownBy(() -> ring(1, 'A', nodes.toString(), pattern.toString(), 3))
        .hasMessageContaining("more than 128");
  }
}
