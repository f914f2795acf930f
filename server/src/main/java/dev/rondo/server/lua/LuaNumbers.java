package dev.rondo.server.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and their texts as Lua 5.1, which leaves both to C. */
public final class LuaNumbers {
  /** How many digits Lua's {@code tostring} writes at most. */
  public static final int LUA_PRECISION = 14;

  /** With so many digits a number is read back as it was. */
  public static final int EXACT_PRECISION = 17;

  private static final int SMALLEST_PLAIN_EXPONENT = -4;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern HEXADECIMAL = Pattern.compile("([+-]?)0[xX]([0-9a-fA-F]+)");

  private LuaNumbers() {}

  /** A number without its fraction; what no long can hold becomes the least, as on x86. */
  public static long toLong(double value) {
    boolean fits = value >= -0x1p63 && value < 0x1p63;
    return fits ? (long) value : Long.MIN_VALUE;
  }

  /** C's {@code %.<precision>g}. */
  public static String format(double value, int precision) {
    if (Double.isNaN(value)) {
      return Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (value == (int) value && Math.abs(value) < 1_000_000 && precision >= 6) {
      return Integer.toString((int) value);
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(precision, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < precision) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder();
    if (value < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    if (Math.abs(exponent) < 10) {
      text.append('0');
    }
    return text.append(Math.abs(exponent)).toString();
  }

  /** The number that a text is in Lua's eyes, null when it is none. */
  static @Nullable Double parse(String text) {
    String trimmed = text.strip();
    if (DECIMAL.matcher(trimmed).matches()) {
      return Double.valueOf(trimmed);
    }
    var hexadecimal = HEXADECIMAL.matcher(trimmed);
    if (hexadecimal.matches()) {
      double value = Double.parseDouble("0x" + hexadecimal.group(2) + "p0");
      return "-".equals(hexadecimal.group(1)) ? -value : value;
    }
    return null;
  }
}
