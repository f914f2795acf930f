package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;

/** Texts a client gives itself, which CLIENT LIST shows between blanks. */
final class ClientAttribute {
  private static final String REFUSED = " cannot contain spaces, newlines or special characters.";

  private ClientAttribute() {}

  /** Checks a connection's name. */
  static String name(String text) {
    return check("Client names", text);
  }

  /**
   * Checks that a text is printable and without blanks; it may be empty.
   *
   * @param what the subject of the error's sentence
   */
  static String check(String what, String text) {
    if (!text.chars().allMatch(c -> c >= '!' && c <= '~')) {
      throw new CommandException("ERR " + what + REFUSED);
    }
    return text;
  }
}
