package dev.rondo.server.command.keys;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.Numbers;

/** Numbers of databases in arguments. */
public final class DatabaseIndex {
  /** No database. */
  static final int NONE = -1;

  private DatabaseIndex() {}

  /** The database an argument names, {@link #NONE} when it names none. */
  static int find(byte[] argument, int databases) {
    long index = Numbers.isLong(argument) ? Numbers.parseLong(argument) : NONE;
    return index >= 0 && index < databases ? (int) index : NONE;
  }

  /**
   * The database an argument names.
   *
   * @param databases how many there are
   * @throws CommandException when there is no such database
   * @throws dev.rondo.server.text.InvalidValueException when it is no integer
   */
  public static int parse(byte[] argument, int databases) {
    long index = Numbers.parseLong(argument);
    if (index != (int) index) {
      throw new CommandException(
          "ERR value is out of range, value must between "
              + Integer.MIN_VALUE
              + " and "
              + Integer.MAX_VALUE);
    }
    return check(index, databases);
  }

  /** The database an argument of SWAPDB names; {@code which} is "first" or "second". */
  static int parse(byte[] argument, String which) {
    if (!Numbers.isLong(argument)) {
      throw new CommandException("ERR invalid " + which + " DB index");
    }
    long index = Numbers.parseLong(argument);
    if (index != (int) index) {
      throw new CommandException("ERR invalid " + which + " DB index");
    }
    return (int) index;
  }

  /** Checks that there is such a database. */
  static int check(long index, int databases) {
    if (index < 0 || index >= databases) {
      throw CommandException.outOfRange("DB index");
    }
    return (int) index;
  }
}
