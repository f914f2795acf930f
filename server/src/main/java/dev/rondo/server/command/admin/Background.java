package dev.rondo.server.command.admin;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import java.util.Locale;
import java.util.concurrent.Executor;

/**
 * Work that waits for the disk or takes long: it runs on another thread, and the command is
 * answered when it is done. The client's later commands wait for that, other clients do not.
 *
 * @param executor runs the work; bounded by who made it
 */
record Background(Executor executor) {
  /**
   * Runs work and answers OK, or the failure it threw.
   *
   * @throws CommandException inside EXEC, which has to have all answers when it ends
   */
  void answerOk(Invocation call, Runnable work) {
    if (!call.mayWait()) {
      throw new CommandException(
          "ERR "
              + call.spec().name().replace('|', ' ').toUpperCase(Locale.ROOT)
              + " takes too long for a transaction");
    }
    executor.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            call.fail(e);
            return;
          }
          call.replyOk();
        });
  }
}
