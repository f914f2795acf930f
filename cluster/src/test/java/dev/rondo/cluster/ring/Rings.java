package dev.rondo.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** Nodes to make rings of, and what must hold of every ring. */
final class Rings {
  static final NodeId PROPOSER = id(99);
  static final TokenAllocator ALLOCATOR = new TokenAllocator(PROPOSER);

  private Rings() {}

  static NodeId id(int number) {
    return new NodeId(1_000L + 7L * number);
  }

  static RingNode equal(int number) {
    return new RingNode(id(number), 1, "", "");
  }

  /** Weights 1, 2 and 4 in turn. */
  static RingNode weighted(int number) {
    return new RingNode(id(number), 1 << number % 3, "", "");
  }

  /** Racks in turn. */
  static IntFunction<RingNode> inRacks(int racks) {
    return number -> new RingNode(id(number), 1, "rack " + number % racks, "");
  }

  /** Data centres in turn, and in each of them racks in turn. */
  static IntFunction<RingNode> inCentres(int centres, int racks) {
    return number ->
        new RingNode(
            id(number), 1, "rack " + number / centres % racks, "centre " + number % centres);
  }

  static List<RingNode> nodes(int count, IntFunction<RingNode> kind) {
    List<RingNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(kind.apply(i));
    }
    return nodes;
  }

  /** How many slots each node owns, in the order of the ring's nodes. */
  static int[] owned(Ring ring) {
    int[] owned = new int[ring.nodes().size()];
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      owned[ring.owner(slot)]++;
    }
    return owned;
  }

  /** How many slots each node holds, in the order of the ring's nodes. */
  static int[] held(Ring ring) {
    Map<NodeId, Integer> places = new HashMap<>();
    ring.nodes().forEach(node -> places.put(node.id(), places.size()));
    int[] held = new int[places.size()];
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      for (NodeId id : ring.preferenceList(slot)) {
        held[places.getOrDefault(id, -1)]++;
      }
    }
    return held;
  }

  /** The most that a node holds, as a multiple of its fair share. */
  static double worstLoad(Ring ring) {
    double[] fair = FairShare.replicas(ring.nodes(), ring.replicas());
    int[] held = held(ring);
    double worst = 0;
    for (int i = 0; i < fair.length; i++) {
      worst = Math.max(worst, held[i] / fair[i]);
    }
    return worst;
  }

  /** Owned slots are each node's share by weight, rounded. */
  static void assertPrimariesInProportion(Ring ring) {
    int[] owned = owned(ring);
    double weights = ring.nodes().stream().mapToInt(RingNode::weight).sum();
    for (int i = 0; i < owned.length; i++) {
      double exact = Slots.COUNT * ring.nodes().get(i).weight() / weights;
      assertThat((double) owned[i]).isBetween(Math.floor(exact - 1e-6), Math.ceil(exact + 1e-6));
    }
  }

  /** The lists follow from the owners by the rule, told here in another way than in the code. */
  static void assertListsFollowTheRule(Ring ring, int everySoManySlots) {
    Map<String, Set<NodeId>> centres = new HashMap<>();
    Map<NodeId, RingNode> nodes = new HashMap<>();
    for (RingNode node : ring.nodes()) {
      nodes.put(node.id(), node);
      centres.computeIfAbsent(node.dataCentre(), name -> new HashSet<>()).add(node.id());
    }
    for (int slot = 0; slot < Slots.COUNT; slot += everySoManySlots) {
      List<NodeId> list = ring.preferenceList(slot);
      assertThat(list).doesNotHaveDuplicates();
      assertThat(list.get(0)).isEqualTo(ring.primary(slot));
      List<NodeId> clockwise = clockwise(ring, slot);
      assertThat(list).isSortedAccordingTo((a, b) -> clockwise.indexOf(a) - clockwise.indexOf(b));
      Set<NodeId> expected = new HashSet<>();
      centres
          .values()
          .forEach(centre -> expected.addAll(expected(clockwise, centre, nodes, ring.replicas())));
      assertThat(new HashSet<>(list)).isEqualTo(expected);

      List<NodeId> walked = new ArrayList<>();
      ring.walk(slot).forEachRemaining(walked::add);
      assertThat(walked).startsWith(list.toArray(new NodeId[0])).hasSameElementsAs(nodes.keySet());
      assertThat(walked).doesNotHaveDuplicates();
      List<NodeId> others = new ArrayList<>(clockwise);
      others.removeAll(list);
      assertThat(walked.subList(list.size(), walked.size())).isEqualTo(others);
    }
  }

  private static List<NodeId> clockwise(Ring ring, int slot) {
    Set<NodeId> met = new HashSet<>();
    List<NodeId> order = new ArrayList<>();
    for (int i = 0; i < Slots.COUNT && order.size() < ring.nodes().size(); i++) {
      NodeId owner = ring.primary((slot + i) % Slots.COUNT);
      if (met.add(owner)) {
        order.add(owner);
      }
    }
    return order;
  }

  /** The first of each rack; if room is left, the first of the others. */
  private static Set<NodeId> expected(
      List<NodeId> clockwise, Set<NodeId> centre, Map<NodeId, RingNode> nodes, int replicas) {
    List<NodeId> rest = new ArrayList<>(clockwise);
    rest.retainAll(centre);
    Set<NodeId> taken = new HashSet<>();
    Set<String> racks = new HashSet<>();
    for (Iterator<NodeId> i = rest.iterator(); i.hasNext() && taken.size() < replicas; ) {
      NodeId node = i.next();
      RingNode known = nodes.get(node);
      if (known != null && racks.add(known.rack())) {
        taken.add(node);
        i.remove();
      }
    }
    for (NodeId node : rest) {
      if (taken.size() < replicas) {
        taken.add(node);
      }
    }
    return taken;
  }
}
