package dev.rondo.cluster.ring;

import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** What each node of a ring ought to have. */
public final class FairShare {
  private static final int BISECTIONS = 80;

  private FairShare() {}

  /**
   * How many slots each node is to own: its share by weight, rounded down or up, and never none.
   * Where rounding leaves a choice, those keep a slot that have it.
   *
   * @param owned how many slots each node owns now
   */
  static int[] primaries(List<RingNode> nodes, int[] owned) {
    double[] exact = exactPrimaries(nodes);
    int[] shares = new int[exact.length];
    List<Integer> byClaim = new ArrayList<>();
    int rest = Slots.COUNT;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (int) (exact[i] + 1e-9);
      rest -= shares[i];
      if (exact[i] - shares[i] > 1e-9) {
        byClaim.add(i);
      }
    }
    byClaim.sort(
        Comparator.<Integer, Boolean>comparing(i -> owned[i] <= shares[i])
            .thenComparing(i -> shares[i] - exact[i])
            .thenComparing(i -> nodes.get(i).id()));
    for (int i = 0; i < rest; i++) {
      shares[byClaim.get(i)]++;
    }
    return shares;
  }

  private static double[] exactPrimaries(List<RingNode> nodes) {
    double[] exact = new double[nodes.size()];
    double perWeight =
        solve(
            scale -> nodes.stream().mapToDouble(n -> Math.max(1, scale * n.weight())).sum(),
            Slots.COUNT,
            Slots.COUNT);
    for (int i = 0; i < exact.length; i++) {
      exact[i] = Math.max(1, perWeight * nodes.get(i).weight());
    }
    return exact;
  }

  /**
   * How many slots each node is to hold as a replica, its own included: as near to its weight as
   * the rule of racks lets any ring come. With racks of equal weight, or none, that is its weight
   * exactly. Otherwise a rack cannot hold a slot more often than the rule says (once when there are
   * N racks or more), however many nodes it has, and has to hold each slot once when there are not
   * more than N racks, however few.
   *
   * @return for each node, in the order given
   */
  public static double[] replicas(List<RingNode> nodes, int replicas) {
    Map<String, Map<String, List<Integer>>> centres = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      RingNode node = nodes.get(i);
      centres
          .computeIfAbsent(node.dataCentre(), name -> new LinkedHashMap<>())
          .computeIfAbsent(node.rack(), name -> new ArrayList<>())
          .add(i);
    }
    double[] shares = new double[nodes.size()];
    for (Map<String, List<Integer>> racks : centres.values()) {
      shareCentre(nodes, List.copyOf(racks.values()), replicas, shares);
    }
    return shares;
  }

  private static void shareCentre(
      List<RingNode> nodes, List<List<Integer>> racks, int replicas, double[] shares) {
    int size = racks.stream().mapToInt(List::size).sum();
    int wanted = Math.min(replicas, size);
    int least = racks.size() <= wanted ? 1 : 0;
    int most = racks.size() < wanted ? wanted - racks.size() + 1 : 1;
    double scale =
        solve(
            trial ->
                racks.stream().mapToDouble(r -> clamp(hold(nodes, r, trial), least, most)).sum(),
            wanted,
            1);
    for (List<Integer> rack : racks) {
      double inRack = clamp(hold(nodes, rack, scale), least, most);
      double rackScale = solve(trial -> hold(nodes, rack, trial), inRack, 1);
      for (int i : rack) {
        shares[i] = Slots.COUNT * Math.min(1, rackScale * nodes.get(i).weight());
      }
    }
  }

  /** How often each slot is held by some nodes that hold so much by weight, but no slot twice. */
  private static double hold(List<RingNode> nodes, List<Integer> rack, double scale) {
    return rack.stream().mapToDouble(i -> Math.min(1, scale * nodes.get(i).weight())).sum();
  }

  private static double clamp(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }

  /** Where a function that never falls reaches a value, between 0 and a bound. */
  private static double solve(DoubleUnaryOperator rising, double value, double bound) {
    double low = 0;
    double high = bound;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (rising.applyAsDouble(middle) < value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
