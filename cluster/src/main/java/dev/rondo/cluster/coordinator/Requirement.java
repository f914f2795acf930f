package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.Level;
import dev.rondo.cluster.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a level asks of the replicas of one slot: so many answers from anywhere, or so many from
 * each of some data centres.
 *
 * @param parts every one of them has to be met
 */
record Requirement(List<Part> parts) {
  /** Stands for any data centre. */
  static final String ANYWHERE = "*";

  /**
   * @param dataCentre where the answers have to come from, or {@link #ANYWHERE}
   * @param answers how many
   */
  record Part(String dataCentre, int answers) {
    boolean counts(String from) {
      return dataCentre.equals(ANYWHERE) || dataCentre.equals(from);
    }
  }

  /**
   * The requirement of a level.
   *
   * @param replicas the replicas of the slot
   * @param dataCentreOf where a node stands
   * @param here the data centre of the asking node
   */
  static Requirement of(
      Level level, List<NodeId> replicas, Function<NodeId, String> dataCentreOf, String here) {
    if (level == Level.Named.LOCAL_ONE || level == Level.Named.LOCAL_QUORUM) {
      int local = perDataCentre(replicas, dataCentreOf).getOrDefault(here, 0);
      return new Requirement(List.of(new Part(here, level.required(local))));
    }
    if (level == Level.Named.EACH_QUORUM) {
      return new Requirement(
          perDataCentre(replicas, dataCentreOf).entrySet().stream()
              .map(each -> new Part(each.getKey(), level.required(each.getValue())))
              .toList());
    }
    return anywhere(level.required(replicas.size()));
  }

  /** So many answers, from wherever. */
  static Requirement anywhere(int answers) {
    return new Requirement(List.of(new Part(ANYWHERE, answers)));
  }

  private static Map<String, Integer> perDataCentre(
      List<NodeId> replicas, Function<NodeId, String> dataCentreOf) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (NodeId node : replicas) {
      counts.merge(dataCentreOf.apply(node), 1, Integer::sum);
    }
    return counts;
  }

  /** How many answers are needed in all, at least. */
  int total() {
    int total = 0;
    for (Part part : parts) {
      total += part.answers();
    }
    return total;
  }
}
