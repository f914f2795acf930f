package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Monitors;
import java.util.List;

/** MONITOR. */
public final class MonitorCommand {
  private final Monitors monitors;

  public MonitorCommand(Monitors monitors) {
    this.monitors = monitors;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("monitor", 1, SERVER, this::monitor)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .summary("Shows this client all commands from now on."));
  }

  private void monitor(Invocation call) {
    if (!call.mayWait()) {
      throw new CommandException("ERR MONITOR isn't allowed for DENY BLOCKING client");
    }
    call.replyOk();
    call.session().monitor(true);
    monitors.add(call.session());
  }
}
