package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.text.Numbers;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The row of MEMORY. */
public final class MemoryCommands {
  private static final int SAMPLES_AT = 3;

  private static final Handler HELP =
      HelpReply.of(
          "MEMORY",
          "DOCTOR",
          "    Tell what is wrong with the memory, if anything is.",
          "MALLOC-STATS",
          "    Show which part of the program holds how much memory.",
          "PURGE",
          "    Collect garbage and give back what is free.",
          "STATS",
          "    Show the memory's figures.",
          "USAGE <key> [SAMPLES <count>]",
          "    Show about how many bytes a key and its value take in memory. All elements are",
          "    counted, whatever the count.");

  private final Supplier<NodeFigures> figures;
  private final Runnable releaseMemory;
  private final Background background;

  /**
   * @param figures the node's figures of now; called on event loops
   * @param releaseMemory what MEMORY PURGE does
   * @param executor runs that
   */
  public MemoryCommands(Supplier<NodeFigures> figures, Runnable releaseMemory, Executor executor) {
    this.figures = figures;
    this.releaseMemory = releaseMemory;
    this.background = new Background(executor);
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.container(
                "memory",
                SERVER,
                showing("doctor", this::doctor)
                    .summary("Tells what is wrong with the memory, if anything is."),
                CommandSpec.named("memory|help", 2, SERVER, HELP)
                    .flags(LOADING, STALE)
                    .since("4.0.0")
                    .summary("Explains the subcommands."),
                showing("malloc-stats", this::parts)
                    .summary("Shows which part of the program holds how much memory."),
                CommandSpec.named("memory|purge", 2, SERVER, this::purge)
                    .tips("request_policy:all_shards", "response_policy:all_succeeded")
                    .since("4.0.0")
                    .complexity("O(N) with N objects in memory")
                    .summary("Collects garbage and gives back what is free."),
                showing("stats", this::stats).summary("Shows the memory's figures."),
                CommandSpec.named("memory|usage", -3, SERVER, MemoryCommands::usage)
                    .flags(READONLY)
                    .keys(KeySpec.at(2, "RO"))
                    .since("4.0.0")
                    .summary("Tells about how many bytes a key takes in memory."))
            .since("4.0.0")
            .complexity("Depends on the subcommand")
            .summary("Tells about the node's memory."));
  }

  private static CommandSpec showing(String name, Handler handler) {
    return CommandSpec.named("memory|" + name, 2, SERVER, handler)
        .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
        .since("4.0.0");
  }

  private void doctor(Invocation call) {
    String text = MemoryReport.doctor(figures.get());
    call.reply(out -> out.verbatim("txt", text));
  }

  private void parts(Invocation call) {
    String text = MemoryReport.parts(figures.get());
    call.reply(out -> out.verbatim("txt", text));
  }

  private void purge(Invocation call) {
    background.answerOk(call, releaseMemory);
  }

  private void stats(Invocation call) {
    MemoryStats stats = MemoryStats.of(figures.get());
    call.reply(stats::writeTo);
  }

  private static void usage(Invocation call) {
    checkSamples(call);
    byte[] key = call.argument(2);
    call.read(
        call.key(2),
        (entry, out) -> {
          if (entry == null) {
            out.nil();
          } else {
            out.integer(key.length + entry.weightBytes());
          }
        });
  }

  private static void checkSamples(Invocation call) {
    for (int i = SAMPLES_AT; i < call.argumentCount(); i += 2) {
      if (!call.argumentIs(i, "SAMPLES") || i + 1 == call.argumentCount()) {
        throw CommandException.syntaxError();
      }
      if (Numbers.parseLong(call.argument(i + 1)) < 0) {
        throw CommandException.syntaxError();
      }
    }
  }
}
