package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.GossipPacket.Delta;
import dev.rondo.cluster.membership.GossipPacket.Digest;
import dev.rondo.cluster.membership.GossipPacket.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what two members lack of each other's knowledge. One opens with a digest; the other answers
 * with the reports the first lacks and with a digest of what it lacks itself, which the first
 * answers with reports. When reports differ by their heartbeat alone, the digest's row is enough.
 * No packet gets longer than the budget: what does not fit waits for another exchange, and where a
 * packet begins moves on, so that nothing waits for ever.
 */
final class Exchange {
  private final MemberTable table;
  private final int packetBytes;
  private int cursor;

  Exchange(MemberTable table, int packetBytes) {
    this.table = table;
    this.packetBytes = packetBytes;
  }

  /**
   * What came of a digest.
   *
   * @param progressed members of which only a newer heartbeat was learned
   * @param claims versions of this node's own report newer than any it wrote in this life
   * @param rows of a digest that answers: reports this node lacks, heartbeats the other lacks
   * @param give reports the other lacks
   */
  record Comparison(List<Row> progressed, List<Version> claims, List<Row> rows, List<Report> give) {
    Comparison() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** A digest of what this node has, its own row first. */
  Digest open(SharedState.Value shared) {
    List<Row> rows = new ArrayList<>(table.size());
    rows.add(row(table.self()));
    for (Report report : table.reports()) {
      if (!table.isSelf(report.member().id())) {
        rows.add(row(report));
      }
    }
    int most = maxRows();
    if (rows.size() <= most) {
      return digest(false, true, shared, rows);
    }
    List<Row> some = new ArrayList<>(most);
    some.add(rows.get(0));
    List<Row> others = rows.subList(1, rows.size());
    int start = Math.floorMod(cursor, others.size());
    for (int i = 0; i < most - 1; i++) {
      some.add(others.get((start + i) % others.size()));
    }
    cursor = (start + most - 1) % others.size();
    return digest(false, false, shared, some);
  }

  /** The digest that answers another. */
  Digest answer(Comparison comparison, SharedState.Value shared) {
    List<Row> rows = comparison.rows();
    return digest(true, false, shared, rows.subList(0, Math.min(rows.size(), maxRows())));
  }

  private Digest digest(
      boolean answer, boolean complete, SharedState.Value shared, List<Row> rows) {
    Member self = table.self().member();
    return new Digest(
        self.busAddress(), answer, complete, shared.epoch(), shared.tieBreak(), List.copyOf(rows));
  }

  private int maxRows() {
    int head = PacketCodec.digestHeadBytes(table.self().member().busAddress());
    return (packetBytes - head) / PacketCodec.ROW_BYTES;
  }

  private static Row row(Report report) {
    return new Row(report.member().id(), report.version());
  }

  /** Compares another's digest with the own table; changes neither. */
  Comparison compare(Digest digest) {
    Comparison comparison = new Comparison();
    Set<NodeId> listed = new HashSet<>();
    for (Row theirs : digest.rows()) {
      listed.add(theirs.id());
      compare(theirs, comparison);
    }
    if (digest.complete()) {
      for (Report report : table.reports()) {
        if (!listed.contains(report.member().id())) {
          comparison.give().add(report);
        }
      }
    }
    return comparison;
  }

  private void compare(Row theirs, Comparison comparison) {
    Report known = table.getEvenForgotten(theirs.id());
    Version ours = known == null ? Version.NONE : known.version();
    int order = theirs.version().compareTo(ours);
    boolean sameContents = theirs.version().sameContents(ours);
    if (order > 0 && table.isSelf(theirs.id())) {
      comparison.claims().add(theirs.version());
    } else if (order > 0 && sameContents) {
      comparison.progressed().add(theirs);
    } else if (order > 0) {
      comparison.rows().add(new Row(theirs.id(), ours));
    } else if (order < 0 && known != null && sameContents) {
      comparison.rows().add(row(known));
    } else if (order < 0 && known != null) {
      comparison.give().add(known);
    }
  }

  /** As many of the reports as fit into one packet; nothing when there are none. */
  Optional<Delta> fit(List<Report> reports) {
    List<Report> some = new ArrayList<>();
    int bytes = PacketCodec.DELTA_HEAD_BYTES;
    for (int i = 0; i < reports.size(); i++) {
      Report report = reports.get(Math.floorMod(cursor + i, reports.size()));
      if (bytes + report.encodedBytes() <= packetBytes) {
        bytes += report.encodedBytes();
        some.add(report);
      }
    }
    if (some.size() < reports.size()) {
      cursor += some.size();
    }
    return some.isEmpty() ? Optional.empty() : Optional.of(new Delta(some));
  }
}
