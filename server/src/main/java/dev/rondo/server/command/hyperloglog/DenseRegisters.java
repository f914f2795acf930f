package dev.rondo.server.command.hyperloglog;

/** Registers of 6 bits each, one after the other, the lowest bits of a byte first. */
final class DenseRegisters implements Registers {
  static final int ENCODING = 0;
  static final int BYTES = COUNT * 6 / Byte.SIZE;

  private static final int BITS = 6;
  private static final int MASK = (1 << BITS) - 1;

  private final byte[] bytes;

  /**
   * @param bytes {@value #BYTES} of them, owned by this from now on
   */
  DenseRegisters(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The same registers in this form. */
  static DenseRegisters of(Registers other) {
    DenseRegisters dense = new DenseRegisters(new byte[BYTES]);
    byte[] values = other.values();
    for (int i = 0; i < COUNT; i++) {
      dense.raise(i, values[i]);
    }
    return dense;
  }

  /** Raises a register; answers whether it was lower. */
  boolean raise(int index, int value) {
    if (get(index) >= value) {
      return false;
    }
    int bit = index * BITS;
    int at = bit / Byte.SIZE;
    int shift = bit % Byte.SIZE;
    bytes[at] = (byte) ((bytes[at] & ~(MASK << shift)) | value << shift);
    if (shift > Byte.SIZE - BITS) {
      int inFirst = Byte.SIZE - shift;
      bytes[at + 1] = (byte) ((bytes[at + 1] & ~(MASK >> inFirst)) | value >> inFirst);
    }
    return true;
  }

  private int get(int index) {
    int bit = index * BITS;
    int at = bit / Byte.SIZE;
    int shift = bit % Byte.SIZE;
    int value = (bytes[at] & 0xFF) >> shift;
    if (shift > Byte.SIZE - BITS) {
      value |= (bytes[at + 1] & 0xFF) << (Byte.SIZE - shift);
    }
    return value & MASK;
  }

  @Override
  public int encoding() {
    return ENCODING;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public byte[] values() {
    byte[] values = new byte[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = (byte) get(i);
    }
    return values;
  }
}
