package dev.rondo.server.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259) on one line: maps, lists, numbers, truth values; everything else as a
 * string.
 */
final class Json {
  private static final char FIRST_PRINTABLE = ' ';

  private Json() {}

  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      text.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        writeString(String.valueOf(entry.getKey()), text);
        text.append(':');
        write(entry.getValue(), text);
        text.append(entries.hasNext() ? "," : "");
      }
      text.append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      Iterator<?> items = list.iterator();
      while (items.hasNext()) {
        write(items.next(), text);
        text.append(items.hasNext() ? "," : "");
      }
      text.append(']');
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      writeString(value.toString(), text);
    }
  }

  private static void writeString(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
