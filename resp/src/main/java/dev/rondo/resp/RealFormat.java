package dev.rondo.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating point numbers as Redis 7.0 prints them in replies: C's {@code %.17g}, that is, up to 17
 * significant digits without zeros at the end, which any client reads back as the same double.
 * {@code 0.1} is {@code 0.10000000000000001}, 10^17 is {@code 1e+17}.
 */
public final class RealFormat {

  private static final int SIGNIFICANT_DIGITS = 17;
  private static final MathContext ROUNDING =
      new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN);

  /** Whole numbers below this are printed without an exponent, and fit a long. */
  private static final double MAX_PLAIN = 1e17;

  /** The smallest power of ten that is printed without an exponent. */
  private static final int MIN_PLAIN_EXPONENT = -4;

  private RealFormat() {}

  /** Formats {@code value}; infinities are {@code inf} and {@code -inf}, the rest {@code nan}. */
  public static String format(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (Math.abs(value) < MAX_PLAIN && value == Math.rint(value)) {
      return Long.toString((long) value);
    }
    BigDecimal rounded = new BigDecimal(value).round(ROUNDING).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent >= MIN_PLAIN_EXPONENT && exponent < SIGNIFICANT_DIGITS
        ? rounded.toPlainString()
        : scientific(rounded, exponent);
  }

  /** {@code d.ddde+XX}: one digit before the point, at least two digits of exponent. */
  private static String scientific(BigDecimal value, int exponent) {
    String digits = value.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder();
    if (value.signum() < 0) {
      text.append('-');
    }
    text.append(digits, 0, 1);
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    int magnitude = Math.abs(exponent);
    return text.append(magnitude < 10 ? "0" : "").append(magnitude).toString();
  }
}
