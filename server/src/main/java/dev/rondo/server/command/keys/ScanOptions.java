package dev.rondo.server.command.keys;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.ScanPage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The options of SCAN, and of HSCAN and its like. A type that does not exist is accepted, and no
 * key has it.
 *
 * @param filter MATCH
 * @param count COUNT: about how many keys or elements to look at
 * @param typeName TYPE in lower case, null for any
 */
record ScanOptions(KeyFilter filter, long count, @Nullable String typeName) {
  private static final long DEFAULT_COUNT = 10;

  /** Reads options from position {@code from} to the end; of several alike the last one counts. */
  static ScanOptions parse(byte[][] arguments, int from) {
    return parse(arguments, from, true);
  }

  /** As {@link #parse(byte[][], int)}, without TYPE, which only keys have. */
  static ScanOptions parseWithoutType(byte[][] arguments, int from) {
    return parse(arguments, from, false);
  }

  private static ScanOptions parse(byte[][] arguments, int from, boolean mayHaveType) {
    KeyFilter filter = KeyFilter.ALL;
    long count = DEFAULT_COUNT;
    String typeName = null;
    for (int i = from; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw CommandException.syntaxError();
      }
      byte[] value = arguments[i + 1];
      switch (Bytes.text(arguments[i]).toUpperCase(Locale.ROOT)) {
        case "MATCH" -> filter = KeyFilter.matching(value);
        case "COUNT" -> count = parseCount(value);
        case "TYPE" -> {
          if (!mayHaveType) {
            throw CommandException.syntaxError();
          }
          typeName = Bytes.text(value).toLowerCase(Locale.ROOT);
        }
        default -> throw CommandException.syntaxError();
      }
    }
    return new ScanOptions(filter, count, typeName);
  }

  private static long parseCount(byte[] value) {
    long count = Numbers.parseLong(value);
    if (count < 1) {
      throw CommandException.syntaxError();
    }
    return count;
  }

  boolean shows(ScanPage.Row row) {
    return (typeName == null || typeName.equals(row.entry().type().redisName()))
        && filter.shows(row);
  }
}
