package dev.rondo.server.command;

import org.jspecify.annotations.Nullable;

/**
 * Is told of every command, for statistics, slow log and the like. Cheap, and called on any thread.
 */
public interface CommandObserver {
  /** Observes nothing. */
  CommandObserver NONE =
      new CommandObserver() {
        @Override
        public void completed(Invocation call, long elapsedNanos, @Nullable String error) {}

        @Override
        public void rejected(@Nullable CommandSpec spec, String error) {}

        @Override
        public void lookedUp(boolean found) {}
      };

  /**
   * A command ran and its reply was written.
   *
   * @param elapsedNanos from the moment it was taken up
   * @param error the error it answered, code first; null when it went well
   */
  void completed(Invocation call, long elapsedNanos, @Nullable String error);

  /**
   * A command was refused before it ran.
   *
   * @param spec null when there is no such command
   * @param error the reply, code first
   */
  void rejected(@Nullable CommandSpec spec, String error);

  /** A command that only reads looked for a key. */
  void lookedUp(boolean found);
}
