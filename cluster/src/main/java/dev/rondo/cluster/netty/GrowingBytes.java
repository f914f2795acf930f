package dev.rondo.cluster.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * An array of a length somebody else announced, filled as its bytes arrive. It grows with them, so
 * that an announcement alone allocates no more than {@link #FIRST_BYTES}; what has that length or
 * less is never copied again.
 */
final class GrowingBytes {
  static final int FIRST_BYTES = 1 << 20;
  private static final int GROWTH = 4;

  private final int length;
  private byte[] bytes;
  private int filled;

  GrowingBytes(int length) {
    this.length = length;
    this.bytes = new byte[Math.min(length, FIRST_BYTES)];
  }

  /** Takes from a buffer what is missing and there; returns whether all is there. */
  boolean fill(ByteBuf from) {
    while (filled < length && from.isReadable()) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, (long) filled * GROWTH));
      }
      int count = Math.min(bytes.length - filled, from.readableBytes());
      from.readBytes(bytes, filled, count);
      filled += count;
    }
    return filled == length;
  }

  /** What is allocated now. */
  int allocatedBytes() {
    return bytes.length;
  }

  /** The array of exactly the announced length, once it is full. */
  byte[] array() {
    if (filled < length) {
      throw new IllegalStateException("only " + filled + " of " + length + " bytes are there");
    }
    return bytes;
  }
}
