package dev.rondo.server.command;

/**
 * Runs one command. Called on the connection's event loop; never blocks. Exactly one reply is given
 * through the invocation, now or later.
 */
@FunctionalInterface
public interface Handler {
  /**
   * Runs the command.
   *
   * @throws CommandException to answer an error; nothing may have been changed or replied before
   */
  void handle(Invocation call);
}
