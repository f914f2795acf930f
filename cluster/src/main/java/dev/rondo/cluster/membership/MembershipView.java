package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the cluster as this node sees it, at one moment. Immutable; looking up is one hash
 * access. A heartbeat alone makes no new view, so the heartbeats in it may be old.
 */
public final class MembershipView {
  /** Whether a member can be asked. */
  public enum Status {
    /** As far as this node knows it can. */
    LIVE,
    /** This node has reason to think that it cannot; nobody else, or too few, agree so far. */
    SUSPECT,
    /** At least two members, or all others in a cluster of two, suspect it; or it left. */
    DOWN
  }

  private record Entry(Member member, Status status) {}

  private final Member self;
  private final Map<NodeId, Entry> byId;
  private final List<Member> members;
  private final List<Member> live;

  /**
   * @param members all, in the order of ids, this node among them
   * @param statuses of each of them, in the same order
   */
  MembershipView(NodeId self, List<Member> members, List<Status> statuses) {
    this.members = List.copyOf(members);
    this.byId = new HashMap<>(2 * members.size());
    List<Member> alive = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      byId.put(member.id(), new Entry(member, statuses.get(i)));
      if (statuses.get(i) == Status.LIVE) {
        alive.add(member);
      }
    }
    this.live = List.copyOf(alive);
    Entry own = byId.get(self);
    if (own == null) {
      throw new IllegalArgumentException("a node is a member of its own cluster");
    }
    this.self = own.member();
  }

  /** This node. */
  public Member self() {
    return self;
  }

  /** All members that are not forgotten, in the order of ids, this node among them. */
  public List<Member> members() {
    return members;
  }

  /** The members whose status is LIVE, in the order of ids; this node always, until it left. */
  public List<Member> live() {
    return live;
  }

  /** The member with an id; null when there is none. */
  public @Nullable Member member(NodeId id) {
    Entry entry = byId.get(id);
    return entry == null ? null : entry.member();
  }

  /** How a member is; DOWN when there is none with that id. */
  public Status status(NodeId id) {
    Entry entry = byId.get(id);
    return entry == null ? Status.DOWN : entry.status();
  }

  /** Whether a member can be asked: it is known, not suspected, not down and has not left. */
  public boolean isLive(NodeId id) {
    return status(id) == Status.LIVE;
  }

  /** Whether two views differ by heartbeats at most. */
  boolean sameAs(MembershipView other) {
    if (members.size() != other.members.size()) {
      return false;
    }
    for (int i = 0; i < members.size(); i++) {
      Member mine = members.get(i);
      Member theirs = other.members.get(i);
      if (!mine.differsByHeartbeatAtMost(theirs) || status(mine.id()) != other.status(mine.id())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("view of ").append(self.id()).append(':');
    for (Member member : members) {
      text.append(' ')
          .append(member.id())
          .append('/')
          .append(member.incarnation())
          .append('=')
          .append(member.state())
          .append(',')
          .append(status(member.id()));
    }
    return text.toString();
  }
}
