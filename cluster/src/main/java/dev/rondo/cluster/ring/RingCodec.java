package dev.rondo.cluster.ring;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ring as bytes, format 1; {@code cluster/RING.md} specifies them. Three equal nodes take some
 * 500 bytes, two hundred some 21 KiB.
 */
public final class RingCodec {
  /** More bytes than any ring takes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final byte VERSION = 1;

  private RingCodec() {}

  /** The ring's bytes; equal rings have equal bytes. */
  public static byte[] encode(Ring ring) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(ring.epoch());
      out.writeLong(ring.proposer().actor());
      out.writeByte(ring.replicas());
      Map<String, Integer> names = names(ring);
      out.writeShort(names.size());
      for (String name : names.keySet()) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.writeByte(utf8.length);
        out.write(utf8);
      }
      out.writeShort(ring.nodes().size());
      for (RingNode node : ring.nodes()) {
        out.writeLong(node.id().actor());
        out.writeShort(node.weight());
        out.writeShort(names.getOrDefault(node.rack(), 0));
        out.writeShort(names.getOrDefault(node.dataCentre(), 0));
      }
      out.write(runs(ring));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail to be written
    }
    return bytes.toByteArray();
  }

  private static Map<String, Integer> names(Ring ring) {
    Map<String, Integer> names = new LinkedHashMap<>();
    for (RingNode node : ring.nodes()) {
      names.putIfAbsent(node.rack(), names.size());
      names.putIfAbsent(node.dataCentre(), names.size());
    }
    return names;
  }

  private static byte[] runs(Ring ring) {
    BitWriter bits = new BitWriter();
    int ownerBits = ownerBits(ring.nodes().size());
    int last = 0;
    for (int first = 0; first < Slots.COUNT; first = last) {
      last = first + 1;
      while (last < Slots.COUNT && ring.owner(last) == ring.owner(first)) {
        last++;
      }
      bits.write(ring.owner(first), ownerBits);
      bits.writeGamma(last - first);
    }
    return bits.toByteArray();
  }

  private static int ownerBits(int nodes) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1);
  }

  /**
   * The ring in some bytes.
   *
   * @throws IllegalArgumentException when they are not what {@link #encode} writes
   */
  public static Ring decode(byte[] bytes) {
    require(bytes.length <= MAX_BYTES, "ring is larger than " + MAX_BYTES + " bytes");
    try {
      return decode(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("ring is cut short", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("ring has a malformed name", e);
    }
  }

  private static Ring decode(ByteBuffer in) throws CharacterCodingException {
    byte version = in.get();
    require(version == VERSION, "ring has unknown version " + version);
    long epoch = in.getLong();
    NodeId proposer = new NodeId(in.getLong());
    int replicas = Byte.toUnsignedInt(in.get());
    List<String> names = new ArrayList<>();
    int nameCount = Short.toUnsignedInt(in.getShort());
    require(nameCount <= 2 * Ring.MAX_NODES, "ring has too many names");
    for (int i = 0; i < nameCount; i++) {
      byte length = in.get();
      ByteBuffer name = slice(in, Byte.toUnsignedInt(length));
      names.add(StandardCharsets.UTF_8.newDecoder().decode(name).toString());
    }
    int nodeCount = Short.toUnsignedInt(in.getShort());
    require(nodeCount >= 1 && nodeCount <= Ring.MAX_NODES, "ring has too many nodes, or none");
    List<RingNode> nodes = new ArrayList<>();
    for (int i = 0; i < nodeCount; i++) {
      NodeId id = new NodeId(in.getLong());
      require(i == 0 || nodes.get(i - 1).id().compareTo(id) < 0, "ring's nodes are not in order");
      int weight = Short.toUnsignedInt(in.getShort());
      nodes.add(new RingNode(id, weight, name(in, names), name(in, names)));
    }
    int[] owners = owners(in, nodeCount);
    return new Ring(epoch, proposer, replicas, nodes, owners);
  }

  private static ByteBuffer slice(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = in.slice(in.position(), length);
    in.position(in.position() + length);
    return slice;
  }

  private static String name(ByteBuffer in, List<String> names) {
    int place = Short.toUnsignedInt(in.getShort());
    require(place < names.size(), "ring lacks a name");
    return names.get(place);
  }

  private static int[] owners(ByteBuffer in, int nodeCount) {
    BitReader bits = new BitReader(in);
    int ownerBits = ownerBits(nodeCount);
    int[] owners = new int[Slots.COUNT];
    int slot = 0;
    while (slot < owners.length) {
      int owner = bits.read(ownerBits);
      require(owner < nodeCount, "ring lacks an owner");
      require(slot == 0 || owners[slot - 1] != owner, "ring's run goes on in the next");
      int length = bits.readGamma(Slots.COUNT);
      require(length <= owners.length - slot, "ring has too many slots");
      for (int end = slot + length; slot < end; slot++) {
        owners[slot] = owner;
      }
    }
    require(bits.atEnd(), "ring has bytes too many");
    return owners;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
