package dev.rondo.server.command;

/**
 * Where the one reply of a command goes: to its place in the connection's order, or into EXEC's
 * array.
 */
@FunctionalInterface
public interface ReplyTarget {
  /** Takes the reply; called once a command, on any thread. */
  void deliver(Reply reply);

  /**
   * Takes the reply of a blocking command that found nothing, instead of {@link #deliver}: who
   * takes it may rather let the client wait, and then writes no reply now.
   */
  default void deliverNothing(Reply reply) {
    deliver(reply);
  }

  /**
   * Takes the error reply of a command that failed, instead of {@link #deliver}.
   *
   * @param cause what the reply tells of
   */
  default void deliverFailure(Throwable cause, Reply reply) {
    deliver(reply);
  }
}
