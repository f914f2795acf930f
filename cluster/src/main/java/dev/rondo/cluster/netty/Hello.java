package dev.rondo.cluster.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.NodeAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What each side says first of itself. Its form is the same in all versions: minVersion(1)
 * maxVersion(1) node(8) lane(1) nonce(32) nameLength(1) name hostLength(1) host port(2), and what
 * may follow is for later versions.
 *
 * @param nonce 32 random bytes, so that no proof serves twice
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Hello(
    int minVersion,
    int maxVersion,
    NodeId node,
    Lane lane,
    byte[] nonce,
    String clusterName,
    NodeAddress address) {
  static final int NONCE_BYTES = 32;
  static final int MAX_TEXT_BYTES = 255;

  byte[] encode() {
    byte[] name = clusterName.getBytes(UTF_8);
    byte[] host = address.host().getBytes(UTF_8);
    ByteBuffer out = ByteBuffer.allocate(47 + name.length + host.length);
    out.put((byte) minVersion).put((byte) maxVersion).putLong(node.actor());
    out.put((byte) number(lane)).put(nonce);
    out.put((byte) name.length).put(name);
    out.put((byte) host.length).put(host);
    return out.putShort((short) address.port()).array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Hello decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int minVersion = in.get() & 0xFF;
      int maxVersion = in.get() & 0xFF;
      NodeId node = new NodeId(in.getLong());
      Lane lane = lane(in.get());
      byte[] nonce = new byte[NONCE_BYTES];
      in.get(nonce);
      String name = text(in);
      String host = text(in);
      NodeAddress address = new NodeAddress(host, in.getShort() & 0xFFFF);
      return new Hello(minVersion, maxVersion, node, lane, nonce, name, address);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a hello is cut short", e);
    }
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0xFF];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static int number(Lane lane) {
    return switch (lane) {
      case DATA -> 0;
      case GOSSIP -> 1;
      case BULK -> 2;
    };
  }

  private static Lane lane(int number) {
    for (Lane lane : Lane.values()) {
      if (number(lane) == number) {
        return lane;
      }
    }
    throw new IllegalArgumentException("unknown lane " + number);
  }
}
