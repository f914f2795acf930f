package dev.rondo.server.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit cyclic redundancy check of RDB files: Jones's polynomial {@code 0xad93d23594c935a9},
 * bits reflected, starting from 0, with no final exclusive-or. The check value of "123456789" is
 * {@code e9c6d914c4b8d9ca}.
 */
final class Crc64 {
  private static final long POLYNOMIAL_REFLECTED = Long.reverse(0xad93d23594c935a9L);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Entry [n][b] is the remainder of byte b followed by n zero bytes, so that eight bytes take
   * eight look-ups.
   */
  private static final long[][] REMAINDERS = remainders();

  private Crc64() {}

  /** The check of {@code length} bytes from {@code from} on. */
  static long of(byte[] bytes, int from, int length) {
    int end = from + length;
    int at = from;
    long crc = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long mixed = crc ^ (long) LONGS.get(bytes, at);
      crc = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        crc ^= REMAINDERS[Long.BYTES - 1 - i][(int) (mixed >>> (i << 3)) & 0xff];
      }
    }
    for (; at < end; at++) {
      crc = REMAINDERS[0][(int) (crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
    }
    return crc;
  }

  private static long[][] remainders() {
    long[][] table = new long[Long.BYTES][256];
    for (int b = 0; b < 256; b++) {
      long crc = b;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL_REFLECTED;
      }
      table[0][b] = crc;
    }
    for (int zeros = 1; zeros < Long.BYTES; zeros++) {
      for (int b = 0; b < 256; b++) {
        long shorter = table[zeros - 1][b];
        table[zeros][b] = table[0][(int) shorter & 0xff] ^ (shorter >>> 8);
      }
    }
    return table;
  }
}
