package dev.rondo.server.command.cluster;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.node.Node;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.ring.Ring.SlotRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster at one moment, as one of its nodes sees it.
 *
 * @param self the node that sees it
 * @param nodes all members that are not forgotten, in the order of ids, this node among them
 * @param epoch the number of the ring, 0 while there is none
 * @param ranges the ring in runs of slots with one preference list, ascending; empty while there is
 *     none
 * @param messagesSent how many messages this node sent to others since it started
 * @param messagesReceived how many it got
 */
public record ClusterReport(
    NodeId self,
    List<KnownNode> nodes,
    long epoch,
    List<SlotRange> ranges,
    long messagesSent,
    long messagesReceived) {

  /**
   * A member and what this node thinks of it.
   *
   * @param member what it says of itself
   * @param status whether it can be asked
   */
  public record KnownNode(Member member, Status status) {
    NodeId id() {
      return member.id();
    }

    boolean isLive() {
      return status == Status.LIVE;
    }

    /** Whether it may order writes, when it is live. */
    boolean isCaughtUp() {
      return member.state() == MemberState.UP;
    }
  }

  public ClusterReport {
    nodes = List.copyOf(nodes);
    ranges = List.copyOf(ranges);
  }

  /** What a node sees now. */
  public static ClusterReport of(Node node, long messagesSent, long messagesReceived) {
    MembershipView view = node.members();
    Ring ring = node.ring();
    return new ClusterReport(
        view.self().id(),
        view.members().stream()
            .map(member -> new KnownNode(member, view.status(member.id())))
            .toList(),
        ring == null ? 0 : ring.epoch(),
        ring == null ? List.of() : ring.ranges(),
        messagesSent,
        messagesReceived);
  }

  /** The members but those that left for good: those Redis would know. */
  List<KnownNode> present() {
    return nodes.stream().filter(node -> !node.member().hasLeft()).toList();
  }

  /** A member that has not left; null when there is none with that id. */
  @Nullable KnownNode node(NodeId id) {
    for (KnownNode node : nodes) {
      if (node.id().equals(id) && !node.member().hasLeft()) {
        return node;
      }
    }
    return null;
  }
}
