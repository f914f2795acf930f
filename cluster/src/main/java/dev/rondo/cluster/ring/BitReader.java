package dev.rondo.cluster.ring;

import java.nio.ByteBuffer;

/** Reads what a {@link BitWriter} wrote. Past the end: BufferUnderflowException. */
final class BitReader {
  private final ByteBuffer bytes;
  private int current;
  private int left;

  BitReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  int read(int bits) {
    int value = 0;
    for (int i = 0; i < bits; i++) {
      if (left == 0) {
        current = bytes.get();
        left = Byte.SIZE;
      }
      value = value << 1 | (current >>> --left & 1);
    }
    return value;
  }

  /**
   * Reads a number in Elias's gamma code.
   *
   * @throws IllegalArgumentException when it is higher than it may be
   */
  int readGamma(int highest) {
    int bitsAfterFirst = 0;
    while (read(1) == 0) {
      bitsAfterFirst++;
      if (1L << bitsAfterFirst > highest) {
        throw new IllegalArgumentException("number is higher than " + highest);
      }
    }
    return 1 << bitsAfterFirst | read(bitsAfterFirst);
  }

  /** Whether nothing is left but the zeros that fill the last byte. */
  boolean atEnd() {
    return !bytes.hasRemaining() && (current & ((1 << left) - 1)) == 0;
  }
}
