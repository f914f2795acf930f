package dev.rondo.cluster.membership;

import dev.rondo.cluster.transport.NodeAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Whom a round of gossip goes to. */
final class PeerChoice {
  /** With fewer members than this a seed is asked in every round. */
  private static final int FEW_MEMBERS = 3;

  /** Otherwise in one of so many rounds: a seed may be the only link to another island. */
  private static final int ROUNDS_PER_SEED = 5;

  private final MemberTable table;
  private final FailureDetector detector;
  private final List<NodeAddress> seeds;
  private final int fanout;
  private final RandomGenerator random;

  PeerChoice(
      MemberTable table,
      FailureDetector detector,
      List<NodeAddress> seeds,
      int fanout,
      RandomGenerator random) {
    this.table = table;
    this.detector = detector;
    this.seeds = List.copyOf(seeds);
    this.fanout = fanout;
    this.random = random;
  }

  /** A few members that are not suspected; fewer when there are not so many. */
  List<NodeAddress> members() {
    List<NodeAddress> trusted = new ArrayList<>();
    for (Member member : table.others()) {
      if (!detector.isSuspect(member.id())) {
        trusted.add(member.busAddress());
      }
    }
    return some(trusted, fanout);
  }

  /** Some suspects: each may be back, or may have to be told that it is suspected. */
  List<NodeAddress> suspects(int most) {
    List<NodeAddress> suspects = new ArrayList<>();
    for (Member member : table.others()) {
      if (detector.isSuspect(member.id())) {
        suspects.add(member.busAddress());
      }
    }
    return some(suspects, most);
  }

  /** At most one seed, of those that no trusted member answers under. */
  List<NodeAddress> seed() {
    List<NodeAddress> unknown = unknownSeeds();
    boolean few = table.others().size() < FEW_MEMBERS - 1;
    if (unknown.isEmpty() || !(few || random.nextInt(ROUNDS_PER_SEED) == 0)) {
      return List.of();
    }
    return some(unknown, 1);
  }

  private List<NodeAddress> unknownSeeds() {
    Set<NodeAddress> known = new HashSet<>();
    known.add(table.self().member().busAddress());
    for (Member member : table.others()) {
      if (!detector.isSuspect(member.id())) {
        known.add(member.busAddress());
      }
    }
    List<NodeAddress> unknown = new ArrayList<>(seeds);
    unknown.removeAll(known);
    return unknown;
  }

  /** Some of a list at random; shuffles the list. */
  private List<NodeAddress> some(List<NodeAddress> from, int most) {
    int count = Math.min(most, from.size());
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(from.size() - i);
      NodeAddress chosen = from.get(other);
      from.set(other, from.get(i));
      from.set(i, chosen);
    }
    return from.subList(0, count);
  }
}
