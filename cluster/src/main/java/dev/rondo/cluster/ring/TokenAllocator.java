package dev.rondo.cluster.ring;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes rings: chooses which slots each node owns. Pure and deterministic: equal rings and equal
 * changes give equal rings wherever they are made.
 *
 * <p>What holds of each ring it makes:
 *
 * <ul>
 *   <li>Each node owns its share of slots by weight, rounded down or up, and one at least. So nodes
 *       of equal weight differ by one slot at most.
 *   <li>A change moves the slots of a node that leaves, or those that a node which joins is to own,
 *       to or from it, and none between two others (with unequal weights a few may, since shares
 *       are rounded anew).
 *   <li>After joins no node holds more than 1.05 of its fair share of replicas ({@link
 *       FairShare#replicas}). With equal nodes, and racks of equal weight, the fair share is the
 *       mean.
 * </ul>
 *
 * <p>What does not hold, and why:
 *
 * <ul>
 *   <li>With racks of unequal weight the fair shares themselves differ: three racks of 2, 2 and 1
 *       nodes and N = 3 put a replica of every slot on the one node. No ring that keeps racks apart
 *       can do better.
 *   <li>After leaves a node may hold more than 1.05 of its fair share, since only the slots of the
 *       node that left can be handed out. With equal nodes that takes many leaves in a row from
 *       more than a hundred nodes (1.06 was the most seen). With unequal weights, and where racks
 *       become unequal by it, the fair shares of all nodes change at once, and one may be off by
 *       1.15 with few nodes, by more with hundreds. The next joins mend it.
 *   <li>For the same reason replicas move more than the changed node holds where racks are unequal:
 *       up to twice as much; with racks and weights equal it is at most 1.1 on joins.
 *   <li>A ring that shrinks keeps its short arcs: to join them would move data.
 * </ul>
 *
 * <p>For any thread.
 */
public final class TokenAllocator {
  private final NodeId proposer;

  /**
   * @param proposer in whose name rings are made
   */
  public TokenAllocator(NodeId proposer) {
    this.proposer = proposer;
  }

  /** The first ring of a cluster, of epoch 1. It is built by joins, rack after rack in turn. */
  public Ring create(List<RingNode> nodes, int replicas) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a ring has a node");
    }
    List<RingNode> joined = new ArrayList<>();
    int[] owners = new int[Slots.COUNT];
    for (RingNode node : rackAfterRack(nodes)) {
      joined.add(node);
      owners = Rebalance.run(joined, replicas, owners, seed(joined.size(), node));
    }
    return new Ring(1, proposer, replicas, joined, owners);
  }

  private static List<RingNode> rackAfterRack(List<RingNode> nodes) {
    Map<List<String>, Integer> met = new HashMap<>();
    Map<RingNode, Integer> turns = new HashMap<>();
    List<RingNode> sorted = new ArrayList<>(nodes);
    sorted.sort(Comparator.comparing(RingNode::id));
    for (RingNode node : sorted) {
      turns.put(node, met.merge(List.of(node.dataCentre(), node.rack()), 1, Integer::sum));
    }
    sorted.sort(Comparator.comparing(turns::get));
    return sorted;
  }

  /** The ring with one node more. */
  public Ring join(Ring ring, RingNode node) {
    if (ring.contains(node.id())) {
      throw new IllegalArgumentException("node is in the ring already: " + node.id());
    }
    List<RingNode> nodes = new ArrayList<>(ring.nodes());
    nodes.add(node);
    return next(ring, nodes, owners(ring), node);
  }

  /** The ring with one node less. */
  public Ring leave(Ring ring, NodeId id) {
    RingNode node = member(ring, id);
    List<RingNode> nodes = new ArrayList<>(ring.nodes());
    int gone = nodes.indexOf(node);
    nodes.remove(gone);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("the last node cannot leave");
    }
    int[] owners = owners(ring);
    for (int slot = 0; slot < owners.length; slot++) {
      int owner = owners[slot];
      owners[slot] = owner == gone ? ArcRing.NOBODY : owner > gone ? owner - 1 : owner;
    }
    return next(ring, nodes, owners, node);
  }

  /**
   * The ring with another node in the place of one: it gets all its slots. Nothing else moves when
   * the weight, the rack and the data centre are the same. The fresh node may have the old one's
   * id: so a node gets another weight or rack.
   */
  public Ring replace(Ring ring, NodeId old, RingNode fresh) {
    if (!old.equals(fresh.id()) && ring.contains(fresh.id())) {
      throw new IllegalArgumentException("node is in the ring already: " + fresh.id());
    }
    List<RingNode> nodes = new ArrayList<>(ring.nodes());
    nodes.set(nodes.indexOf(member(ring, old)), fresh);
    return next(ring, nodes, owners(ring), fresh);
  }

  private static RingNode member(Ring ring, NodeId id) {
    return ring.node(id)
        .orElseThrow(() -> new IllegalArgumentException("node is not in the ring: " + id));
  }

  private Ring next(Ring ring, List<RingNode> nodes, int[] owners, RingNode changed) {
    long epoch = ring.epoch() + 1;
    int[] balanced = Rebalance.run(nodes, ring.replicas(), owners, seed(epoch, changed));
    return new Ring(epoch, proposer, ring.replicas(), nodes, balanced);
  }

  private static long seed(long epoch, RingNode changed) {
    return epoch * 31 + changed.id().actor();
  }

  private static int[] owners(Ring ring) {
    int[] owners = new int[Slots.COUNT];
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = ring.owner(slot);
    }
    return owners;
  }
}
