package dev.rondo.server.command.cluster;

import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.ring.Ring.SlotRange;

/** The text of CLUSTER INFO (Redis command page CLUSTER INFO). */
final class InfoText {
  private InfoText() {}

  /**
   * The state is ok when each slot has a live replica. A slot without one counts as {@code pfail}
   * while one of its replicas is only suspected, and as {@code fail} otherwise.
   */
  static String of(ClusterReport report) {
    int served = 0;
    int suspected = 0;
    int failed = 0;
    for (SlotRange range : report.ranges()) {
      int slots = range.last() - range.first() + 1;
      if (hasReplica(range, Status.LIVE, report)) {
        served += slots;
      } else if (hasReplica(range, Status.SUSPECT, report)) {
        suspected += slots;
      } else {
        failed += slots;
      }
    }
    int assigned = served + suspected + failed;
    boolean ok = assigned > 0 && served == assigned;
    StringBuilder text = new StringBuilder();
    add(text, "cluster_state", ok ? "ok" : "fail");
    add(text, "cluster_slots_assigned", assigned);
    add(text, "cluster_slots_ok", served);
    add(text, "cluster_slots_pfail", suspected);
    add(text, "cluster_slots_fail", failed);
    add(text, "cluster_known_nodes", report.present().size());
    add(text, "cluster_size", owners(report));
    add(text, "cluster_current_epoch", report.epoch());
    add(text, "cluster_my_epoch", report.epoch());
    add(text, "cluster_stats_messages_sent", report.messagesSent());
    add(text, "cluster_stats_messages_received", report.messagesReceived());
    add(text, "total_cluster_links_buffer_limit_exceeded", 0);
    return text.toString();
  }

  private static boolean hasReplica(SlotRange range, Status status, ClusterReport report) {
    return range.replicas().stream()
        .map(report::node)
        .anyMatch(node -> node != null && node.status() == status);
  }

  /** How many nodes own slots. */
  private static long owners(ClusterReport report) {
    return report.ranges().stream().map(range -> range.replicas().get(0)).distinct().count();
  }

  private static void add(StringBuilder text, String field, Object value) {
    text.append(field).append(':').append(value).append("\r\n");
  }
}
