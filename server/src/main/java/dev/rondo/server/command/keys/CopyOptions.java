package dev.rondo.server.command.keys;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import java.util.Locale;

/**
 * The options of COPY.
 *
 * @param database where the copy goes
 * @param replace whether it may replace what is there
 */
record CopyOptions(int database, boolean replace) {
  /**
   * Reads options from position {@code from} to the end; of several DB the last one counts.
   *
   * @param ownDatabase where the copy goes unless DB says otherwise
   * @param databases how many databases there are
   */
  static CopyOptions parse(byte[][] arguments, int from, int ownDatabase, int databases) {
    int database = ownDatabase;
    boolean replace = false;
    for (int i = from; i < arguments.length; i++) {
      String option = Bytes.text(arguments[i]).toUpperCase(Locale.ROOT);
      if (option.equals("REPLACE")) {
        replace = true;
      } else if (option.equals("DB") && i + 1 < arguments.length) {
        database = DatabaseIndex.parse(arguments[++i], databases);
      } else {
        throw CommandException.syntaxError();
      }
    }
    return new CopyOptions(database, replace);
  }
}
