package dev.rondo.cluster.ring;

import static dev.rondo.cluster.ring.ArcRing.NOBODY;

import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Moves pieces of arcs from nodes that own too much to nodes that own too little, and no more of
 * them than that takes. A join, a leave and a change of weight are all this: they differ only in
 * who has too much.
 *
 * <p>Which pieces move decides how replicas come to lie, as a piece brings its new owner also what
 * the arcs before it hold. Of a number of candidate pieces the one is taken that leaves all nodes
 * nearest to where they should be by now, on the straight way from what they held at the start to
 * their {@link FairShare}.
 *
 * <p>Candidates are drawn by a generator that starts from what it is given, so that equal inputs
 * make equal rings.
 */
final class Rebalance {
  /** Arcs a node has about at least, so that its neighbours are many. */
  private static final int ARCS_PER_NODE = Integer.getInteger("arcs", 32);

  private static final int CANDIDATES = Integer.getInteger("cand", 64);

  /** Work after which no further candidate is looked at, in arcs met. */
  private static final long MAX_STEPS_PER_PIECE = 200_000;

  private final ArcRing ring;
  private final int[] surplus;
  private final int unowned;
  private final double[] fair;
  private final int[] heldFirst;
  private final int total;
  private int left;
  private long random;

  private Rebalance(List<RingNode> nodes, int replicas, int[] owners, long seed) {
    unowned = nodes.size();
    int[] owned = new int[nodes.size() + 1];
    for (int owner : owners) {
      owned[owner == NOBODY ? unowned : owner]++;
    }
    surplus = owned.clone();
    int[] shares = FairShare.primaries(nodes, owned);
    for (int i = 0; i < shares.length; i++) {
      surplus[i] -= shares[i];
    }
    total = Arrays.stream(surplus).filter(s -> s > 0).sum();
    left = total;
    int maxArcSlots = Math.max(1, Slots.COUNT / (ARCS_PER_NODE * nodes.size()));
    ring = new ArcRing(owners, nodes.size(), maxArcSlots, new ReplicaWalk(nodes, replicas));
    fair = FairShare.replicas(nodes, replicas);
    heldFirst = ring.held().clone();
    random = seed;
  }

  /**
   * @param owners for each slot its owner's place in {@code nodes}, or {@link ArcRing#NOBODY}
   * @return the same afterwards
   */
  static int[] run(List<RingNode> nodes, int replicas, int[] owners, long seed) {
    Rebalance rebalance = new Rebalance(nodes, replicas, owners, seed);
    while (rebalance.left > 0) {
      rebalance.movePiece();
    }
    rebalance.refine();
    return rebalance.ring.owners();
  }

  private void refine() {
    if (moved.isEmpty()) {
      return;
    }
    int tries = Integer.getInteger("tries", 400);
    for (int i = 0; i < tries && worst() > 1.015; i++) {
      double before = distance(1);
      ArcRing.Mark mark = ring.mark();
      int[] surplusBefore = surplus.clone();
      List<Moved> movedBefore = List.copyOf(moved);
      int k = Math.min(moved.size(), Integer.getInteger("k", 2));
      for (int j = 0; j < k; j++) {
        Moved m = moved.remove(below(moved.size()));
        ring.give(m.arc, m.from == unowned ? NOBODY : m.from);
        surplus[m.from] += m.length;
        surplus[m.to] -= m.length;
        left += m.length;
      }
      while (left > 0) {
        movePiece();
      }
      if (distance(1) > before) {
        ring.reset(mark);
        System.arraycopy(surplusBefore, 0, surplus, 0, surplus.length);
        moved.clear();
        moved.addAll(movedBefore);
      }
    }
  }

  private double worst() {
    double worst = 0;
    for (int i = 0; i < fair.length; i++) {
      worst = Math.max(worst, ring.held()[i] / fair[i]);
    }
    return worst;
  }

  private record Moved(int arc, int length, int from, int to) {}

  private final List<Moved> moved = new ArrayList<>();

  /** A piece at the start or the end of an arc, and who would get it. */
  private record Candidate(int arc, int length, boolean atEnd, int taker) {}

  private void movePiece() {
    Candidate best = bestCandidate();
    surplus[place(ring.owner(best.arc))] -= best.length;
    surplus[best.taker] += best.length;
    left -= best.length;
    int from = place(ring.owner(best.arc));
    int piece = cutOut(best);
    ring.give(piece, best.taker);
    moved.add(new Moved(piece, best.length, from, best.taker));
  }

  private Candidate bestCandidate() {
    int[] sources = arcsToTakeFrom();
    int[] takers = IntStream.range(0, unowned).filter(i -> surplus[i] < 0).toArray();
    Candidate best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    long mostSteps = ring.steps() + MAX_STEPS_PER_PIECE;
    for (int i = 0; i < CANDIDATES && (best == null || ring.steps() < mostSteps); i++) {
      int arc = sources[below(sources.length)];
      int taker = takers[below(takers.length)];
      int most = Math.min(surplus[place(ring.owner(arc))], -surplus[taker]);
      Candidate next =
          new Candidate(arc, Math.min(most, ring.length(arc)), below(2) == 0, taker);
      double cost = costOf(next);
      if (best == null || cost < bestCost) {
        best = next;
        bestCost = cost;
      }
    }
    return best;
  }

  private int[] arcsToTakeFrom() {
    int[] arcs = new int[Slots.COUNT];
    int count = 0;
    int arc = 0;
    do {
      if (surplus[place(ring.owner(arc))] > 0) {
        arcs[count++] = arc;
      }
      arc = ring.next(arc);
    } while (arc != 0);
    return Arrays.copyOf(arcs, count);
  }

  private int place(int owner) {
    return owner == NOBODY ? unowned : owner;
  }

  private double costOf(Candidate candidate) {
    int owner = ring.owner(candidate.arc);
    int length = ring.length(candidate.arc);
    int[] held = ring.held().clone();
    int piece = cutOut(candidate);
    ring.give(piece, candidate.taker);
    double cost = distance((double) (total - left + candidate.length) / total);
    ring.takeBack(piece, owner, held);
    if (candidate.length < length) {
      ring.mend(candidate.atEnd ? piece : ring.next(piece));
    }
    return cost;
  }

  private int cutOut(Candidate candidate) {
    int arc = candidate.arc;
    int rest = ring.length(arc) - candidate.length;
    if (rest == 0) {
      return arc;
    }
    int second = ring.cut(arc, candidate.atEnd ? rest : candidate.length);
    return candidate.atEnd ? second : arc;
  }

  /** How far all nodes are from where they should be when this part of the work is done. */
  private double distance(double done) {
    int[] held = ring.held();
    double sum = 0;
    for (int i = 0; i < fair.length; i++) {
      double wanted = heldFirst[i] + (fair[i] - heldFirst[i]) * done;
      double error = (held[i] - wanted) / fair[i];
      sum += error * error;
    }
    return sum;
  }

  /** The next number of the generator (splitmix64), 0 to below a bound. */
  private int below(int bound) {
    random += 0x9E3779B97F4A7C15L;
    long mixed = random;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), bound);
  }
}
