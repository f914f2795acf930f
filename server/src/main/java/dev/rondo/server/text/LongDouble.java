package dev.rondo.server.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A number of the x87 80-bit extended format, which C's {@code long double} is where Redis usually
 * runs: a significand of 64 bits, exponents from 2^-16445 (the lowest bit of a denormal) to just
 * below 2^16384, infinities and NaN.
 *
 * <p>Redis counts INCRBYFLOAT and HINCRBYFLOAT in it and prints 17 decimals, so its answers show
 * the format's rounding: parsing and adding round to nearest, ties to even, and so does printing.
 * This class gives the same texts. Immutable.
 */
public final class LongDouble {
  /** Zero. */
  public static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0);

  private static final int PRECISION_BITS = 64;
  private static final int LOWEST_EXPONENT = -16445;
  private static final int HIGHEST_BIT_LENGTH = 16384;

  /**
   * Texts of this many bytes and more are refused: Redis reads them into a buffer of 5 KiB, with a
   * closing NUL.
   */
  private static final int MAX_TEXT_BYTES = 5 * 1024;

  private static final int DECIMALS = 17;
  private static final BigInteger DECIMALS_FACTOR = BigInteger.TEN.pow(DECIMALS);

  /**
   * Numbers of ten to a power beyond this, or below its negative, are infinite, or zero, for
   * certain.
   */
  private static final int DECIMAL_RANGE = 5_000;

  private static final int BINARY_RANGE = 20_000;

  /**
   * Marks what is not finite: the significand's sign then tells -infinity, NaN (0) and infinity
   * apart.
   */
  private static final int NOT_FINITE = Integer.MAX_VALUE;

  private static final LongDouble NAN = new LongDouble(BigInteger.ZERO, NOT_FINITE);

  /** The value is {@code significand x 2^exponent}. */
  private final BigInteger significand;

  private final int exponent;

  private LongDouble(BigInteger significand, int exponent) {
    this.significand = significand;
    this.exponent = exponent;
  }

  /**
   * Reads a number as Redis's string2ld does: what C's strtold takes as a whole, infinities
   * included.
   *
   * @return null for anything else, for leading space, NaN, more than 5,119 bytes, and for finite
   *     texts too large for the format or so small that they round to zero
   */
  public static @Nullable LongDouble parse(byte[] text) {
    if (text.length >= MAX_TEXT_BYTES) {
      return null;
    }
    FloatText parsed = FloatText.parse(text);
    if (parsed == null || parsed.isNan()) {
      return null;
    }
    if (parsed.isInfinite()) {
      return infinity(parsed.negative());
    }
    if (parsed.isZero()) {
      return ZERO;
    }
    int range = parsed.hexadecimal() ? BINARY_RANGE : DECIMAL_RANGE;
    int bitsPerDigit = parsed.hexadecimal() ? 4 : 1;
    long magnitude = parsed.digits().length() * (long) bitsPerDigit + parsed.exponent();
    if (Math.abs(magnitude) > range) {
      return null;
    }
    LongDouble rounded = round(parsed);
    return rounded.isFinite() && rounded.significand.signum() != 0 ? rounded : null;
  }

  /** The sum, rounded to the format; NaN for infinities of opposite signs. */
  public LongDouble plus(LongDouble other) {
    if (!isFinite() || !other.isFinite()) {
      return plusNotFinite(other);
    }
    int common = Math.min(exponent, other.exponent);
    BigInteger sum =
        significand
            .shiftLeft(exponent - common)
            .add(other.significand.shiftLeft(other.exponent - common));
    return round(sum, common);
  }

  /** Whether this is neither an infinity nor NaN. */
  public boolean isFinite() {
    return exponent != NOT_FINITE;
  }

  /**
   * The product with a whole number, rounded to the format and then up to a whole number; of an
   * infinity a number that is larger than any {@code long}, with its sign.
   */
  public BigInteger ceilingOfProduct(long factor) {
    if (!isFinite()) {
      return significand.shiftLeft(PRECISION_BITS);
    }
    LongDouble product = round(significand.multiply(BigInteger.valueOf(factor)), exponent);
    return product.exponent >= 0
        ? product.significand.shiftLeft(product.exponent)
        : product.significand.negate().shiftRight(-product.exponent).negate();
  }

  /**
   * The text Redis writes for people: all digits before the point, at most 17 after it, no trailing
   * zeros, never an exponent, and never {@code -0}.
   *
   * @throws IllegalStateException if this is not finite
   */
  public byte[] toBytes() {
    if (!isFinite()) {
      throw new IllegalStateException("only a finite number has digits");
    }
    return decimalText().getBytes(StandardCharsets.US_ASCII);
  }

  private String decimalText() {
    if (exponent >= 0) {
      return significand.shiftLeft(exponent).toString();
    }
    BigInteger scaled = shiftRightHalfEven(significand.multiply(DECIMALS_FACTOR), -exponent);
    return new BigDecimal(scaled, DECIMALS).stripTrailingZeros().toPlainString();
  }

  private LongDouble plusNotFinite(LongDouble other) {
    if (isFinite()) {
      return other;
    }
    return other.isFinite() || other.significand.equals(significand) ? this : NAN;
  }

  private static LongDouble infinity(boolean negative) {
    return new LongDouble(negative ? BigInteger.ONE.negate() : BigInteger.ONE, NOT_FINITE);
  }

  private static LongDouble round(FloatText text) {
    BigInteger digits = text.digitsAsInteger();
    BigInteger signed = text.negative() ? digits.negate() : digits;
    int exponent = Math.toIntExact(text.exponent());
    if (text.hexadecimal()) {
      return round(signed, exponent);
    }
    if (exponent >= 0) {
      return round(signed.multiply(BigInteger.TEN.pow(exponent)), 0);
    }
    return roundQuotient(signed, BigInteger.TEN.pow(-exponent));
  }

  private static LongDouble roundQuotient(BigInteger dividend, BigInteger divisor) {
    int shift = Math.max(0, PRECISION_BITS + 2 + divisor.bitLength() - dividend.bitLength());
    BigInteger[] division = dividend.abs().shiftLeft(shift).divideAndRemainder(divisor);
    // One more bit stands for a remainder of any size, so that it is not taken for a tie.
    BigInteger quotient = division[0].shiftLeft(1);
    if (division[1].signum() != 0) {
      quotient = quotient.setBit(0);
    }
    return round(dividend.signum() < 0 ? quotient.negate() : quotient, -shift - 1);
  }

  private static LongDouble round(BigInteger exact, int exponent) {
    int surplus = Math.max(exact.abs().bitLength() - PRECISION_BITS, LOWEST_EXPONENT - exponent);
    BigInteger rounded = surplus > 0 ? shiftRightHalfEven(exact, surplus) : exact;
    int newExponent = surplus > 0 ? exponent + surplus : exponent;
    if (rounded.signum() == 0) {
      return ZERO;
    }
    boolean overflow = rounded.abs().bitLength() + newExponent > HIGHEST_BIT_LENGTH;
    return overflow ? infinity(rounded.signum() < 0) : new LongDouble(rounded, newExponent);
  }

  private static BigInteger shiftRightHalfEven(BigInteger value, int bits) {
    BigInteger magnitude = value.abs();
    BigInteger shifted = magnitude.shiftRight(bits);
    boolean half = magnitude.testBit(bits - 1);
    boolean aboveHalf = half && magnitude.getLowestSetBit() < bits - 1;
    if (aboveHalf || (half && shifted.testBit(0))) {
      shifted = shifted.add(BigInteger.ONE);
    }
    return value.signum() < 0 ? shifted.negate() : shifted;
  }
}
