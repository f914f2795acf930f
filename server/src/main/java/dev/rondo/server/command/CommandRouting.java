package dev.rondo.server.command;

import dev.rondo.cluster.Consistency;
import dev.rondo.server.session.Session;

/** Has other nodes run what they have to run. Called on the session's event loop. */
@FunctionalInterface
public interface CommandRouting {
  /**
   * Takes a command over that passed the gates, unless it is to run here like any other.
   *
   * @param dispatcher whom the command came to
   * @param target is given the reply if the command was taken over
   * @return whether it was
   */
  boolean takeOver(
      Dispatcher dispatcher,
      CommandSpec spec,
      byte[][] arguments,
      Session session,
      Consistency consistency,
      ReplyTarget target);
}
