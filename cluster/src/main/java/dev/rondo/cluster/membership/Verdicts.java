package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.MembershipView.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is live, suspect or down, by what the members report. A witness counts when it has not left
 * and this node does not suspect it, and for the present incarnation of the suspect only.
 */
final class Verdicts {
  /** Witnesses it takes to call a member down, where there are so many others. */
  private static final int WITNESSES = 2;

  private Verdicts() {}

  static MembershipView view(MemberTable table, FailureDetector detector) {
    List<Member> members = new ArrayList<>(table.size());
    int present = 0;
    for (Report report : table.reports()) {
      members.add(report.member());
      present += report.member().hasLeft() ? 0 : 1;
    }
    Map<NodeId, Integer> witnesses = witnesses(table, detector);
    int needed = Math.min(WITNESSES, Math.max(1, present - 1));
    List<Status> statuses = new ArrayList<>(members.size());
    for (Member member : members) {
      statuses.add(status(member, table, detector, witnesses, needed));
    }
    return new MembershipView(table.self().member().id(), members, statuses);
  }

  private static Status status(
      Member member,
      MemberTable table,
      FailureDetector detector,
      Map<NodeId, Integer> witnesses,
      int needed) {
    if (member.hasLeft()) {
      return Status.DOWN;
    }
    if (table.isSelf(member.id())) {
      return Status.LIVE;
    }
    if (witnesses.getOrDefault(member.id(), 0) >= needed) {
      return Status.DOWN;
    }
    return detector.isSuspect(member.id()) ? Status.SUSPECT : Status.LIVE;
  }

  /** How many trusted members suspect each member in its present life. */
  private static Map<NodeId, Integer> witnesses(MemberTable table, FailureDetector detector) {
    Map<NodeId, Integer> witnesses = new HashMap<>();
    for (Report witness : table.reports()) {
      Member member = witness.member();
      if (member.hasLeft() || detector.isSuspect(member.id())) {
        continue;
      }
      for (Suspicion suspicion : witness.suspicions()) {
        Report suspect = table.get(suspicion.suspect());
        if (suspect != null
            && !suspicion.suspect().equals(member.id())
            && suspect.member().incarnation() == suspicion.incarnation()) {
          witnesses.merge(suspicion.suspect(), 1, Integer::sum);
        }
      }
    }
    return witnesses;
  }
}
