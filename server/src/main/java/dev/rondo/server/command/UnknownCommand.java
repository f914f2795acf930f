package dev.rondo.server.command;

import java.util.Locale;

/**
 * The reply to a command or subcommand that does not exist, in Redis's words and with its limits.
 */
final class UnknownCommand {
  private static final int MAX_SHOWN = 128;

  private UnknownCommand() {}

  static String reply(CommandTable table, byte[][] arguments) {
    if (table.find(arguments[0]) != null) {
      return "ERR unknown subcommand '%s'. Try %s HELP."
          .formatted(
              shown(arguments[1], MAX_SHOWN), Bytes.text(arguments[0]).toUpperCase(Locale.ROOT));
    }
    StringBuilder shownArguments = new StringBuilder();
    for (int i = 1; i < arguments.length && shownArguments.length() < MAX_SHOWN; i++) {
      String shown = shown(arguments[i], MAX_SHOWN - shownArguments.length());
      shownArguments.append('\'').append(shown).append("' ");
    }
    return "ERR unknown command '%s', with args beginning with: %s"
        .formatted(shown(arguments[0], MAX_SHOWN), shownArguments);
  }

  /** The beginning of an argument, which like a C string ends at a zero byte. */
  private static String shown(byte[] argument, int maxLength) {
    String text = Bytes.text(argument);
    int zero = text.indexOf('\0');
    int end = Math.min(zero < 0 ? text.length() : zero, maxLength);
    return text.substring(0, end);
  }
}
