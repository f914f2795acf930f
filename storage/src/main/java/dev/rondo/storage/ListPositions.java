package dev.rondo.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Positions of a list's elements, as element keys: byte strings whose ascending order is the
 * list's.
 *
 * <p>A position begins with a counter: 8 bytes, a signed number, big-endian, its sign turned round.
 * The first element of a list has counter 0; each end is extended by counting on. What follows is a
 * fraction, one digit of base 256 a byte, for elements that were put between two others; it never
 * ends with a zero, so between any two positions there is another one. Never the same position is
 * given to two elements that one write puts, but two nodes may give it to two elements at once.
 */
public final class ListPositions {
  private static final int COUNTER_BYTES = Long.BYTES;
  private static final int BASE = 256;
  private static final byte[] NO_FRACTION = {};

  private ListPositions() {}

  /** The position of the first element of a new list. */
  public static byte[] first() {
    return of(0);
  }

  /** The next position before one that begins a list. */
  public static byte[] before(byte[] position) {
    return of(Math.decrementExact(counter(position)));
  }

  /** The next position after one that ends a list. */
  public static byte[] after(byte[] position) {
    return of(Math.incrementExact(counter(position)));
  }

  /**
   * A position strictly between two others.
   *
   * @param low lower than {@code high}
   */
  public static byte[] between(byte[] low, byte[] high) {
    if (Arrays.compareUnsigned(low, high) >= 0) {
      throw new IllegalArgumentException("nothing is between these positions");
    }
    long lowCounter = counter(low);
    long distance = counter(high) - lowCounter; // unsigned
    if (distance != 0 && distance != 1) {
      return of(lowCounter + (distance >>> 1));
    }
    byte[] fraction =
        distance == 0
            ? fractionBetween(fraction(low), fraction(high))
            : fractionAbove(fraction(low));
    byte[] position = Arrays.copyOf(low, COUNTER_BYTES + fraction.length);
    System.arraycopy(fraction, 0, position, COUNTER_BYTES, fraction.length);
    return position;
  }

  private static byte[] of(long counter) {
    return ByteBuffer.allocate(COUNTER_BYTES).putLong(counter ^ Long.MIN_VALUE).array();
  }

  private static long counter(byte[] position) {
    if (position.length < COUNTER_BYTES) {
      throw StoreException.corrupt("a list position of " + position.length + " bytes");
    }
    return ByteBuffer.wrap(position).getLong() ^ Long.MIN_VALUE;
  }

  private static byte[] fraction(byte[] position) {
    return position.length == COUNTER_BYTES
        ? NO_FRACTION
        : Arrays.copyOfRange(position, COUNTER_BYTES, position.length);
  }

  private static byte[] fractionBetween(byte[] low, byte[] high) {
    int same = 0;
    while (digit(low, same) == digit(high, same)) {
      same++;
    }
    int lowDigit = digit(low, same);
    int highDigit = digit(high, same);
    if (highDigit - lowDigit > 1) {
      return withDigit(low, same, (lowDigit + highDigit) / 2);
    }
    // Neighbours in this digit: stay with the lower one, and go above what follows it.
    return fractionAbove(low, same + 1);
  }

  private static byte[] fractionAbove(byte[] low) {
    return fractionAbove(low, 0);
  }

  /** The middle between a fraction and the next one that differs from it before a digit. */
  private static byte[] fractionAbove(byte[] low, int from) {
    int at = from;
    while (digit(low, at) == BASE - 1) {
      at++;
    }
    return withDigit(low, at, (digit(low, at) + BASE) / 2);
  }

  private static int digit(byte[] fraction, int at) {
    return at < fraction.length ? fraction[at] & 0xFF : 0;
  }

  /** The beginning of a fraction with another digit at its end. */
  private static byte[] withDigit(byte[] fraction, int at, int digit) {
    byte[] changed = Arrays.copyOf(fraction, at + 1);
    changed[at] = (byte) digit;
    return changed;
  }
}
