package dev.rondo.server.command;

import java.util.Locale;

/**
 * An error a client is told. The message is the whole reply, its code first: {@code "ERR syntax
 * error"}. Has no stack trace: it is an answer, not a fault.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandException(String reply) {
    super(reply, null, false, false);
  }

  /** The reply, its code first, without the leading dash. */
  public String reply() {
    return String.valueOf(getMessage());
  }

  public static CommandException syntaxError() {
    return new CommandException("ERR syntax error");
  }

  public static CommandException notAnInteger() {
    return new CommandException("ERR value is not an integer or out of range");
  }

  public static CommandException wrongType() {
    return new CommandException(
        "WRONGTYPE Operation against a key holding the wrong kind of value");
  }

  public static CommandException noSuchKey() {
    return new CommandException("ERR no such key");
  }

  public static CommandException outOfRange(String what) {
    return new CommandException("ERR " + what + " is out of range");
  }

  /** As {@link #outOfRange(String)}, with the range. */
  public static CommandException outOfRange(String what, String range) {
    return new CommandException("ERR " + what + " is out of range, " + range);
  }

  /** An option of an expiring command that gives no possible time. */
  public static CommandException invalidExpire(String command) {
    return new CommandException("ERR invalid expire time in '" + command + "' command");
  }

  /** A subcommand that was given more, or other, arguments than it takes. */
  public static CommandException subcommandSyntax(String container, byte[] subcommand) {
    return new CommandException(
        "ERR unknown subcommand or wrong number of arguments for '"
            + Bytes.text(subcommand)
            + "'. Try "
            + container.toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  public static CommandException wrongArity(String command) {
    return new CommandException("ERR wrong number of arguments for '" + command + "' command");
  }
}
