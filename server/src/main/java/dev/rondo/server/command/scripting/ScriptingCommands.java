package dev.rondo.server.command.scripting;

import static dev.rondo.server.command.CommandFlag.ALLOW_BUSY;
import static dev.rondo.server.command.CommandFlag.EVERYWHERE;
import static dev.rondo.server.command.CommandFlag.LIVE_NODES_ONLY;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.MAY_REPLICATE;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_MANDATORY_KEYS;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.SKIP_MONITOR;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SCRIPTING;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.script.Lanes;
import dev.rondo.server.script.ScriptCache;
import dev.rondo.server.script.ScriptTransactions;
import dev.rondo.server.session.Subscriptions;
import java.util.List;
import java.util.Set;

/** The rows of EVAL, EVALSHA, EVAL_RO, EVALSHA_RO and SCRIPT. */
public final class ScriptingCommands {
  private static final String WORST =
      "We cannot tell how the keys will be used so we assume the worst, ";
  private static final Handler HELP =
      HelpReply.of(
          "SCRIPT",
          "DEBUG (YES|SYNC|NO)",
          "    Set the debug mode for subsequent scripts executed.",
          "EXISTS <sha1> [<sha1> ...]",
          "    Return information about the existence of the scripts in the script cache.",
          "FLUSH [ASYNC|SYNC]",
          "    Flush the Lua scripts cache. Very dangerous on replicas.",
          "    When called without the optional mode argument, the behavior is determined by the",
          "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
          "    * ASYNC: Asynchronously flush the scripts cache.",
          "    * SYNC: Synchronously flush the scripts cache.",
          "KILL",
          "    Kill the currently executing Lua script.",
          "LOAD <script>",
          "    Load a script into the scripts cache without executing it.");

  private final Lanes lanes;
  private final ScriptTransactions transactions;
  private final ScriptCache cache;
  private final EvalCommand eval;

  /**
   * @param subscriptions those whom a script's PUBLISH reaches
   * @param inCluster whether this node is a member of a cluster
   */
  public ScriptingCommands(
      Lanes lanes,
      ScriptTransactions transactions,
      ScriptCache cache,
      Subscriptions subscriptions,
      boolean inCluster) {
    this.lanes = lanes;
    this.transactions = transactions;
    this.cache = cache;
    this.eval = new EvalCommand(lanes, transactions, cache, subscriptions, inCluster);
  }

  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        writing("eval", call -> eval.eval(call, false))
            .keys(keys("RW", "access", "update").withNotes(WORST + "RW and UPDATE"))
            .since("2.6.0")
            .summary("Runs a script."),
        writing("evalsha", call -> eval.evalSha(call, false))
            .keys(keys("RW", "access", "update"))
            .forwardedAs(eval::forwarded)
            .since("2.6.0")
            .summary("Runs a script that the server knows, by its SHA-1."),
        reading("eval_ro", call -> eval.eval(call, true))
            .keys(keys("RO", "access").withNotes(WORST + "RO and ACCESS"))
            .summary("Runs a script that only reads."),
        reading("evalsha_ro", call -> eval.evalSha(call, true))
            .keys(keys("RO", "access"))
            .summary("Runs a script that only reads and that the server knows, by its SHA-1."),
        script());
  }

  private CommandSpec writing(String name, Handler handler) {
    return CommandSpec.named(name, -3, SCRIPTING, handler)
        .flags(NOSCRIPT, STALE, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS)
        .transactionsRunBy(transactions)
        .complexity("Depends on the script");
  }

  private CommandSpec reading(String name, Handler handler) {
    return CommandSpec.named(name, -3, SCRIPTING, handler)
        .flags(READONLY, NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS)
        .transactionsRunBy(transactions)
        .since("7.0.0")
        .complexity("Depends on the script");
  }

  private static KeySpec keys(String... flags) {
    return new KeySpec(Set.of(flags), new KeySpec.Index(2), new KeySpec.KeyCount(0, 1, 1), null);
  }

  private CommandSpec script() {
    return CommandSpec.container(
            "script",
            SCRIPTING,
            row("debug", 3, ScriptingCommands::debug)
                .flags(NOSCRIPT)
                .since("3.2.0")
                .summary("Is refused: there is no debugger."),
            row("exists", -3, this::exists)
                .flags(NOSCRIPT)
                .tips("request_policy:all_shards", "response_policy:agg_logical_and")
                .complexity("O(N) with N scripts")
                .since("2.6.0")
                .summary("Tells which scripts the server knows."),
            row("flush", -2, this::flush)
                .flags(NOSCRIPT, EVERYWHERE, LIVE_NODES_ONLY)
                .repeatable()
                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                .complexity("O(N) with N known scripts")
                .since("2.6.0")
                .summary("Forgets all scripts."),
            row("help", 2, HELP)
                .flags(LOADING, STALE)
                .since("5.0.0")
                .summary("Explains the subcommands."),
            row("kill", 2, this::kill)
                .flags(NOSCRIPT, ALLOW_BUSY)
                .tips("request_policy:all_shards", "response_policy:one_succeeded")
                .since("2.6.0")
                .summary("Kills scripts that take too long and have changed nothing."),
            row("load", 3, eval::load)
                .flags(NOSCRIPT, STALE, EVERYWHERE, LIVE_NODES_ONLY)
                .transactionsRunBy(transactions)
                .repeatable()
                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                .complexity("O(N) with N bytes of script")
                .since("2.6.0")
                .summary("Has the server know a script."))
        .since("2.6.0")
        .complexity("Depends on the subcommand")
        .summary("Manages the scripts that the server knows.");
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named("script|" + name, arity, SCRIPTING, handler);
  }

  private static void debug(Invocation call) {
    throw new CommandException("ERR SCRIPT DEBUG is not supported: there is no debugger");
  }

  private void exists(Invocation call) {
    call.reply(
        out -> {
          out.array(call.argumentCount() - 2);
          for (int i = 2; i < call.argumentCount(); i++) {
            out.integer(cache.find(call.text(i)) == null ? 0 : 1);
          }
        });
  }

  private void flush(Invocation call) {
    boolean isKnown =
        call.argumentCount() == 2
            || (call.argumentCount() == 3
                && (call.argumentIs(2, "sync") || call.argumentIs(2, "async")));
    if (!isKnown) {
      throw new CommandException("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    }
    cache.clear();
    call.replyOk();
  }

  private void kill(Invocation call) {
    lanes.kill();
    call.replyOk();
  }
}
