package dev.rondo.storage;

import java.nio.ByteBuffer;

/**
 * Unsigned numbers of 1 to 10 bytes, seven bits in each, the lowest first; the top bit says that
 * more bytes follow. Each number has one form only: no needless zero bytes at the end.
 */
public final class Varint {
  private static final int MAX_BYTES = 10;

  private Varint() {}

  /** How many bytes a number takes. */
  public static int sizeOf(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  /** Writes a number, taken as unsigned. */
  public static void write(long value, ByteBuffer into) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    into.put((byte) rest);
  }

  /**
   * Reads a number.
   *
   * @throws StoreException of kind CORRUPT when it is malformed
   * @throws java.nio.BufferUnderflowException when the bytes end within it
   */
  public static long read(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      byte next = from.get();
      value |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        if ((next == 0 && i > 0) || (i == MAX_BYTES - 1 && next > 1)) {
          break;
        }
        return value;
      }
    }
    throw StoreException.corrupt("malformed number");
  }

  /** Reads how many things follow, of at least so many bytes each: never more than can be there. */
  static int readCount(ByteBuffer from, int minBytesEach) {
    long count = read(from);
    if (count < 0 || count > from.remaining() / minBytesEach) {
      throw StoreException.corrupt("count of " + Long.toUnsignedString(count) + " is too large");
    }
    return (int) count;
  }
}
