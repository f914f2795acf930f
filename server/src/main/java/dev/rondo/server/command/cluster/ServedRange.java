package dev.rondo.server.command.cluster;

import dev.rondo.cluster.ring.Ring.SlotRange;
import dev.rondo.server.command.cluster.ClusterReport.KnownNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Slots in a row that the same nodes serve, in Redis's terms. The replicas of a slot are equals in
 * Rondo; the one that clients are told is the master is the one that orders the writes now, which
 * spares the hop to it: the first live one that is caught up, else the first live one. When none is
 * live it is the first, as Redis goes on to name a master that failed.
 *
 * @param first the lowest slot
 * @param last the highest slot, included
 * @param replicas the others that hold the slots, live or not, in the ring's order
 */
record ServedRange(int first, int last, KnownNode master, List<KnownNode> replicas) {

  /** The slots of the ring, ascending; those of which no replica is known any more are left out. */
  static List<ServedRange> of(ClusterReport report) {
    List<ServedRange> served = new ArrayList<>();
    for (SlotRange range : report.ranges()) {
      ServedRange next = of(range, report);
      if (next != null) {
        ServedRange before = served.isEmpty() ? null : served.get(served.size() - 1);
        if (before != null && before.last == next.first - 1 && before.isServedLike(next)) {
          served.set(served.size() - 1, before.until(next.last));
        } else {
          served.add(next);
        }
      }
    }
    return served;
  }

  private static @Nullable ServedRange of(SlotRange range, ClusterReport report) {
    List<KnownNode> nodes = new ArrayList<>();
    range
        .replicas()
        .forEach(
            id -> {
              KnownNode node = report.node(id);
              if (node != null) {
                nodes.add(node);
              }
            });
    if (nodes.isEmpty()) {
      return null;
    }
    KnownNode master = master(nodes);
    nodes.remove(master);
    return new ServedRange(range.first(), range.last(), master, List.copyOf(nodes));
  }

  private static KnownNode master(List<KnownNode> nodes) {
    List<KnownNode> live = nodes.stream().filter(KnownNode::isLive).toList();
    return live.stream()
        .filter(KnownNode::isCaughtUp)
        .findFirst()
        .orElseGet(() -> live.isEmpty() ? nodes.get(0) : live.get(0));
  }

  /** Whether another range has the same master and the same replicas. */
  boolean isServedLike(ServedRange other) {
    return master.equals(other.master) && replicas.equals(other.replicas);
  }

  private ServedRange until(int newLast) {
    return new ServedRange(first, newLast, master, replicas);
  }
}
