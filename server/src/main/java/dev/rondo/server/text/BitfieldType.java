package dev.rondo.server.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The type of a BITFIELD field: {@code i1} to {@code i64} in two's complement, or {@code u1} to
 * {@code u63}. Fields are big-endian: the first bit is the highest.
 *
 * @param bits width in bits
 */
public record BitfieldType(boolean signed, int bits) {
  /** Fails for a width outside 1..64, or 1..63 when unsigned. */
  public BitfieldType {
    if (bits < 1 || bits > (signed ? 64 : 63)) {
      throw new IllegalArgumentException("no field has " + bits + " bits");
    }
  }

  /** Reads a type such as {@code i16}; null when {@code text} names none. */
  static @Nullable BitfieldType parse(byte[] text) {
    if (text.length < 2 || (text[0] != 'i' && text[0] != 'u')) {
      return null;
    }
    boolean signed = text[0] == 'i';
    byte[] digits = Arrays.copyOfRange(text, 1, text.length);
    if (!Numbers.isLong(digits)) {
      return null;
    }
    long bits = Numbers.parseLong(digits);
    return bits < 1 || bits > (signed ? 64 : 63) ? null : new BitfieldType(signed, (int) bits);
  }

  /** The number in the field at {@code offset}; bits beyond the end of {@code value} are zero. */
  long read(byte[] value, long offset) {
    long number = 0;
    int missing = bits;
    long at = offset;
    while (missing > 0) {
      int inByte = (int) (at & 7);
      int taken = Math.min(8 - inByte, missing);
      long index = at >> 3;
      int octet = index < value.length ? value[(int) index] & 0xff : 0;
      int part = (octet >> (8 - inByte - taken)) & ((1 << taken) - 1);
      number = number << taken | part;
      at += taken;
      missing -= taken;
    }
    return signed ? signExtend(number) : number;
  }

  /**
   * Writes the lowest bits of {@code number} into the field at {@code offset}, which lies inside
   * {@code value}.
   */
  void write(byte[] value, long offset, long number) {
    int left = bits;
    long at = offset;
    while (left > 0) {
      int inByte = (int) (at & 7);
      int taken = Math.min(8 - inByte, left);
      int index = (int) (at >> 3);
      int shift = 8 - inByte - taken;
      int mask = ((1 << taken) - 1) << shift;
      int octet = ((int) (number >>> (left - taken)) << shift) & mask;
      value[index] = (byte) ((value[index] & ~mask) | octet);
      at += taken;
      left -= taken;
    }
  }

  /**
   * {@code number + increment} as the field can hold it, or null when it cannot and {@code
   * overflow} is FAIL.
   *
   * @param number any number when {@code increment} is 0, otherwise one the field can hold
   */
  @Nullable Long fit(long number, long increment, Bitfield.Overflow overflow) {
    int excess = signed ? signedExcess(number, increment) : unsignedExcess(number, increment);
    if (excess == 0) {
      return number + increment;
    }
    return switch (overflow) {
      case WRAP -> wrap(number + increment);
      case SAT -> excess > 0 ? max() : min();
      case FAIL -> null;
    };
  }

  private long max() {
    return signed ? Long.MAX_VALUE >>> (64 - bits) : -1L >>> (64 - bits);
  }

  private long min() {
    return signed ? -max() - 1 : 0;
  }

  /**
   * Whether the sum lies above (1), below (-1) or inside (0) the field's numbers. The room above is
   * computed in wrapping 64-bit arithmetic as Redis does, so that, in fields narrower than 64 bits,
   * a number near the lowest long counts as too large.
   */
  private int signedExcess(long number, long increment) {
    long roomAbove = max() - number;
    long roomBelow = min() - number;
    boolean narrow = bits != 64;
    if (number > max()
        || (narrow && increment > roomAbove)
        || (number >= 0 && increment > 0 && increment > roomAbove)) {
      return 1;
    }
    boolean below =
        number < min()
            || (narrow && increment < roomBelow)
            || (number < 0 && increment < 0 && increment < roomBelow);
    return below ? -1 : 0;
  }

  private int unsignedExcess(long number, long increment) {
    long roomAbove = max() - number;
    if (Long.compareUnsigned(number, max()) > 0 || (increment > 0 && increment > roomAbove)) {
      return 1;
    }
    return increment < 0 && increment < -number ? -1 : 0;
  }

  private long wrap(long number) {
    return signed ? signExtend(number) : number & max();
  }

  private long signExtend(long number) {
    return number << (64 - bits) >> (64 - bits);
  }
}
