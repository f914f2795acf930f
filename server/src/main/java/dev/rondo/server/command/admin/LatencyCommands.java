package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.metrics.CommandFigures;
import dev.rondo.server.metrics.CommandStatistics;
import dev.rondo.server.metrics.LatencyDistribution;
import dev.rondo.server.metrics.LatencyMonitor;
import dev.rondo.server.metrics.LatencyMonitor.History;
import dev.rondo.server.metrics.LatencyMonitor.Sample;
import dev.rondo.server.metrics.LatencyReport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** The row of LATENCY. */
public final class LatencyCommands {
  private static final Handler HELP =
      HelpReply.of(
          "LATENCY",
          "DOCTOR",
          "    Explain in words what was slow.",
          "GRAPH <event>",
          "    Draw how long an event took over time.",
          "HISTOGRAM [<command> ...]",
          "    Show for each of these commands how many calls took how long.",
          "    (default: all commands that were called)",
          "HISTORY <event>",
          "    Show when an event took how long.",
          "LATEST",
          "    Show for each event when it was slow last, and how slow it ever was.",
          "RESET [<event> ...]",
          "    Forget what is known of these events.",
          "    (default: of all events)");

  private final LatencyMonitor monitor;
  private final CommandStatistics commands;
  private final LongSupplier thresholdMillis;
  private final InstantSource clock;

  /**
   * @param thresholdMillis the setting latency-monitor-threshold
   */
  public LatencyCommands(
      LatencyMonitor monitor,
      CommandStatistics commands,
      LongSupplier thresholdMillis,
      InstantSource clock) {
    this.monitor = monitor;
    this.commands = commands;
    this.thresholdMillis = thresholdMillis;
    this.clock = clock;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.container(
                "latency",
                SERVER,
                showing("doctor", 2, this::doctor).summary("Explains in words what was slow."),
                showing("graph", 3, this::graph).summary("Draws how long an event took over time."),
                CommandSpec.named("latency|help", 2, SERVER, HELP)
                    .flags(LOADING, STALE)
                    .since("2.8.13")
                    .summary("Explains the subcommands."),
                showing("histogram", -2, this::histogram)
                    .since("7.0.0")
                    .complexity("O(N) with N commands shown")
                    .summary("Shows how many calls of commands took how long."),
                showing("history", 3, this::history).summary("Shows when an event took how long."),
                showing("latest", 2, this::latest)
                    .summary("Shows for each event when it was slow last."),
                of("reset", -2, this::reset)
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .summary("Forgets what is known of events."))
            .since("2.8.13")
            .complexity("Depends on the subcommand")
            .summary("Tells what took long."));
  }

  private static CommandSpec showing(String name, int arity, Handler handler) {
    return of(name, arity, handler)
        .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special");
  }

  private static CommandSpec of(String name, int arity, Handler handler) {
    return CommandSpec.named("latency|" + name, arity, SERVER, handler)
        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
        .since("2.8.13");
  }

  private void doctor(Invocation call) {
    String text = LatencyReport.doctor(monitor.histories(), thresholdMillis.getAsLong());
    call.reply(out -> out.verbatim("txt", text));
  }

  private void graph(Invocation call) {
    String event = call.text(2);
    History history =
        find(event)
            .orElseThrow(
                () -> new CommandException("ERR No samples available for event '" + event + "'"));
    String text = LatencyReport.graph(history, clock.millis() / 1000);
    call.reply(out -> out.verbatim("txt", text));
  }

  private void history(Invocation call) {
    List<Sample> samples = find(call.text(2)).map(History::samples).orElse(List.of());
    call.reply(
        out -> {
          out.array(samples.size());
          for (Sample sample : samples) {
            out.array(2);
            out.integer(sample.timeSeconds());
            out.integer(sample.millis());
          }
        });
  }

  private Optional<History> find(String event) {
    return monitor.histories().stream().filter(known -> known.event().equals(event)).findAny();
  }

  private void latest(Invocation call) {
    List<History> histories = monitor.histories();
    call.reply(
        out -> {
          out.array(histories.size());
          for (History history : histories) {
            out.array(4);
            out.bulk(history.event());
            out.integer(history.latest().timeSeconds());
            out.integer(history.latest().millis());
            out.integer(history.maxMillis());
          }
        });
  }

  private void reset(Invocation call) {
    int forgotten = 0;
    if (call.argumentCount() == 2) {
      forgotten = monitor.reset();
    }
    for (int i = 2; i < call.argumentCount(); i++) {
      forgotten += monitor.reset(call.text(i)) ? 1 : 0;
    }
    int count = forgotten;
    call.reply(out -> out.integer(count));
  }

  private void histogram(Invocation call) {
    SortedMap<String, CommandFigures> all = commands.figures();
    List<String> names = new ArrayList<>();
    if (call.argumentCount() == 2) {
      names.addAll(all.keySet());
    }
    for (int i = 2; i < call.argumentCount(); i++) {
      names.addAll(namesMeantBy(call.text(i), call.dispatcher().table()));
    }
    List<Map.Entry<String, LatencyDistribution>> shown = new ArrayList<>();
    for (String name : names) {
      CommandFigures figures = all.get(name);
      if (figures != null && figures.calls() > 0) {
        shown.add(Map.entry(name, figures.latency()));
      }
    }
    call.reply(
        out -> {
          out.map(shown.size());
          shown.forEach(entry -> write(entry.getKey(), entry.getValue(), out));
        });
  }

  /** A command; for a container its subcommands too; nothing for what does not exist. */
  private static List<String> namesMeantBy(String argument, CommandTable table) {
    CommandSpec row = table.findFullName(argument);
    if (row == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    names.add(row.name());
    row.subcommands().values().forEach(subcommand -> names.add(subcommand.name()));
    return names;
  }

  private static void write(String command, LatencyDistribution latency, ReplyWriter out) {
    List<LatencyDistribution.Bin> bins = latency.bins();
    out.bulk(command);
    out.map(2);
    out.bulk("calls");
    out.integer(latency.count());
    out.bulk("histogram_usec");
    out.map(bins.size());
    for (LatencyDistribution.Bin bin : bins) {
      out.integer(bin.upToMicros());
      out.integer(bin.count());
    }
  }
}
