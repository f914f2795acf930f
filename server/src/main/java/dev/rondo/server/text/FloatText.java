package dev.rondo.server.text;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A floating-point text taken apart, in the grammar of C's strtod and strtold in the C locale: an
 * optional sign, then decimal digits with an optional point and {@code e} exponent, or {@code 0x}
 * with hexadecimal digits, an optional point and {@code p} exponent (of two), or {@code inf},
 * {@code infinity}, {@code nan} or {@code nan(...)}, in any case. The text must fit as a whole.
 *
 * <p>A finite value is {@code digits x 10^exponent}, or {@code digits x 2^exponent} when
 * hexadecimal.
 *
 * @param digits significant digits in ASCII without leading zeros; empty for zero, infinity and NaN
 */
record FloatText(Kind kind, boolean negative, boolean hexadecimal, String digits, long exponent) {
  enum Kind {
    FINITE,
    INFINITE,
    NAN
  }

  /**
   * Digits kept. What follows is represented by one last 1 when it is not all zeros, which keeps
   * rounding correct: no point halfway between two doubles has more than 767 significant digits.
   */
  private static final int MAX_DIGITS = 6_000;

  /** Exponents saturate here, far outside any format, so that sums with text lengths stay exact. */
  private static final long MAX_EXPONENT = 1L << 60;

  /** Returns null when {@code text} is not in the grammar. */
  static @Nullable FloatText parse(byte[] text) {
    boolean signed = text.length > 0 && (text[0] == '-' || text[0] == '+');
    boolean negative = signed && text[0] == '-';
    int at = signed ? 1 : 0;
    if (matchesWord(text, at, "inf") || matchesWord(text, at, "infinity")) {
      return new FloatText(Kind.INFINITE, negative, false, "", 0);
    }
    if (isNan(text, at)) {
      return new FloatText(Kind.NAN, negative, false, "", 0);
    }
    boolean hexadecimal = at + 1 < text.length && text[at] == '0' && lower(text[at + 1]) == 'x';
    return parseFinite(text, hexadecimal ? at + 2 : at, negative, hexadecimal);
  }

  boolean isNan() {
    return kind == Kind.NAN;
  }

  boolean isInfinite() {
    return kind == Kind.INFINITE;
  }

  boolean isZero() {
    return kind == Kind.FINITE && digits.isEmpty();
  }

  /** The nearest double; infinity or zero when out of range. */
  double toDouble() {
    double magnitude =
        switch (kind) {
          case INFINITE -> Double.POSITIVE_INFINITY;
          case NAN -> Double.NaN;
          case FINITE -> digits.isEmpty() ? 0 : Double.parseDouble(javaSpelling());
        };
    return negative ? -magnitude : magnitude;
  }

  /** The digits as a number, without sign and exponent. */
  BigInteger digitsAsInteger() {
    return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, hexadecimal ? 16 : 10);
  }

  private String javaSpelling() {
    return hexadecimal ? "0x" + digits + "p" + exponent : digits + "e" + exponent;
  }

  private static @Nullable FloatText parseFinite(
      byte[] text, int start, boolean negative, boolean hexadecimal) {
    int radix = hexadecimal ? 16 : 10;
    StringBuilder digits = new StringBuilder(Math.min(text.length, MAX_DIGITS) + 1);
    boolean anyDigit = false;
    boolean pointSeen = false;
    boolean nonZeroDropped = false;
    long fractionDigits = 0;
    long droppedDigits = 0;
    int at = start;
    for (; at < text.length; at++) {
      int digit = Character.digit(text[at], radix);
      if (digit < 0) {
        if (text[at] != '.' || pointSeen) {
          break;
        }
        pointSeen = true;
        continue;
      }
      anyDigit = true;
      fractionDigits += pointSeen ? 1 : 0;
      if (digits.length() == MAX_DIGITS) {
        droppedDigits++;
        nonZeroDropped |= digit != 0;
      } else if (digit != 0 || digits.length() > 0) {
        digits.append((char) text[at]);
      }
    }
    if (!anyDigit) {
      return null;
    }
    long scale = droppedDigits - fractionDigits;
    if (nonZeroDropped) {
      digits.append('1');
      scale--;
    }
    int bitsPerDigit = hexadecimal ? 4 : 1;
    if (at == text.length) {
      return new FloatText(
          Kind.FINITE, negative, hexadecimal, digits.toString(), scale * bitsPerDigit);
    }
    if (lower(text[at]) != (hexadecimal ? 'p' : 'e')) {
      return null;
    }
    Long written = parseExponent(text, at + 1);
    return written == null
        ? null
        : new FloatText(
            Kind.FINITE, negative, hexadecimal, digits.toString(), scale * bitsPerDigit + written);
  }

  private static @Nullable Long parseExponent(byte[] text, int start) {
    int at = start;
    boolean negative = at < text.length && text[at] == '-';
    if (at < text.length && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    if (at == text.length) {
      return null;
    }
    long exponent = 0;
    for (; at < text.length; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      exponent = Math.min(exponent * 10 + digit, MAX_EXPONENT);
    }
    return negative ? -exponent : exponent;
  }

  private static boolean matchesWord(byte[] text, int from, String word) {
    return new String(text, from, text.length - from, StandardCharsets.ISO_8859_1)
        .equalsIgnoreCase(word);
  }

  private static boolean isNan(byte[] text, int from) {
    return text.length - from >= 3
        && lower(text[from]) == 'n'
        && lower(text[from + 1]) == 'a'
        && lower(text[from + 2]) == 'n';
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }
}
