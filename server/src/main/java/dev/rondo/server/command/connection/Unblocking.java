package dev.rondo.server.command.connection;

/** Ends the wait of a client in a blocking command. */
@FunctionalInterface
public interface Unblocking {
  /** Where nobody ever waits. */
  Unblocking NOBODY = (clientId, withError) -> false;

  /**
   * Ends a wait.
   *
   * @param withError whether the client is told that somebody ended it; else it is told that its
   *     time is over
   * @return whether the client was waiting
   */
  boolean unblock(long clientId, boolean withError);
}
