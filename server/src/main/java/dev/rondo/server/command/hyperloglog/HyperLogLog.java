package dev.rondo.server.command.hyperloglog;

import dev.rondo.server.command.CommandException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A HyperLogLog while it is changed. Its bytes are:
 *
 * <pre>
 * HYLL         4 bytes
 * encoding(1)  0 dense, 1 sparse
 * 0            3 bytes
 * estimate(8)  little-endian; the highest bit says that it is not known
 * registers    {@link DenseRegisters} or {@link SparseRegisters}
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
final class HyperLogLog {
  private static final byte[] MAGIC = {'H', 'Y', 'L', 'L'};
  private static final int ENCODING_AT = 4;
  private static final int ESTIMATE_AT = 8;
  private static final int HEADER_BYTES = 16;
  private static final long UNKNOWN = 1L << 63;

  private final long maxSparseBytes;
  private final byte[] header;
  private Registers registers;

  private HyperLogLog(byte[] header, Registers registers, long maxSparseBytes) {
    this.header = header;
    this.registers = registers;
    this.maxSparseBytes = maxSparseBytes;
  }

  /**
   * One that has seen nothing.
   *
   * @param maxSparseBytes how long it may become, header included, before it is made dense
   */
  static HyperLogLog empty(long maxSparseBytes) {
    byte[] header = Arrays.copyOf(MAGIC, HEADER_BYTES);
    return new HyperLogLog(header, SparseRegisters.empty(), maxSparseBytes);
  }

  /**
   * The one a string is; the string is not changed.
   *
   * @throws CommandException when it is none
   */
  static HyperLogLog of(byte[] value, long maxSparseBytes) {
    boolean isOne =
        value.length >= HEADER_BYTES
            && Arrays.equals(value, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
            && (value[ENCODING_AT] == SparseRegisters.ENCODING
                || (value[ENCODING_AT] == DenseRegisters.ENCODING
                    && value.length == HEADER_BYTES + DenseRegisters.BYTES));
    if (!isOne) {
      throw new CommandException("WRONGTYPE Key is not a valid HyperLogLog string value.");
    }
    byte[] bytes = Arrays.copyOfRange(value, HEADER_BYTES, value.length);
    return new HyperLogLog(
        Arrays.copyOf(value, HEADER_BYTES),
        value[ENCODING_AT] == SparseRegisters.ENCODING
            ? new SparseRegisters(bytes)
            : new DenseRegisters(bytes),
        maxSparseBytes);
  }

  /** Adds an element; answers whether that changed a register. */
  boolean add(byte[] element) {
    ElementHash hash = ElementHash.of(element);
    return raise(hash.index(), hash.run());
  }

  /** Raises registers to those of others where they are lower. */
  void merge(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        raise(i, values[i]);
      }
    }
  }

  private boolean raise(int index, int value) {
    if (registers instanceof SparseRegisters sparse) {
      switch (sparse.raise(index, value, maxSparseBytes - HEADER_BYTES)) {
        case UNCHANGED -> {
          return false;
        }
        case RAISED -> {
          return true;
        }
        case TOO_LARGE -> makeDense();
      }
    }
    return ((DenseRegisters) registers).raise(index, value);
  }

  /** Makes it dense for good. */
  void makeDense() {
    if (!isDense()) {
      registers = DenseRegisters.of(registers);
    }
  }

  boolean isDense() {
    return registers instanceof DenseRegisters;
  }

  /** The value of each register. */
  byte[] values() {
    return registers.values();
  }

  /** How many different elements were added, about: as it was noted, or calculated. */
  long estimate() {
    long noted = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(ESTIMATE_AT);
    return noted >= 0 ? noted : Cardinality.estimate(values());
  }

  /** The bytes after a change, which say that the estimate is not known. */
  byte[] changedBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + registers.bytes().length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header)
            .put(registers.bytes());
    bytes.put(ENCODING_AT, (byte) registers.encoding());
    bytes.putLong(ESTIMATE_AT, bytes.getLong(ESTIMATE_AT) | UNKNOWN);
    return bytes.array();
  }
}
