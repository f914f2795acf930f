package dev.rondo.server.command.cluster;

import dev.rondo.server.command.cluster.ClusterReport.KnownNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The lines of CLUSTER NODES and CLUSTER REPLICAS (Redis command page CLUSTER NODES): {@code <id>
 * <ip:port@cport> <flags> <master> <ping-sent> <pong-recv> <config-epoch> <link-state> <slots>}.
 *
 * <p>Gossip has no pings of its own: both times are 0. The epoch is the ring's.
 */
final class NodesText {
  private final ClusterReport report;
  private final List<ServedRange> served;

  NodesText(ClusterReport report) {
    this.report = report;
    this.served = ServedRange.of(report);
  }

  /** A line for each node: a master with the slots whose writes it orders. */
  String nodes() {
    Map<String, List<int[]>> slots = new TreeMap<>();
    for (ServedRange range : served) {
      append(slots.computeIfAbsent(idOf(range.master()), id -> new ArrayList<>()), range);
    }
    StringBuilder text = new StringBuilder();
    for (KnownNode node : report.present()) {
      text.append(line(node, "master", "-"));
      for (int[] run : slots.getOrDefault(idOf(node), List.of())) {
        text.append(' ').append(run[0] == run[1] ? "" + run[0] : run[0] + "-" + run[1]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Ranges that touch become one. */
  private static void append(List<int[]> runs, ServedRange range) {
    int[] before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (before != null && before[1] == range.first() - 1) {
      before[1] = range.last();
    } else {
      runs.add(new int[] {range.first(), range.last()});
    }
  }

  /** A line for each node that holds slots whose writes the given one orders. */
  List<String> replicasOf(KnownNode master) {
    return served.stream()
        .filter(range -> range.master().equals(master))
        .flatMap(range -> range.replicas().stream())
        .distinct()
        .map(replica -> line(replica, "slave", idOf(master)))
        .collect(Collectors.toList());
  }

  private String line(KnownNode node, String role, String masterId) {
    boolean isSelf = node.id().equals(report.self());
    return "%s %s:%d@%d %s%s%s %s 0 0 %d %s"
        .formatted(
            idOf(node),
            node.member().clientAddress().host(),
            node.member().clientAddress().port(),
            node.member().busAddress().port(),
            isSelf ? "myself," : "",
            role,
            switch (node.status()) {
              case LIVE -> "";
              case SUSPECT -> ",fail?";
              case DOWN -> ",fail";
            },
            masterId,
            report.epoch(),
            node.isLive() ? "connected" : "disconnected");
  }

  private static String idOf(KnownNode node) {
    return ClusterIds.of(node.id());
  }
}
