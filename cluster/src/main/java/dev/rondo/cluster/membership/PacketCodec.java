package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.GossipPacket.Delta;
import dev.rondo.cluster.membership.GossipPacket.Digest;
import dev.rondo.cluster.membership.GossipPacket.Row;
import dev.rondo.cluster.membership.GossipPacket.State;
import dev.rondo.cluster.transport.NodeAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Packets as bytes, format 1; specified in {@code cluster/GOSSIP.md}. */
final class PacketCodec {
  /** No packet is longer; see {@link SharedState#MAX_BYTES}. */
  static final int MAX_PACKET_BYTES = 64 * 1024;

  /** Bytes of a digest's row. */
  static final int ROW_BYTES = 8 + 8 + 8 + 4;

  /** Bytes of a delta without its reports. */
  static final int DELTA_HEAD_BYTES = 2 + 2;

  private static final byte FORMAT = 1;
  private static final int DIGEST = 1;
  private static final int DELTA = 2;
  private static final int STATE = 3;

  private static final int ANSWER = 1;
  private static final int COMPLETE = 2;

  private PacketCodec() {}

  /** Bytes of a digest without its rows. */
  static int digestHeadBytes(NodeAddress sender) {
    return 2 + 1 + ReportCodec.addressBytes(sender) + 16 + 2;
  }

  static byte[] encode(GossipPacket packet) {
    if (packet instanceof Digest digest) {
      return encodeDigest(digest);
    }
    if (packet instanceof Delta delta) {
      return encodeDelta(delta);
    }
    return encodeState(((State) packet).value());
  }

  private static byte[] encodeDigest(Digest digest) {
    int bytes = digestHeadBytes(digest.sender()) + digest.rows().size() * ROW_BYTES;
    byte[] packet = packet(DIGEST, bytes);
    ByteBuffer into = body(packet);
    into.put((byte) ((digest.answer() ? ANSWER : 0) | (digest.complete() ? COMPLETE : 0)));
    ReportCodec.writeAddress(digest.sender(), into);
    into.putLong(digest.epoch());
    into.putLong(digest.tieBreak());
    into.putShort((short) digest.rows().size());
    for (Row row : digest.rows()) {
      into.putLong(row.id().actor());
      into.putLong(row.version().incarnation());
      into.putLong(row.version().heartbeat());
      into.putInt(row.version().hash());
    }
    return packet;
  }

  private static byte[] encodeDelta(Delta delta) {
    int bytes = DELTA_HEAD_BYTES;
    for (Report report : delta.reports()) {
      bytes += report.encodedBytes();
    }
    byte[] packet = packet(DELTA, bytes);
    ByteBuffer into = body(packet);
    into.putShort((short) delta.reports().size());
    for (Report report : delta.reports()) {
      report.writeTo(into);
    }
    return packet;
  }

  private static byte[] encodeState(SharedState.Value value) {
    byte[] packet = packet(STATE, 2 + 8 + 8 + value.bytes().length);
    ByteBuffer into = body(packet);
    into.putLong(value.epoch());
    into.putLong(value.tieBreak());
    into.put(value.bytes());
    return packet;
  }

  private static byte[] packet(int type, int bytes) {
    if (bytes > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("a packet of " + bytes + " bytes");
    }
    byte[] packet = new byte[bytes];
    packet[0] = FORMAT;
    packet[1] = (byte) type;
    return packet;
  }

  private static ByteBuffer body(byte[] packet) {
    return ByteBuffer.wrap(packet).position(2);
  }

  /**
   * Reads a packet. Allocates no more than a small multiple of the bytes given.
   *
   * @throws MalformedPacketException when it is none, or of another format
   */
  static GossipPacket decode(byte[] packet) {
    if (packet.length > MAX_PACKET_BYTES) {
      throw new MalformedPacketException("a packet of " + packet.length + " bytes");
    }
    ByteBuffer from = ByteBuffer.wrap(packet);
    try {
      GossipPacket decoded = decode(from);
      if (from.hasRemaining()) {
        throw new MalformedPacketException(from.remaining() + " bytes after the packet's end");
      }
      return decoded;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedPacketException("a packet that is cut off or holds nonsense", e);
    }
  }

  private static GossipPacket decode(ByteBuffer from) {
    byte format = from.get();
    if (format != FORMAT) {
      throw new MalformedPacketException("a packet of format " + format);
    }
    byte type = from.get();
    return switch (type) {
      case DIGEST -> decodeDigest(from);
      case DELTA -> decodeDelta(from);
      case STATE -> decodeState(from);
      default -> throw new MalformedPacketException("a packet of type " + type);
    };
  }

  private static Digest decodeDigest(ByteBuffer from) {
    int flags = from.get();
    NodeAddress sender = ReportCodec.readAddress(from);
    long epoch = from.getLong();
    long tieBreak = from.getLong();
    int count = readCount(from, ROW_BYTES);
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      NodeId id = new NodeId(from.getLong());
      rows.add(new Row(id, new Version(readCounter(from), readCounter(from), from.getInt())));
    }
    return new Digest(
        sender, (flags & ANSWER) != 0, (flags & COMPLETE) != 0, epoch, tieBreak, rows);
  }

  private static Delta decodeDelta(ByteBuffer from) {
    int count = readCount(from, ReportCodec.HEAD_BYTES);
    List<Report> reports = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      reports.add(ReportCodec.read(from));
    }
    return new Delta(reports);
  }

  private static State decodeState(ByteBuffer from) {
    long epoch = from.getLong();
    long tieBreak = from.getLong();
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    return new State(new SharedState.Value(epoch, tieBreak, bytes));
  }

  private static int readCount(ByteBuffer from, int minBytesEach) {
    int count = Short.toUnsignedInt(from.getShort());
    if (count > from.remaining() / minBytesEach) {
      throw new MalformedPacketException("a count of " + count + " is too large");
    }
    return count;
  }

  private static long readCounter(ByteBuffer from) {
    long counter = from.getLong();
    if (counter < 0 || counter > Member.MAX_COUNTER) {
      throw new MalformedPacketException("a counter of " + counter);
    }
    return counter;
  }
}
