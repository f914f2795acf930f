package dev.rondo.storage;

import java.nio.ByteBuffer;

/**
 * The score of a sorted set's member as the value of an element: 8 bytes whose ascending order as
 * unsigned bytes is the order of the scores. They are the bits of the IEEE 754 double, big-endian;
 * of a negative number all are flipped, of the others the sign alone. Zero has one form.
 */
public final class Scores {
  private Scores() {}

  /**
   * The bytes of a score.
   *
   * @throws IllegalArgumentException for NaN, which has no place in any order
   */
  public static byte[] encode(double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("NaN is no score");
    }
    // Adding zero makes zero of minus zero and leaves the rest alone.
    long bits = Double.doubleToRawLongBits(score + 0.0);
    long flipped = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    return ByteBuffer.allocate(Double.BYTES).putLong(flipped).array();
  }

  /**
   * The score that bytes stand for.
   *
   * @throws StoreException when they are no score
   */
  public static double decode(byte[] value) {
    if (value.length != Double.BYTES) {
      throw StoreException.corrupt("a score of " + value.length + " bytes");
    }
    long flipped = ByteBuffer.wrap(value).getLong();
    return Double.longBitsToDouble(flipped < 0 ? flipped ^ Long.MIN_VALUE : ~flipped);
  }
}
