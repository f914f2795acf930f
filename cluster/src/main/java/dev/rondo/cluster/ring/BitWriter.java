package dev.rondo.cluster.ring;

import java.io.ByteArrayOutputStream;

/** Writes numbers of some bits, the highest bit first; a last byte is filled with zeros. */
final class BitWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int current;
  private int used;

  /** Writes the lowest bits of a number. */
  void write(int value, int bits) {
    for (int bit = bits - 1; bit >= 0; bit--) {
      current = current << 1 | (value >>> bit & 1);
      if (++used == Byte.SIZE) {
        flush();
      }
    }
  }

  /**
   * Writes a number of 1 or more in Elias's gamma code: as many zeros as it has bits after its
   * highest, then the number.
   */
  void writeGamma(int value) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value);
    write(0, bits - 1);
    write(value, bits);
  }

  private void flush() {
    bytes.write(current);
    current = 0;
    used = 0;
  }

  byte[] toByteArray() {
    if (used > 0) {
      write(0, Byte.SIZE - used);
    }
    return bytes.toByteArray();
  }
}
