package dev.rondo.cluster.membership;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * All that one member tells the others: its record and whom it suspects. Immutable. It keeps its
 * encoded contents (everything but id, incarnation and heartbeat), which most reports share with
 * their successor.
 */
final class Report {
  /** More suspicions than this a report does not carry: who suspects so many is cut off itself. */
  static final int MAX_SUSPICIONS = 256;

  private final Member member;
  private final List<Suspicion> suspicions;
  private final byte[] contents;
  private final Version version;

  private Report(Member member, List<Suspicion> suspicions, byte[] contents, int hash) {
    this.member = member;
    this.suspicions = suspicions;
    this.contents = contents;
    this.version = new Version(member.incarnation(), member.heartbeat(), hash);
  }

  static Report of(Member member, List<Suspicion> suspicions) {
    if (suspicions.size() > MAX_SUSPICIONS) {
      throw new IllegalArgumentException("too many suspicions: " + suspicions.size());
    }
    byte[] contents = ReportCodec.encodeContents(member, suspicions);
    return new Report(member, List.copyOf(suspicions), contents, hash(contents));
  }

  /** A report that was received; bytes at the end of its contents that mean nothing here stay. */
  static Report received(Member member, List<Suspicion> suspicions, byte[] contents) {
    return new Report(member, List.copyOf(suspicions), contents, hash(contents));
  }

  private static int hash(byte[] contents) {
    CRC32C crc = new CRC32C();
    crc.update(contents);
    return (int) crc.getValue();
  }

  Member member() {
    return member;
  }

  /** Whom the member suspects, in the order of their ids. */
  List<Suspicion> suspicions() {
    return suspicions;
  }

  Version version() {
    return version;
  }

  /** Bytes this takes in a packet. */
  int encodedBytes() {
    return ReportCodec.HEAD_BYTES + contents.length;
  }

  void writeTo(ByteBuffer into) {
    ReportCodec.writeHead(member, contents.length, into);
    into.put(contents);
  }

  boolean suspects(Member other) {
    for (Suspicion suspicion : suspicions) {
      if (suspicion.suspect().equals(other.id())) {
        return suspicion.incarnation() == other.incarnation();
      }
    }
    return false;
  }

  /** The same contents with other counters. */
  Report at(long incarnation, long heartbeat) {
    return new Report(member.at(incarnation, heartbeat), suspicions, contents, version.hash());
  }
}
