package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.keys.Timer;
import dev.rondo.server.config.NetworkSettings.Guard;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * DEBUG: what test suites of clients use of it. It is refused unless the setting
 * enable-debug-command allows it. SLEEP makes only the client wait that sent it: the server's
 * threads serve others meanwhile.
 */
public final class DebugCommand {
  private static final String REFUSAL =
      "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you"
          + " can run it from a local connection, otherwise you need to set this option in the"
          + " configuration file, and then restart the server.";

  private static final int MILLIS_A_SECOND = 1000;
  private static final long MAX_SLEEP_MILLIS = 3_600_000;

  private static final Handler HELP =
      HelpReply.of(
          "DEBUG",
          "ERROR <string>",
          "    Answer with this error.",
          "PROTOCOL <type>",
          "    Answer with a value of this type: string, integer, double, bignum, null, array,",
          "    set, map, attrib, push, verbatim, true, false.",
          "SET-ACTIVE-EXPIRE <0|1>",
          "    Stop to delete keys whose time is over, or go on. They stay invisible.",
          "SLEEP <seconds>",
          "    Answer later, at most an hour. Other clients are served meanwhile.");

  private final Supplier<Guard> guard;
  private final Timer timer;
  private final Consumer<Boolean> pauseExpiry;

  /**
   * @param guard the setting enable-debug-command
   * @param timer ends SLEEP
   * @param pauseExpiry stops the sweeper when given true, and lets it go on when given false
   */
  public DebugCommand(Supplier<Guard> guard, Timer timer, Consumer<Boolean> pauseExpiry) {
    this.guard = guard;
    this.timer = timer;
    this.pauseExpiry = pauseExpiry;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("debug", -2, SERVER, this::debug)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .complexity("Depends on the subcommand")
            .summary("Helps those who test clients."));
  }

  private void debug(Invocation call) {
    if (!isAllowed(call)) {
      throw new CommandException(REFUSAL);
    }
    switch (call.text(1).toUpperCase(Locale.ROOT) + ' ' + (call.argumentCount() - 2)) {
      case "HELP 0" -> HELP.handle(call);
      case "ERROR 1" -> error(call);
      case "PROTOCOL 1" -> call.reply(DebugProtocol.reply(call.text(2)));
      case "SET-ACTIVE-EXPIRE 1" -> setActiveExpire(call);
      case "SLEEP 1" -> sleep(call);
      default -> throw CommandException.subcommandSyntax("debug", call.argument(1));
    }
  }

  private boolean isAllowed(Invocation call) {
    return switch (guard.get()) {
      case YES -> true;
      case NO -> false;
      case LOCAL -> isLocal(call.session().connection().remoteAddress());
    };
  }

  /** Whether an address, written as {@code host:port}, is this machine's own. */
  static boolean isLocal(String address) {
    return address.startsWith("127.")
        || address.startsWith("[::1]:")
        || address.startsWith("[0:0:0:0:0:0:0:1]:");
  }

  private static void error(Invocation call) {
    byte[] text = call.argument(2);
    call.reply(out -> out.error(text));
  }

  private void setActiveExpire(Invocation call) {
    pauseExpiry.accept(!call.text(2).equals("1"));
    call.replyOk();
  }

  private void sleep(Invocation call) {
    long millis = millis(call.text(2));
    if (millis == 0) {
      call.replyOk();
    } else if (call.mayWait()) {
      timer.after(millis, call::replyOk);
    } else {
      throw new CommandException("ERR DEBUG SLEEP takes too long for a transaction");
    }
  }

  /** Seconds as milliseconds; what is no number is 0, as in Redis. */
  private static long millis(String seconds) {
    if (!seconds.matches("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}")) {
      return 0;
    }
    double millis = Double.parseDouble(seconds) * MILLIS_A_SECOND;
    return Math.min(MAX_SLEEP_MILLIS, (long) Math.ceil(millis));
  }
}
