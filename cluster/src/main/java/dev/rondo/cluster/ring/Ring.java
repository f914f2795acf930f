package dev.rondo.cluster.ring;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which slot: an owner for each of the {@link Slots#COUNT} slots, and what follows from
 * it. Slots in a row with one owner are an arc; the first slot of an arc is a token of its owner.
 *
 * <p>The preference list of a slot is found by walking clockwise, towards higher slots, over the
 * tokens: the owner first, then the next distinct nodes, spread over racks, N in each data centre
 * (Dynamo paper, section 4.3). All lists are made when the ring is, and equal ones are shared:
 * looking one up is one array read.
 *
 * <p>Immutable; for any thread.
 */
public final class Ring {
  /** The most nodes a ring can have. */
  public static final int MAX_NODES = 1_000;

  /** The largest replication factor. */
  public static final int MAX_REPLICAS = 32;

  /** The longest preference list: N times the data centres stays below. */
  public static final int MAX_PREFERENCE = 128;

  private final long epoch;
  private final NodeId proposer;
  private final int replicas;
  private final List<RingNode> nodes;
  private final short[] owners;
  private final List<NodeId>[] preferences;

  /**
   * @param epoch not negative
   * @param proposer who made this ring
   * @param replicas N
   * @param nodes in any order, each once
   * @param owners for each slot its owner's place in {@code nodes}; each node owns a slot
   */
  Ring(long epoch, NodeId proposer, int replicas, List<RingNode> nodes, int[] owners) {
    require(epoch >= 0, "an epoch is not negative");
    require(replicas >= 1 && replicas <= MAX_REPLICAS, "replicas are not 1 to " + MAX_REPLICAS);
    require(!nodes.isEmpty() && nodes.size() <= MAX_NODES, "nodes are not 1 to " + MAX_NODES);
    require(owners.length == Slots.COUNT, "a ring has " + Slots.COUNT + " slots");
    this.epoch = epoch;
    this.proposer = proposer;
    this.replicas = replicas;
    this.nodes = nodes.stream().sorted(Comparator.comparing(RingNode::id)).toList();
    this.owners = renumber(nodes, owners, this.nodes);
    this.preferences = preferences(new ReplicaWalk(this.nodes, replicas));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static short[] renumber(List<RingNode> given, int[] owners, List<RingNode> sorted) {
    Map<NodeId, Integer> places = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      Integer before = places.put(sorted.get(i).id(), i);
      require(before == null, "a node is there twice");
    }
    short[] result = new short[owners.length];
    Set<Integer> owning = new HashSet<>();
    for (int slot = 0; slot < result.length; slot++) {
      int place = places.getOrDefault(given.get(owners[slot]).id(), 0);
      owning.add(place);
      result[slot] = (short) place;
    }
    require(owning.size() == sorted.size(), "a node owns no slot");
    return result;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know nothing of type arguments
  private List<NodeId>[] preferences(ReplicaWalk walk) {
    require(walk.totalWanted() <= MAX_PREFERENCE, "replicas are more than " + MAX_PREFERENCE);
    List<NodeId>[] result = new List[owners.length];
    Map<List<NodeId>, List<NodeId>> shared = new HashMap<>();
    int[] tokens = tokens();
    for (int i = 0; i < tokens.length; i++) {
      walk.begin();
      int met = 0;
      while (met < tokens.length && !walk.meet(owners[tokens[(i + met) % tokens.length]])) {
        met++;
      }
      List<NodeId> list = new ArrayList<>(walk.count());
      for (int place = 0; place < walk.count(); place++) {
        list.add(nodes.get(walk.taken(place)).id());
      }
      int end = i + 1 < tokens.length ? tokens[i + 1] : owners.length;
      Arrays.fill(result, tokens[i], end, shared.computeIfAbsent(list, List::copyOf));
    }
    return result;
  }

  /** The first slots of the arcs, ascending. Slot 0 is always one, as if it had a token. */
  private int[] tokens() {
    int[] result = new int[owners.length];
    int count = 1;
    for (int slot = 1; slot < owners.length; slot++) {
      if (owners[slot] != owners[slot - 1]) {
        result[count++] = slot;
      }
    }
    return Arrays.copyOf(result, count);
  }

  /** Which ring this is: each change makes one with the next number. */
  public long epoch() {
    return epoch;
  }

  /** Who made this ring. */
  public NodeId proposer() {
    return proposer;
  }

  /** N: how many nodes hold a slot, in each data centre when there are several. */
  public int replicas() {
    return replicas;
  }

  /** The nodes, ascending by id. */
  public List<RingNode> nodes() {
    return nodes;
  }

  /** The node with this id, if it is in the ring. */
  public Optional<RingNode> node(NodeId id) {
    int place = placeOf(id);
    return place < 0 ? Optional.empty() : Optional.of(nodes.get(place));
  }

  /** Whether a node is in the ring. */
  public boolean contains(NodeId id) {
    return placeOf(id) >= 0;
  }

  private int placeOf(NodeId id) {
    int low = 0;
    int high = nodes.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = nodes.get(middle).id().compareTo(id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The owner of a slot: the first on its preference list. */
  public NodeId primary(int slot) {
    return preferences[slot].get(0);
  }

  /**
   * The nodes that hold a slot, its owner first, the others as they are met clockwise. Shared and
   * immutable.
   */
  public List<NodeId> preferenceList(int slot) {
    return preferences[slot];
  }

  /**
   * Every node once: the preference list of a slot, then all others as they are met clockwise. They
   * stand in for replicas that are down. Work is done only as far as the iterator is drawn.
   */
  public Iterator<NodeId> walk(int slot) {
    return new Walk(slot);
  }

  /**
   * The ring in runs of slots that share a preference list, ascending and without gaps. Neighbours
   * differ.
   */
  public List<SlotRange> ranges() {
    List<SlotRange> result = new ArrayList<>();
    int first = 0;
    for (int slot = 1; slot <= owners.length; slot++) {
      if (slot == owners.length || !preferences[slot].equals(preferences[first])) {
        result.add(new SlotRange(first, slot - 1, preferences[first]));
        first = slot;
      }
    }
    return result;
  }

  /**
   * Slots in a row that share their preference list.
   *
   * @param first the lowest slot
   * @param last the highest slot, included
   */
  public record SlotRange(int first, int last, List<NodeId> replicas) {}

  /**
   * Whether this ring is to be used rather than the other: its epoch is later, or the epochs are
   * equal and its proposer's id is higher. Of two rings that are not equal one wins everywhere,
   * except when one proposer made two rings of one epoch, which it must not.
   */
  public boolean supersedes(Ring other) {
    return epoch != other.epoch ? epoch > other.epoch : proposer.compareTo(other.proposer) > 0;
  }

  /** The place in {@link #nodes} of a slot's owner. */
  int owner(int slot) {
    return owners[slot];
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Ring other
        && epoch == other.epoch
        && proposer.equals(other.proposer)
        && replicas == other.replicas
        && nodes.equals(other.nodes)
        && Arrays.equals(owners, other.owners);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(epoch) * 31 + Arrays.hashCode(owners);
  }

  @Override
  public String toString() {
    return "Ring[epoch=%d, proposer=%s, nodes=%d, replicas=%d]"
        .formatted(epoch, proposer, nodes.size(), replicas);
  }

  private final class Walk implements Iterator<NodeId> {
    private final Set<NodeId> met = new LinkedHashSet<>();
    private final Iterator<NodeId> preference;
    private int slot;

    Walk(int slot) {
      this.slot = slot;
      this.preference = preferences[slot].iterator();
    }

    @Override
    public boolean hasNext() {
      return met.size() < nodes.size();
    }

    @Override
    public NodeId next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      NodeId next = preference.hasNext() ? preference.next() : primary(slot);
      while (!met.add(next)) {
        slot = (slot + 1) % owners.length;
        next = primary(slot);
      }
      return next;
    }
  }
}
