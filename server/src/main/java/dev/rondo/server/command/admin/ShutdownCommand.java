package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.ALLOW_BUSY;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_MULTI;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import java.util.List;

/**
 * SHUTDOWN. A node never waits for replicas and never loses what it has answered for, so NOW,
 * FORCE, SAVE and NOSAVE change nothing, and there is never a shutdown to ABORT.
 */
public final class ShutdownCommand {
  private final Runnable shutdown;

  /**
   * @param shutdown begins to stop the node and returns at once; called on an event loop
   */
  public ShutdownCommand(Runnable shutdown) {
    this.shutdown = shutdown;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("shutdown", -1, SERVER, this::shutdown)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
            .complexity("O(N) with N writes that are not on disk yet")
            .summary("Stops the node when everything is on disk."));
  }

  private void shutdown(Invocation call) {
    if (asksForAbort(call)) {
      throw new CommandException("ERR No shutdown in progress.");
    }
    // As in Redis, success is told by the end of the connection.
    call.session().closing(true);
    shutdown.run();
  }

  private static boolean asksForAbort(Invocation call) {
    boolean abort = false;
    boolean save = false;
    boolean noSave = false;
    boolean other = false;
    for (int i = 1; i < call.argumentCount(); i++) {
      if (call.argumentIs(i, "ABORT")) {
        abort = true;
      } else if (call.argumentIs(i, "SAVE")) {
        save = true;
      } else if (call.argumentIs(i, "NOSAVE")) {
        noSave = true;
      } else if (call.argumentIs(i, "NOW") || call.argumentIs(i, "FORCE")) {
        other = true;
      } else {
        throw CommandException.syntaxError();
      }
    }
    if ((save && noSave) || (abort && (save || noSave || other))) {
      throw CommandException.syntaxError();
    }
    return abort;
  }
}
