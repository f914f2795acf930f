package dev.rondo.cluster.ring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule that makes a preference list, as one walk after another: nodes are offered in clockwise
 * order, and taken or passed over until the list is complete.
 *
 * <p>Each data centre takes N distinct nodes, or all it has. Among them are as many racks as can
 * be: a node of a rack that is on the list already is taken only while there is more room than
 * racks yet to come. A rack's name means something within its data centre alone; nodes without
 * names are all of one rack and of one data centre.
 *
 * <p>Nodes are numbers here: their places in the list given. Not for several threads at once.
 */
final class ReplicaWalk {
  private final int[] rackOf;
  private final int[] centreOf;
  private final int[] nodesWanted;
  private final int[] racksWanted;
  private final int totalWanted;

  private final int[] nodeMetIn;
  private final int[] rackMetIn;
  private final int[] roomLeft;
  private final int[] racksMissing;
  private final int[] taken;
  private int count;
  private int walkNumber;

  ReplicaWalk(List<RingNode> nodes, int replicas) {
    rackOf = new int[nodes.size()];
    centreOf = new int[nodes.size()];
    Map<String, Integer> centres = new HashMap<>();
    Map<List<String>, Integer> racks = new HashMap<>();
    for (int i = 0; i < rackOf.length; i++) {
      RingNode node = nodes.get(i);
      centreOf[i] = numberOf(node.dataCentre(), centres);
      rackOf[i] = numberOf(List.of(node.dataCentre(), node.rack()), racks);
    }
    int[] nodesIn = new int[centres.size()];
    int[] racksIn = new int[centres.size()];
    Set<Integer> counted = new HashSet<>();
    for (int i = 0; i < rackOf.length; i++) {
      nodesIn[centreOf[i]]++;
      if (counted.add(rackOf[i])) {
        racksIn[centreOf[i]]++;
      }
    }
    nodesWanted = Arrays.stream(nodesIn).map(n -> Math.min(n, replicas)).toArray();
    racksWanted = Arrays.stream(racksIn).map(n -> Math.min(n, replicas)).toArray();
    totalWanted = Arrays.stream(nodesWanted).sum();
    nodeMetIn = new int[rackOf.length];
    rackMetIn = new int[racks.size()];
    roomLeft = new int[centres.size()];
    racksMissing = new int[centres.size()];
    taken = new int[totalWanted];
  }

  private static <T> int numberOf(T name, Map<T, Integer> numbers) {
    Integer next = numbers.size();
    Integer known = numbers.putIfAbsent(name, next);
    return known == null ? next : known;
  }

  /** How long a complete list is. */
  int totalWanted() {
    return totalWanted;
  }

  /** Starts a new walk. */
  void begin() {
    walkNumber++;
    count = 0;
    System.arraycopy(nodesWanted, 0, roomLeft, 0, roomLeft.length);
    System.arraycopy(racksWanted, 0, racksMissing, 0, racksMissing.length);
  }

  /**
   * Meets a node; meeting one twice is harmless.
   *
   * @return whether the list is complete
   */
  boolean meet(int node) {
    int centre = centreOf[node];
    int rack = rackOf[node];
    if (nodeMetIn[node] != walkNumber && roomLeft[centre] > 0) {
      boolean rackIsNew = rackMetIn[rack] != walkNumber;
      if (rackIsNew || roomLeft[centre] > racksMissing[centre]) {
        take(node, rack, centre, rackIsNew);
      }
    }
    return count == totalWanted;
  }

  private void take(int node, int rack, int centre, boolean rackIsNew) {
    nodeMetIn[node] = walkNumber;
    taken[count++] = node;
    roomLeft[centre]--;
    if (rackIsNew) {
      rackMetIn[rack] = walkNumber;
      racksMissing[centre]--;
    }
  }

  /** How many were taken so far. */
  int count() {
    return count;
  }

  /** The node taken at this place, from 0: the order of the walk. */
  int taken(int place) {
    return taken[place];
  }
}
