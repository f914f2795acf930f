package dev.rondo.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Amounts of memory as Redis writes them: {@code 1k} is 1000 bytes, {@code 1kb} is 1024; likewise
 * m, mb, g, gb; {@code b} or nothing means bytes. Case does not matter.
 */
public final class MemorySize {
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "k", 1_000L,
          "kb", 1L << 10,
          "m", 1_000_000L,
          "mb", 1L << 20,
          "g", 1_000_000_000L,
          "gb", 1L << 30);

  private MemorySize() {}

  /**
   * The number of bytes a text stands for.
   *
   * @throws InvalidSettingException when it is not a memory value of at most 2^63 - 1 bytes
   */
  public static long parse(String text) throws InvalidSettingException {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = UNITS.get(text.substring(digits).toLowerCase(Locale.ROOT));
    if (digits == 0 || unit == null) {
      throw new InvalidSettingException("argument must be a memory value");
    }
    try {
      return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InvalidSettingException("argument must be a memory value");
    }
  }

  /** The shortest exact text: {@code 1gb}, {@code 64mb}, {@code 1000}. */
  public static String format(long bytes) {
    for (String unit : List.of("gb", "mb", "kb")) {
      long size = UNITS.getOrDefault(unit, 1L);
      if (bytes >= size && bytes % size == 0) {
        return bytes / size + unit;
      }
    }
    return Long.toString(bytes);
  }
}
