package dev.rondo.cluster.ring;

import dev.rondo.storage.Slots;
import java.util.Arrays;

/**
 * A ring under construction: arcs that can be cut, joined and given away, with the number of slots
 * each node would hold as a replica kept up to date. An arc is named by its first slot; the arcs
 * form a doubly linked circle inside arrays. Neighbours may have the same owner. Nodes are places
 * in a list.
 */
final class ArcRing {
  /** The owner of slots that have none; a walk passes over them. */
  static final int NOBODY = -1;

  private final int[] next = new int[Slots.COUNT];
  private final int[] previous = new int[Slots.COUNT];
  private final int[] owner = new int[Slots.COUNT];
  private final int[] held;
  private final ReplicaWalk walk;
  private long steps;

  /**
   * @param owners for each slot its owner, or {@link #NOBODY}
   * @param nodes how many nodes there are
   * @param maxArcSlots longer arcs are cut into pieces of about one length
   */
  ArcRing(int[] owners, int nodes, int maxArcSlots, ReplicaWalk walk) {
    this.held = new int[nodes];
    this.walk = walk;
    int last = 0;
    for (int first = 0; first < owners.length; first = last) {
      last = first + 1;
      while (last < owners.length && owners[last] == owners[first]) {
        last++;
      }
      int length = last - first;
      int pieces = (length + maxArcSlots - 1) / maxArcSlots;
      for (int i = 0; i < pieces; i++) {
        int start = first + i * length / pieces;
        int end = first + (i + 1) * length / pieces;
        owner[start] = owners[first];
        next[start] = end % owners.length;
        previous[end % owners.length] = start;
      }
    }
    int arc = 0;
    do {
      count(arc, 1);
      arc = next[arc];
    } while (arc != 0);
  }

  /** The arc clockwise of another; slot 0 always begins one. */
  int next(int arc) {
    return next[arc];
  }

  int owner(int arc) {
    return owner[arc];
  }

  /** Slots in an arc. */
  int length(int arc) {
    return next[arc] > arc ? next[arc] - arc : next[arc] - arc + Slots.COUNT;
  }

  /** For each node the slots it holds as a replica; not to be changed. */
  int[] held() {
    return held;
  }

  /** Arcs met so far in all walks: a measure of the work done. */
  long steps() {
    return steps;
  }

  /**
   * Cuts an arc in two.
   *
   * @return the second one
   */
  int cut(int arc, int firstLength) {
    int second = arc + firstLength;
    owner[second] = owner[arc];
    next[second] = next[arc];
    previous[next[arc]] = second;
    next[arc] = second;
    previous[second] = arc;
    return second;
  }

  /** Takes back a {@link #cut}. */
  void mend(int second) {
    next[previous[second]] = next[second];
    previous[next[second]] = previous[second];
  }

  /** Gives an arc to another owner. */
  void give(int arc, int node) {
    countUpTo(arc, -1);
    owner[arc] = node;
    countUpTo(arc, 1);
  }

  /** Undoes a {@link #give}, with what was held before it. */
  void takeBack(int arc, int node, int[] heldBefore) {
    owner[arc] = node;
    System.arraycopy(heldBefore, 0, held, 0, held.length);
  }

  /** Counts the holders of all slots whose walk comes by an arc: it ends there or further on. */
  private void countUpTo(int arc, int sign) {
    int from = arc;
    count(from, sign);
    for (from = previous[arc]; from != arc; from = previous[from]) {
      if (!reaches(from, arc)) {
        return;
      }
      add(from, sign);
    }
  }

  private boolean reaches(int from, int arc) {
    int end = walkFrom(from);
    return distance(from, end) >= distance(from, arc);
  }

  private static int distance(int from, int to) {
    return (to - from + Slots.COUNT) % Slots.COUNT;
  }

  private void count(int from, int sign) {
    walkFrom(from);
    add(from, sign);
  }

  private void add(int from, int sign) {
    int slots = sign * length(from);
    for (int place = 0; place < walk.count(); place++) {
      held[walk.taken(place)] += slots;
    }
  }

  /** Makes the preference list of an arc; returns the last arc that was looked at. */
  private int walkFrom(int from) {
    walk.begin();
    int arc = from;
    while (true) {
      steps++;
      if (owner[arc] != NOBODY && walk.meet(owner[arc])) {
        return arc;
      }
      if (next[arc] == from) {
        return arc;
      }
      arc = next[arc];
    }
  }

  /**
   * The sum of the squares of the lengths of three runs, where a run is neighbouring arcs of one
   * owner: the run an arc is in, and the ones before and after it. Short runs make it small.
   */
  double roughness(int arc) {
    int start = startOfRun(previous[startOfRun(arc)]);
    double sum = 0;
    int from = start;
    for (int run = 0; run < 3; run++) {
      int end = next[from];
      while (end != start && owner[end] == owner[from]) {
        end = next[end];
      }
      double length = distance(from, end) == 0 ? Slots.COUNT : distance(from, end);
      sum += length * length;
      from = end;
      if (from == start) {
        break;
      }
    }
    return sum;
  }

  private int startOfRun(int arc) {
    int start = arc;
    while (previous[start] != arc && owner[previous[start]] == owner[arc]) {
      start = previous[start];
    }
    return start;
  }

  /** All there is to know at one time, to come back to. */
  Snapshot snapshot() {
    return new Snapshot(next.clone(), previous.clone(), owner.clone(), held.clone());
  }

  /** Makes everything as it was. */
  void restore(Snapshot then) {
    System.arraycopy(then.next, 0, next, 0, next.length);
    System.arraycopy(then.previous, 0, previous, 0, previous.length);
    System.arraycopy(then.owner, 0, owner, 0, owner.length);
    System.arraycopy(then.held, 0, held, 0, held.length);
  }

  /** Opaque. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Snapshot(int[] next, int[] previous, int[] owner, int[] held) {}

  /** For each slot its owner. */
  int[] owners() {
    int[] result = new int[Slots.COUNT];
    int arc = 0;
    do {
      Arrays.fill(result, arc, arc + length(arc), owner[arc]);
      arc = next[arc];
    } while (arc != 0);
    return result;
  }
}
