package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.NodeAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reports as bytes; see "Report" in {@code cluster/GOSSIP.md}. */
final class ReportCodec {
  /** Id, incarnation, heartbeat, length of the contents. */
  static final int HEAD_BYTES = 8 + 8 + 8 + 2;

  /** Contents are never longer, so that a report always fits into a packet of its own. */
  static final int MAX_CONTENTS_BYTES = 5632;

  private static final int SUSPICION_BYTES = 16;

  private ReportCodec() {}

  static byte[] encodeContents(Member member, List<Suspicion> suspicions) {
    ByteBuffer into = ByteBuffer.allocate(MAX_CONTENTS_BYTES);
    into.put((byte) member.state().code());
    into.putInt(member.weight());
    into.putShort((short) member.loadPermille());
    writeAddress(member.busAddress(), into);
    writeAddress(member.clientAddress(), into);
    writeText(member.rack(), into);
    writeText(member.dataCentre(), into);
    into.putShort((short) suspicions.size());
    for (Suspicion suspicion : suspicions) {
      into.putLong(suspicion.suspect().actor());
      into.putLong(suspicion.incarnation());
    }
    byte[] contents = new byte[into.position()];
    into.flip().get(contents);
    return contents;
  }

  static void writeHead(Member member, int contentsBytes, ByteBuffer into) {
    into.putLong(member.id().actor());
    into.putLong(member.incarnation());
    into.putLong(member.heartbeat());
    into.putShort((short) contentsBytes);
  }

  /** Reads one report; range errors surface as the exceptions {@link PacketCodec} translates. */
  static Report read(ByteBuffer from) {
    NodeId id = new NodeId(from.getLong());
    long incarnation = from.getLong();
    long heartbeat = from.getLong();
    int length = Short.toUnsignedInt(from.getShort());
    if (length > MAX_CONTENTS_BYTES || length > from.remaining()) {
      throw new MalformedPacketException("a report of " + length + " bytes");
    }
    byte[] contents = new byte[length];
    from.get(contents);
    return readContents(id, incarnation, heartbeat, contents);
  }

  private static Report readContents(NodeId id, long incarnation, long heartbeat, byte[] contents) {
    ByteBuffer from = ByteBuffer.wrap(contents);
    MemberState state = MemberState.ofCode(from.get());
    int weight = from.getInt();
    int loadPermille = from.getShort();
    NodeAddress busAddress = readAddress(from);
    NodeAddress clientAddress = readAddress(from);
    String rack = readText(from);
    String dataCentre = readText(from);
    Member member =
        new Member(
            id,
            incarnation,
            heartbeat,
            state,
            busAddress,
            clientAddress,
            rack,
            dataCentre,
            weight,
            loadPermille);
    return Report.received(member, readSuspicions(from), contents);
  }

  private static List<Suspicion> readSuspicions(ByteBuffer from) {
    int count = Short.toUnsignedInt(from.getShort());
    if (count > Report.MAX_SUSPICIONS || count > from.remaining() / SUSPICION_BYTES) {
      throw new MalformedPacketException(count + " suspicions");
    }
    List<Suspicion> suspicions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Suspicion next = new Suspicion(new NodeId(from.getLong()), from.getLong());
      if (i > 0 && suspicions.get(i - 1).suspect().compareTo(next.suspect()) >= 0) {
        // a witness that names a suspect twice would count twice
        throw new MalformedPacketException("suspicions out of order");
      }
      suspicions.add(next);
    }
    return suspicions;
  }

  static void writeAddress(NodeAddress address, ByteBuffer into) {
    writeText(address.host(), into);
    into.putShort((short) address.port());
  }

  static NodeAddress readAddress(ByteBuffer from) {
    return new NodeAddress(readText(from), Short.toUnsignedInt(from.getShort()));
  }

  /** Bytes {@link #writeAddress} takes. */
  static int addressBytes(NodeAddress address) {
    return 1 + address.host().getBytes(StandardCharsets.UTF_8).length + 2;
  }

  private static void writeText(String text, ByteBuffer into) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    into.put((byte) bytes.length);
    into.put(bytes);
  }

  private static String readText(ByteBuffer from) {
    byte[] bytes = new byte[Byte.toUnsignedInt(from.get())];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
