package dev.rondo.server.metrics;

import java.util.Locale;

/** The lines of one section of INFO. */
final class InfoSection {
  private static final String END = "\r\n";
  private static final double UNIT = 1024;

  private final StringBuilder text = new StringBuilder();

  InfoSection(String title) {
    text.append("# ").append(title).append(END);
  }

  InfoSection add(String field, long value) {
    return addText(field, Long.toString(value));
  }

  InfoSection addText(String field, String value) {
    text.append(field).append(':').append(value).append(END);
    return this;
  }

  InfoSection add(String field, String format, Object... values) {
    return addText(field, String.format(Locale.ROOT, format, values));
  }

  /** An amount of memory, followed by the same for people. */
  InfoSection addMemory(String field, long bytes) {
    return add(field, bytes).addText(field + "_human", human(bytes));
  }

  /** Bytes as Redis writes them for people: {@code 200B}, {@code 991.35K}, {@code 23.54G}. */
  static String human(long bytes) {
    if (bytes < UNIT) {
      return bytes + "B";
    }
    double size = bytes;
    String units = "BKMGTP";
    int unit = 0;
    while (size >= UNIT && unit < units.length() - 1) {
      size /= UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f%c", size, units.charAt(unit));
  }

  String text() {
    return text.toString();
  }
}
