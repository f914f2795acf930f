package dev.rondo.server.command.sortedsets;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import java.util.Locale;

/**
 * The options of ZADD.
 *
 * @param onlyNew NX: members that are there stay as they are
 * @param onlyPresent XX: members that are missing are not added
 * @param onlyGreater GT: a score is replaced by greater ones only
 * @param onlyLess LT: a score is replaced by smaller ones only
 * @param countChanges CH: changed members are counted, not only added ones
 * @param increment INCR: the score is added to the present one
 */
public record ZaddOptions(
    boolean onlyNew,
    boolean onlyPresent,
    boolean onlyGreater,
    boolean onlyLess,
    boolean countChanges,
    boolean increment) {
  /** What ZINCRBY asks for. */
  static final ZaddOptions ZINCRBY = new ZaddOptions(false, false, false, false, false, true);

  public ZaddOptions {
    if (onlyNew && onlyPresent) {
      throw new CommandException("ERR XX and NX options at the same time are not compatible");
    }
    if ((onlyGreater && onlyNew) || (onlyLess && onlyNew) || (onlyGreater && onlyLess)) {
      throw new CommandException(
          "ERR GT, LT, and/or NX options at the same time are not compatible");
    }
  }

  /** How many options there are from a position on: words up to the first that is none. */
  static int count(byte[][] arguments, int from) {
    int at = from;
    while (at < arguments.length && isOption(word(arguments[at]))) {
      at++;
    }
    return at - from;
  }

  /** Reads so many options. */
  public static ZaddOptions parse(byte[][] arguments, int from, int count) {
    boolean onlyNew = false;
    boolean onlyPresent = false;
    boolean onlyGreater = false;
    boolean onlyLess = false;
    boolean countChanges = false;
    boolean increment = false;
    for (int i = from; i < from + count; i++) {
      switch (word(arguments[i])) {
        case "NX" -> onlyNew = true;
        case "XX" -> onlyPresent = true;
        case "GT" -> onlyGreater = true;
        case "LT" -> onlyLess = true;
        case "CH" -> countChanges = true;
        case "INCR" -> increment = true;
        default -> throw CommandException.syntaxError();
      }
    }
    return new ZaddOptions(onlyNew, onlyPresent, onlyGreater, onlyLess, countChanges, increment);
  }

  private static boolean isOption(String word) {
    return switch (word) {
      case "NX", "XX", "GT", "LT", "CH", "INCR" -> true;
      default -> false;
    };
  }

  private static String word(byte[] argument) {
    return Bytes.text(argument).toUpperCase(Locale.ROOT);
  }
}
