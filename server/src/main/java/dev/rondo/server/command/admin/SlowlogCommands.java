package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.metrics.SlowLog;
import dev.rondo.server.text.Numbers;
import java.util.List;

/** The row of SLOWLOG. */
public final class SlowlogCommands {
  private static final int DEFAULT_COUNT = 10;
  private static final int ALL = -1;

  private static final Handler HELP =
      HelpReply.of(
          "SLOWLOG",
          "GET [<count>]",
          "    Show the newest entries (default: 10, -1 for all), each as",
          "    id, time in seconds since 1970, duration in microseconds, arguments,",
          "    address of the client, name of the client.",
          "LEN",
          "    Count the entries.",
          "RESET",
          "    Drop all entries.");

  private final SlowLog log;

  public SlowlogCommands(SlowLog log) {
    this.log = log;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.container(
                "slowlog",
                SERVER,
                of("get", -2, this::get)
                    .tips("request_policy:all_nodes", "nondeterministic_output")
                    .complexity("O(N) with N entries shown")
                    .summary("Shows the newest entries."),
                CommandSpec.named("slowlog|help", 2, SERVER, HELP)
                    .flags(LOADING, STALE)
                    .since("6.2.0")
                    .summary("Explains the subcommands."),
                of("len", 2, this::length)
                    .tips(
                        "request_policy:all_nodes",
                        "response_policy:agg_sum",
                        "nondeterministic_output")
                    .summary("Counts the entries."),
                of("reset", 2, this::reset)
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .complexity("O(N) with N entries")
                    .summary("Drops all entries."))
            .since("2.2.12")
            .complexity("Depends on the subcommand")
            .summary("Shows which commands took long."));
  }

  private static CommandSpec of(String name, int arity, Handler handler) {
    return CommandSpec.named("slowlog|" + name, arity, SERVER, handler)
        .flags(ADMIN, LOADING, STALE)
        .since("2.2.12");
  }

  private void get(Invocation call) {
    if (call.argumentCount() > 3) {
      throw CommandException.subcommandSyntax("slowlog", call.argument(1));
    }
    long count = call.argumentCount() == 3 ? count(call.argument(2)) : DEFAULT_COUNT;
    List<SlowLog.Entry> entries = log.latest(count);
    call.reply(
        out -> {
          out.array(entries.size());
          entries.forEach(entry -> write(entry, out));
        });
  }

  private static long count(byte[] argument) {
    if (!Numbers.isLong(argument) || Numbers.parseLong(argument) < ALL) {
      throw new CommandException("ERR count should be greater than or equal to -1");
    }
    return Numbers.parseLong(argument);
  }

  private static void write(SlowLog.Entry entry, ReplyWriter out) {
    out.array(6);
    out.integer(entry.id());
    out.integer(entry.timeSeconds());
    out.integer(entry.durationMicros());
    out.array(entry.arguments().size());
    entry.arguments().forEach(out::bulk);
    out.bulk(entry.clientAddress());
    out.bulk(entry.clientName());
  }

  private void length(Invocation call) {
    int entries = log.size();
    call.reply(out -> out.integer(entries));
  }

  private void reset(Invocation call) {
    log.clear();
    call.replyOk();
  }
}
