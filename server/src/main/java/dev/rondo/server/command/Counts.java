package dev.rondo.server.command;

import dev.rondo.server.text.Numbers;

/** Counts as arguments, with the errors Redis has for those that are out of their range. */
public final class Counts {
  private Counts() {}

  /**
   * A count from 0.
   *
   * @throws CommandException "value is out of range, must be positive"
   */
  public static long positive(byte[] text) {
    return atLeast(0, text, "value is out of range, must be positive");
  }

  /**
   * A count from {@code least}.
   *
   * @param error what is said when it is none, without the error code
   * @throws CommandException with that error
   */
  public static long atLeast(long least, byte[] text, String error) {
    if (!Numbers.isLong(text) || Numbers.parseLong(text) < least) {
      throw new CommandException("ERR " + error);
    }
    return Numbers.parseLong(text);
  }
}
