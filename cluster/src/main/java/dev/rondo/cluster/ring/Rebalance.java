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
 * the arcs before it hold. Of a number of candidates the piece is taken that leaves all nodes
 * nearest to where they should be by now, on the straight way from what they held at the start to
 * their {@link FairShare}; and among those it matters that runs of slots become short, since who
 * follows a long run takes over most of its owner's load when that fails. At last a few pieces at a
 * time are moved once more, as long as a node still holds too much and it gets better.
 *
 * <p>Candidates are drawn by a generator that starts from what it is given, so that equal inputs
 * make equal rings.
 */
final class Rebalance {
  /** Arcs a node has at least, about: with more, replicas are easier to balance. */
  private static final int ARCS_PER_NODE = 64;

  /** Pieces looked at before one is moved; fewer when there are many to move. */
  private static final int MAX_CANDIDATES = 64;

  private static final int MIN_CANDIDATES = 8;
  private static final int CANDIDATES_IN_ALL = 32_768;

  /** What short runs are worth against balance. */
  private static final double ROUGHNESS_COST = 0.1;

  /** A node may hold so much of its fair share, and a slot, before pieces are moved once more. */
  private static final double TOLERANCE = 1.015;

  private static final int MAX_TRIES = 1_000;
  private static final int PIECES_PER_TRY = 3;

  /** Work after which no further candidate is looked at for one piece, in arcs met. */
  private static final long MAX_STEPS_PER_PIECE = 200_000;

  /** Work after which the ring is good enough as it is, in arcs met. */
  private static final long MAX_STEPS_OF_TRIES = 30_000_000;

  private final ArcRing ring;
  private final int[] surplus;
  private final int unowned;
  private final double[] fair;
  private final int[] heldFirst;
  private final int total;
  private final int candidates;
  private int left;
  private List<Move> moves = new ArrayList<>();
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
    total = Arrays.stream(surplus).filter(slots -> slots > 0).sum();
    left = total;
    int maxArcSlots = Math.max(1, Slots.COUNT / (ARCS_PER_NODE * nodes.size()));
    ring = new ArcRing(owners, nodes.size(), maxArcSlots, new ReplicaWalk(nodes, replicas));
    int pieces = (int) ((long) arcsToTakeFrom().length * total / Math.max(1, ownedByGivers(owned)));
    candidates =
        Math.max(MIN_CANDIDATES, Math.min(MAX_CANDIDATES, CANDIDATES_IN_ALL / Math.max(1, pieces)));
    fair = FairShare.replicas(nodes, replicas);
    heldFirst = ring.held().clone();
    random = seed;
  }

  private int ownedByGivers(int[] owned) {
    return IntStream.range(0, owned.length).filter(i -> surplus[i] > 0).map(i -> owned[i]).sum();
  }

  /**
   * Gives every node its share of slots.
   *
   * @param owners for each slot its owner's place in {@code nodes}, or {@link ArcRing#NOBODY}
   * @return the same afterwards, with nobody's slots given out
   */
  static int[] run(List<RingNode> nodes, int replicas, int[] owners, long seed) {
    Rebalance rebalance = new Rebalance(nodes, replicas, owners, seed);
    rebalance.movePieces();
    rebalance.refine();
    return rebalance.ring.owners();
  }

  /** A piece at the start or the end of an arc, and who would get it. */
  private record Candidate(int arc, int length, boolean atEnd, int taker) {}

  /** A piece that is an arc of its new owner now. */
  private record Move(int arc, int length, int giver, int taker) {}

  private void movePieces() {
    while (left > 0) {
      Candidate best = bestCandidate();
      int giver = place(ring.owner(best.arc));
      int piece = cutOut(best);
      ring.give(piece, best.taker);
      account(giver, best.taker, best.length);
      moves.add(new Move(piece, best.length, giver, best.taker));
    }
  }

  private void account(int giver, int taker, int slots) {
    surplus[giver] -= slots;
    surplus[taker] += slots;
    left -= slots;
  }

  private void refine() {
    long mostSteps = ring.steps() + MAX_STEPS_OF_TRIES;
    for (int i = 0; i < MAX_TRIES && somebodyHoldsTooMuch() && ring.steps() < mostSteps; i++) {
      double before = distance(1);
      ArcRing.Snapshot ringBefore = ring.snapshot();
      int[] surplusBefore = surplus.clone();
      List<Move> movesBefore = List.copyOf(moves);
      takeBackSome();
      movePieces();
      if (distance(1) > before) {
        ring.restore(ringBefore);
        System.arraycopy(surplusBefore, 0, surplus, 0, surplus.length);
        moves = new ArrayList<>(movesBefore);
      }
    }
  }

  private void takeBackSome() {
    for (int i = 0; i < PIECES_PER_TRY && !moves.isEmpty(); i++) {
      Move move = moves.remove(below(moves.size()));
      ring.give(move.arc, move.giver == unowned ? NOBODY : move.giver);
      account(move.giver, move.taker, -move.length);
    }
  }

  private boolean somebodyHoldsTooMuch() {
    return !moves.isEmpty()
        && IntStream.range(0, unowned).anyMatch(i -> ring.held()[i] > fair[i] * TOLERANCE + 1);
  }

  private Candidate bestCandidate() {
    int[] sources = arcsToTakeFrom();
    int[] takers = IntStream.range(0, unowned).filter(i -> surplus[i] < 0).toArray();
    long mostSteps = ring.steps() + MAX_STEPS_PER_PIECE;
    Candidate best = draw(sources, takers);
    double bestCost = costOf(best);
    for (int i = 1; i < candidates && ring.steps() < mostSteps; i++) {
      Candidate next = draw(sources, takers);
      double cost = costOf(next);
      if (cost < bestCost) {
        best = next;
        bestCost = cost;
      }
    }
    return best;
  }

  private Candidate draw(int[] sources, int[] takers) {
    int arc = sources[below(sources.length)];
    int taker = takers[below(takers.length)];
    int most = Math.min(surplus[place(ring.owner(arc))], -surplus[taker]);
    return new Candidate(arc, Math.min(most, ring.length(arc)), below(2) == 0, taker);
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
    boolean isWhole = ring.length(candidate.arc) == candidate.length;
    int[] held = ring.held().clone();
    int piece = cutOut(candidate);
    double roughness = -ring.roughness(piece);
    ring.give(piece, candidate.taker);
    roughness += ring.roughness(piece);
    double cost = distance((double) (total - left + candidate.length) / total);
    ring.takeBack(piece, owner, held);
    if (!isWhole) {
      ring.mend(candidate.atEnd ? piece : ring.next(piece));
    }
    double evenRuns = (double) Slots.COUNT * Slots.COUNT / (unowned * ARCS_PER_NODE);
    return cost + ROUGHNESS_COST * roughness / evenRuns;
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
