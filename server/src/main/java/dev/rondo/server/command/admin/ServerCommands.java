package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** TIME, and what a node says of its place among others: ROLE, REPLICAOF, MODULE LIST. */
public final class ServerCommands {
  private static final int MAX_PORT = 65_535;
  private static final int NANOS_A_MICRO = 1000;

  private static final Handler MODULE_HELP =
      HelpReply.of("MODULE", "LIST", "    Show the modules that are loaded: there are none.");

  private final InstantSource clock;

  public ServerCommands(InstantSource clock) {
    this.clock = clock;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("time", 1, SERVER, this::time)
            .flags(LOADING, STALE, FAST)
            .tips("nondeterministic_output")
            .since("2.6.0")
            .summary("Tells the time: seconds since 1970, and microseconds."),
        CommandSpec.named("role", 1, SERVER, ServerCommands::role)
            .flags(NOSCRIPT, LOADING, STALE, FAST)
            .categories("admin", "dangerous")
            .since("2.8.12")
            .summary("Tells whether the node is a master, and who replicates it."),
        replicaOf("replicaof", "5.0.0"),
        replicaOf("slaveof", "1.0.0").deprecated("5.0.0", "`REPLICAOF`"),
        CommandSpec.container(
                "module",
                SERVER,
                CommandSpec.named("module|help", 2, SERVER, MODULE_HELP)
                    .flags(LOADING, STALE)
                    .since("5.0.0")
                    .summary("Explains the subcommands."),
                CommandSpec.named("module|list", 2, SERVER, ServerCommands::modules)
                    .flags(ADMIN, NOSCRIPT)
                    .tips("nondeterministic_output_order")
                    .since("4.0.0")
                    .summary("Shows the modules that are loaded."))
            .since("4.0.0")
            .complexity("Depends on the subcommand")
            .summary("Tells about modules."));
  }

  private static CommandSpec replicaOf(String name, String since) {
    return CommandSpec.named(name, 3, SERVER, ServerCommands::replicaOf)
        .flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
        .since(since)
        .summary("Makes the node a replica of another, or a master, which it always is.");
  }

  private void time(Invocation call) {
    Instant now = clock.instant();
    call.reply(
        out -> {
          out.array(2);
          out.bulk(Long.toString(now.getEpochSecond()));
          out.bulk(Integer.toString(now.getNano() / NANOS_A_MICRO));
        });
  }

  private static void role(Invocation call) {
    call.reply(
        out -> {
          out.array(3);
          out.bulk("master");
          out.integer(0);
          out.emptyArray();
        });
  }

  private static void replicaOf(Invocation call) {
    if (call.argumentIs(1, "NO") && call.argumentIs(2, "ONE")) {
      call.replyOk();
      return;
    }
    byte[] port = call.argument(2);
    if (!Numbers.isLong(port)
        || Numbers.parseLong(port) < 0
        || Numbers.parseLong(port) > MAX_PORT) {
      throw new CommandException("ERR Invalid master port");
    }
    throw new CommandException("ERR this server does not replicate as Redis does");
  }

  private static void modules(Invocation call) {
    call.reply(out -> out.emptyArray());
  }
}
