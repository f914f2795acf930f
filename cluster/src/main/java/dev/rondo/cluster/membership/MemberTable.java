package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest report of every member, this node's own among them.
 *
 * <p>Members that left are forgotten after a while: no longer listed nor gossiped about. Their last
 * report is kept apart, so that a node that was away in the meantime does not bring them back but
 * learns that they left.
 */
final class MemberTable {
  /** What came of a report. */
  enum Merge {
    /** It is not newer than what is known, or unwanted. */
    IGNORED,
    /** Only the heartbeat is new. */
    PROGRESSED,
    /** The member is new, or says something new. */
    CHANGED
  }

  private final NodeId self;
  private final int maxMembers;
  private final TreeMap<NodeId, Report> reports = new TreeMap<>();
  private final TreeMap<NodeId, Long> leftAtNanos = new TreeMap<>();
  private final Map<NodeId, Report> forgotten = new LinkedHashMap<>();
  private long changes;

  MemberTable(Report self, int maxMembers) {
    this.self = self.member().id();
    this.maxMembers = maxMembers;
    reports.put(this.self, self);
  }

  Report self() {
    Report report = reports.get(self);
    if (report == null) {
      throw new IllegalStateException("the own report is never removed");
    }
    return report;
  }

  /** Replaces the own report by a newer one. */
  void replaceSelf(Report report) {
    if (report.version().compareTo(self().version()) <= 0) {
      throw new IllegalArgumentException("the own report only ever gets newer");
    }
    if (!report.version().sameContents(self().version())) {
      changes++;
    }
    reports.put(self, report);
  }

  /** The report of a member; null when it is not known or forgotten. */
  @Nullable Report get(NodeId id) {
    return reports.get(id);
  }

  /** As {@link #get}, but also of a member that left and was forgotten. */
  @Nullable Report getEvenForgotten(NodeId id) {
    Report report = reports.get(id);
    return report != null ? report : forgotten.get(id);
  }

  /** All reports in the order of ids. */
  Collection<Report> reports() {
    return reports.values();
  }

  int size() {
    return reports.size();
  }

  boolean isSelf(NodeId id) {
    return self.equals(id);
  }

  /** Takes a report of another member if it is newer. */
  Merge merge(Report report, long nowNanos) {
    NodeId id = report.member().id();
    if (isSelf(id)) {
      throw new IllegalArgumentException("nobody but oneself writes the own report");
    }
    Report known = getEvenForgotten(id);
    if (known != null && report.version().compareTo(known.version()) <= 0) {
      return Merge.IGNORED;
    }
    if (!reports.containsKey(id)) {
      return add(report);
    }
    reports.put(id, report);
    if (known != null && report.version().sameContents(known.version())) {
      return Merge.PROGRESSED;
    }
    noteLeaving(report, nowNanos);
    changes++;
    return Merge.CHANGED;
  }

  private Merge add(Report report) {
    NodeId id = report.member().id();
    if (report.member().hasLeft()) {
      bury(report);
      return Merge.IGNORED;
    }
    if (reports.size() >= maxMembers) {
      return Merge.IGNORED;
    }
    forgotten.remove(id);
    reports.put(id, report);
    changes++;
    return Merge.CHANGED;
  }

  private void noteLeaving(Report report, long nowNanos) {
    NodeId id = report.member().id();
    if (report.member().hasLeft()) {
      leftAtNanos.putIfAbsent(id, nowNanos);
    } else {
      leftAtNanos.remove(id);
    }
  }

  /** Takes over a heartbeat for the report one has. */
  void advance(NodeId id, long heartbeat) {
    Report known = reports.get(id);
    if (known != null && heartbeat > known.member().heartbeat()) {
      reports.put(id, known.at(known.member().incarnation(), heartbeat));
    }
  }

  /** Forgets members that left at least so long ago. */
  void forgetLeft(long nowNanos, long ageNanos) {
    Iterator<Map.Entry<NodeId, Long>> left = leftAtNanos.entrySet().iterator();
    while (left.hasNext()) {
      Map.Entry<NodeId, Long> entry = left.next();
      if (nowNanos - entry.getValue() >= ageNanos) {
        Report report = reports.remove(entry.getKey());
        if (report != null) {
          bury(report);
        }
        left.remove();
        changes++;
      }
    }
  }

  private void bury(Report report) {
    forgotten.remove(report.member().id());
    forgotten.put(report.member().id(), report);
    if (forgotten.size() > maxMembers) {
      forgotten.remove(forgotten.keySet().iterator().next());
    }
  }

  /** The other members that have not left, in the order of ids. */
  List<Member> others() {
    List<Member> others = new ArrayList<>(reports.size());
    for (Report report : reports.values()) {
      if (!isSelf(report.member().id()) && !report.member().hasLeft()) {
        others.add(report.member());
      }
    }
    return others;
  }

  /** Grows with every change but those of heartbeats. */
  long changes() {
    return changes;
  }
}
