package dev.rondo.server.command.cluster;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.ring.Ring.SlotRange;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.cluster.ClusterReport.KnownNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The replies of CLUSTER SLOTS, SHARDS, LINKS and MEMBERS (Redis command pages CLUSTER SLOTS,
 * CLUSTER SHARDS and CLUSTER LINKS; MEMBERS is Rondo's own).
 */
final class TopologyReplies {
  private TopologyReplies() {}

  /** For each range its ends, its master, and its replicas but those that cannot be asked. */
  static Reply slots(ClusterReport report) {
    List<ServedRange> ranges = ServedRange.of(report);
    return out -> {
      out.array(ranges.size());
      for (ServedRange range : ranges) {
        List<KnownNode> replicas = range.replicas().stream().filter(KnownNode::isLive).toList();
        out.array(3 + replicas.size());
        out.integer(range.first());
        out.integer(range.last());
        slotNode(range.master(), out);
        replicas.forEach(replica -> slotNode(replica, out));
      }
    };
  }

  private static void slotNode(KnownNode node, ReplyWriter out) {
    out.array(4);
    out.bulk(node.member().clientAddress().host());
    out.integer(node.member().clientAddress().port());
    out.bulk(ClusterIds.of(node.id()));
    out.map(0);
  }

  /**
   * A shard for each set of slots that the same nodes serve in the same roles; and one without
   * slots for each node that has no place in the ring.
   */
  static Reply shards(ClusterReport report) {
    List<List<ServedRange>> shards = shards(ServedRange.of(report));
    List<KnownNode> idle = withoutSlots(report);
    return out -> {
      out.array(shards.size() + idle.size());
      for (List<ServedRange> shard : shards) {
        ServedRange any = shard.get(0);
        shardHead(shard, 1 + any.replicas().size(), out);
        shardNode(any.master(), "master", report, out);
        any.replicas().forEach(replica -> shardNode(replica, "replica", report, out));
      }
      for (KnownNode node : idle) {
        shardHead(List.of(), 1, out);
        shardNode(node, "master", report, out);
      }
    };
  }

  private static List<List<ServedRange>> shards(List<ServedRange> ranges) {
    Map<List<NodeId>, List<ServedRange>> shards = new LinkedHashMap<>();
    for (ServedRange range : ranges) {
      List<NodeId> nodes = new ArrayList<>();
      nodes.add(range.master().id());
      range.replicas().forEach(replica -> nodes.add(replica.id()));
      shards.computeIfAbsent(nodes, key -> new ArrayList<>()).add(range);
    }
    return List.copyOf(shards.values());
  }

  private static List<KnownNode> withoutSlots(ClusterReport report) {
    return report.present().stream()
        .filter(node -> report.ranges().stream().noneMatch(it -> it.replicas().contains(node.id())))
        .toList();
  }

  private static void shardHead(List<ServedRange> shard, int nodes, ReplyWriter out) {
    out.map(2);
    out.bulk("slots");
    out.array(2 * shard.size());
    for (ServedRange range : shard) {
      out.integer(range.first());
      out.integer(range.last());
    }
    out.bulk("nodes");
    out.array(nodes);
  }

  /**
   * There is no replication offset. Clients take one of 0 for a replica that never got its data, so
   * the ring's epoch stands there, the same for all.
   */
  private static void shardNode(
      KnownNode node, String role, ClusterReport report, ReplyWriter out) {
    out.map(7);
    out.bulk("id");
    out.bulk(ClusterIds.of(node.id()));
    out.bulk("port");
    out.integer(node.member().clientAddress().port());
    out.bulk("ip");
    out.bulk(node.member().clientAddress().host());
    out.bulk("endpoint");
    out.bulk(node.member().clientAddress().host());
    out.bulk("role");
    out.bulk(role);
    out.bulk("replication-offset");
    out.integer(report.epoch());
    out.bulk("health");
    out.bulk(health(node));
  }

  private static String health(KnownNode node) {
    if (!node.isLive()) {
      return "fail";
    }
    MemberState state = node.member().state();
    boolean fetches = state == MemberState.JOINING || state == MemberState.CATCHING_UP;
    return fetches ? "loading" : "online";
  }

  /** Both directions to each node that can be asked: what is known of them. */
  static Reply links(ClusterReport report) {
    List<KnownNode> peers =
        report.present().stream()
            .filter(node -> node.isLive() && !node.id().equals(report.self()))
            .toList();
    return out -> {
      out.array(2 * peers.size());
      for (KnownNode peer : peers) {
        link("to", peer, out);
        link("from", peer, out);
      }
    };
  }

  private static void link(String direction, KnownNode peer, ReplyWriter out) {
    out.map(2);
    out.bulk("direction");
    out.bulk(direction);
    out.bulk("node");
    out.bulk(ClusterIds.of(peer.id()));
  }

  /** All that is known of each member, those that left included. */
  static Reply members(ClusterReport report) {
    return out -> {
      out.array(report.nodes().size());
      report.nodes().forEach(node -> member(node, report, out));
    };
  }

  private static void member(KnownNode node, ClusterReport report, ReplyWriter out) {
    Member member = node.member();
    long primary = 0;
    long held = 0;
    for (SlotRange range : report.ranges()) {
      int slots = range.last() - range.first() + 1;
      primary += range.replicas().get(0).equals(node.id()) ? slots : 0;
      held += range.replicas().contains(node.id()) ? slots : 0;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", ClusterIds.of(node.id()));
    fields.put("ip", member.clientAddress().host());
    fields.put("port", (long) member.clientAddress().port());
    fields.put("bus-ip", member.busAddress().host());
    fields.put("bus-port", (long) member.busAddress().port());
    fields.put("state", word(member.state()));
    fields.put("status", word(node.status()));
    fields.put("rack", member.rack());
    fields.put("data-centre", member.dataCentre());
    fields.put("weight", (long) member.weight());
    fields.put("incarnation", member.incarnation());
    fields.put("primary-slots", primary);
    fields.put("replica-slots", held - primary);
    out.map(fields.size());
    fields.forEach(
        (name, value) -> {
          out.bulk(name);
          if (value instanceof Long number) {
            out.integer(number);
          } else {
            out.bulk(value.toString());
          }
        });
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
