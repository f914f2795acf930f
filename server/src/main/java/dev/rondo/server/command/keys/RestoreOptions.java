package dev.rondo.server.command.keys;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.Numbers;
import java.util.Locale;

/**
 * The options of RESTORE. IDLETIME and FREQ are checked and then left: they tell an eviction policy
 * about the key, and there is none here.
 *
 * @param replace REPLACE: whether the key may replace what is there
 * @param absoluteTime ABSTTL: whether the time to live is a moment rather than a duration
 */
record RestoreOptions(boolean replace, boolean absoluteTime) {
  private static final long MAX_FREQUENCY = 255;

  /** Reads options from position {@code from} to the end; IDLETIME and FREQ exclude each other. */
  static RestoreOptions parse(byte[][] arguments, int from) {
    boolean replace = false;
    boolean absoluteTime = false;
    boolean hasIdleTime = false;
    boolean hasFrequency = false;
    for (int i = from; i < arguments.length; i++) {
      boolean hasValue = i + 1 < arguments.length;
      switch (Bytes.text(arguments[i]).toUpperCase(Locale.ROOT)) {
        case "REPLACE" -> replace = true;
        case "ABSTTL" -> absoluteTime = true;
        case "IDLETIME" -> {
          require(hasValue && !hasFrequency);
          checkIdleTime(arguments[++i]);
          hasIdleTime = true;
        }
        case "FREQ" -> {
          require(hasValue && !hasIdleTime);
          checkFrequency(arguments[++i]);
          hasFrequency = true;
        }
        default -> throw CommandException.syntaxError();
      }
    }
    return new RestoreOptions(replace, absoluteTime);
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw CommandException.syntaxError();
    }
  }

  private static void checkIdleTime(byte[] argument) {
    if (Numbers.parseLong(argument) < 0) {
      throw new CommandException("ERR Invalid IDLETIME value, must be >= 0");
    }
  }

  private static void checkFrequency(byte[] argument) {
    long frequency = Numbers.parseLong(argument);
    if (frequency < 0 || frequency > MAX_FREQUENCY) {
      throw new CommandException("ERR Invalid FREQ value, must be >= 0 and <= 255");
    }
  }
}
