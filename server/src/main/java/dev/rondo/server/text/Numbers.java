package dev.rondo.server.text;

import static dev.rondo.server.text.InvalidValueException.NOT_AN_INTEGER;
import static dev.rondo.server.text.InvalidValueException.NOT_A_FLOAT;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Numbers written as text in arguments and values.
 *
 * <p>An integer has exactly one spelling: no sign but a leading minus, no leading zero, no {@code
 * -0}, no space, and it fits 64 signed bits. So a value is an integer exactly when writing the
 * integer gives the value's bytes again.
 */
public final class Numbers {
  private static final int MAX_LONG_DIGITS = 19;
  private static final byte[] HIGHEST = ascii("9223372036854775807");
  private static final byte[] LOWEST = ascii("9223372036854775808");

  /** Integers of at most this magnitude are doubles too. */
  private static final long MAX_EXACT_DOUBLE = 1L << 53;

  private Numbers() {}

  /** Whether {@code text} is an integer in its one accepted spelling. */
  public static boolean isLong(byte[] text) {
    boolean negative = text.length > 0 && text[0] == '-';
    int first = negative ? 1 : 0;
    int digits = text.length - first;
    if (digits == 0 || digits > MAX_LONG_DIGITS) {
      return false;
    }
    if (text[first] == '0') {
      return text.length == 1;
    }
    for (int i = first; i < text.length; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return digits < MAX_LONG_DIGITS
        || Arrays.compare(text, first, text.length, negative ? LOWEST : HIGHEST, 0, digits) <= 0;
  }

  /**
   * The integer {@code text} spells.
   *
   * @throws InvalidValueException "ERR value is not an integer or out of range" when {@link
   *     #isLong} denies it
   */
  public static long parseLong(byte[] text) {
    if (!isLong(text)) {
      throw new InvalidValueException(NOT_AN_INTEGER);
    }
    boolean negative = text[0] == '-';
    // Counts downwards, because the lowest long has no positive counterpart.
    long value = 0;
    for (int i = negative ? 1 : 0; i < text.length; i++) {
      value = value * 10 - (text[i] - '0');
    }
    return negative ? value : -value;
  }

  /** The accepted spelling of {@code value}, in a new array. */
  public static byte[] toBytes(long value) {
    if (value == Long.MIN_VALUE) {
      return ascii(Long.toString(value));
    }
    long rest = Math.abs(value);
    int length = digits(rest) + (value < 0 ? 1 : 0);
    byte[] text = new byte[length];
    int at = length;
    do {
      long tenth = rest / 10;
      text[--at] = (byte) ('0' + (rest - tenth * 10));
      rest = tenth;
    } while (rest != 0);
    if (value < 0) {
      text[0] = '-';
    }
    return text;
  }

  /**
   * A double as sorted-set scores and timeouts are read: what C's strtod takes as a whole (decimal
   * or hexadecimal, {@code inf} and {@code infinity} in any case), except leading space, NaN, and
   * finite texts whose value is too large, or too small, for a double other than infinity and zero.
   *
   * @throws InvalidValueException "ERR value is not a valid float"
   */
  public static double parseDouble(byte[] text) {
    if (isLong(text)) {
      long whole = parseLong(text);
      if (Math.abs(whole) <= MAX_EXACT_DOUBLE && whole != Long.MIN_VALUE) {
        return whole;
      }
    }
    FloatText parsed = FloatText.parse(text);
    if (parsed == null || parsed.isNan()) {
      throw new InvalidValueException(NOT_A_FLOAT);
    }
    double value = parsed.toDouble();
    if (isOutOfRange(parsed, value)) {
      throw new InvalidValueException(NOT_A_FLOAT);
    }
    return value;
  }

  /**
   * A double as the ends of score ranges are read, with C's strtod alone: as {@link #parseDouble},
   * but leading space is skipped, nothing at all is 0, a zero byte ends the text, and what is too
   * large or too small becomes infinity or zero.
   *
   * @return the double, or nothing when the text is none
   */
  public static OptionalDouble parseDoubleLeniently(byte[] text) {
    return parseCString(text, true);
  }

  /**
   * A double as SORT reads what it sorts by: as {@link #parseDoubleLeniently}, but what is too
   * large or too small is no number.
   *
   * @return the double, or nothing when the text is none
   */
  public static OptionalDouble parseWeight(byte[] text) {
    return parseCString(text, false);
  }

  private static OptionalDouble parseCString(byte[] text, boolean mayBeOutOfRange) {
    int from = 0;
    while (from < text.length && isSpace(text[from])) {
      from++;
    }
    int to = from;
    while (to < text.length && text[to] != 0) {
      to++;
    }
    if (to == 0) {
      return OptionalDouble.of(0);
    }
    FloatText parsed = FloatText.parse(Arrays.copyOfRange(text, from, to));
    if (parsed == null || parsed.isNan()) {
      return OptionalDouble.empty();
    }
    double value = parsed.toDouble();
    boolean isInaccurate = isOutOfRange(parsed, value) || isSubnormal(value);
    return mayBeOutOfRange || !isInaccurate ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Whether a double is so small that strtod complains about lost digits. */
  private static boolean isSubnormal(double value) {
    return value != 0 && Math.abs(value) < Double.MIN_NORMAL;
  }

  /** Whether a double became infinity or zero only because there is no such double. */
  private static boolean isOutOfRange(FloatText parsed, double value) {
    return Double.isInfinite(value) != parsed.isInfinite() || (value == 0) != parsed.isZero();
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /**
   * The text INCRBYFLOAT leaves behind, calculated as {@link LongDouble} says.
   *
   * @param current the value's present text, or null where there is none, which counts as zero
   * @throws InvalidValueException "ERR value is not a valid float", or "ERR increment would produce
   *     NaN or Infinity"
   */
  public static byte[] incrementByFloat(byte @Nullable [] current, byte[] increment) {
    LongDouble start = current == null ? LongDouble.ZERO : LongDouble.parse(current);
    LongDouble step = LongDouble.parse(increment);
    if (start == null || step == null) {
      throw new InvalidValueException(NOT_A_FLOAT);
    }
    LongDouble sum = start.plus(step);
    if (!sum.isFinite()) {
      throw new InvalidValueException("ERR increment would produce NaN or Infinity");
    }
    return sum.toBytes();
  }

  private static int digits(long magnitude) {
    int digits = 1;
    for (long power = 10; digits < 19 && magnitude >= power; power *= 10) {
      digits++;
    }
    return digits;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
