package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.rondo.server.command.CommandFlag.NO_MULTI;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import java.util.List;

/**
 * SAVE, BGSAVE and LASTSAVE. Every write is in the log on disk anyway; these write a {@link
 * Checkpoints checkpoint} that can be copied away while the node runs. Unlike Redis's, SAVE makes
 * only the client wait that asked for it.
 */
public final class PersistenceCommands {
  private final Checkpoints checkpoints;

  public PersistenceCommands(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("save", 1, SERVER, this::save)
            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
            .complexity("O(N) with N files of data")
            .summary("Writes a checkpoint and answers when it is complete."),
        CommandSpec.named("bgsave", -1, SERVER, this::saveInBackground)
            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .summary("Begins to write a checkpoint."),
        CommandSpec.named("lastsave", 1, SERVER, this::lastSave)
            .flags(LOADING, STALE, FAST)
            .categories("admin", "dangerous")
            .tips("nondeterministic_output")
            .summary("Tells when the last checkpoint was completed, in seconds since 1970."));
  }

  private void save(Invocation call) {
    boolean started =
        checkpoints.start(
            failure -> {
              if (failure == null) {
                call.replyOk();
              } else {
                call.fail(failure);
              }
            });
    if (!started) {
      throw inProgress();
    }
  }

  private void saveInBackground(Invocation call) {
    if (call.argumentCount() > 2
        || (call.argumentCount() == 2 && !call.argumentIs(1, "SCHEDULE"))) {
      throw CommandException.syntaxError();
    }
    if (!checkpoints.start(failure -> {})) {
      throw inProgress();
    }
    String answer = call.mayWait() ? "Background saving started" : "Background saving scheduled";
    call.reply(out -> out.simple(answer));
  }

  private void lastSave(Invocation call) {
    long seconds = checkpoints.status().lastSavedMillis() / 1000;
    call.reply(out -> out.integer(seconds));
  }

  private static CommandException inProgress() {
    return new CommandException("ERR Background save already in progress");
  }
}
