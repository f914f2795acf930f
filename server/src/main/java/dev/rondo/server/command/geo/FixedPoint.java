package dev.rondo.server.command.geo;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with a fixed number of digits behind the point, as C's printf writes them. */
final class FixedPoint {
  /** So many digits C's long double shows of degrees. */
  private static final int DEGREE_DIGITS = 17;

  private FixedPoint() {}

  /** A finite number with so many digits, all of them written: {@code %.4f}. */
  static String format(double number, int digits) {
    String text = new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    // A BigDecimal has no minus zero; C writes one, also where only zeros are left of the number.
    boolean lostSign = Double.doubleToRawLongBits(number) < 0 && !text.startsWith("-");
    return lostSign ? "-" + text : text;
  }

  /** Degrees as GEOPOS answers them: 17 digits, without zeros at the end. */
  static String degrees(double degrees) {
    BigDecimal rounded = new BigDecimal(degrees).setScale(DEGREE_DIGITS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
