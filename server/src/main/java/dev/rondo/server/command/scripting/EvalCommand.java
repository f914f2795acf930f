package dev.rondo.server.command.scripting;

import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.scripting.ScriptCommands.Rights;
import dev.rondo.server.command.transactions.TransactionKeyspace;
import dev.rondo.server.lua.LuaData;
import dev.rondo.server.lua.LuaOutcome;
import dev.rondo.server.lua.LuaState;
import dev.rondo.server.script.Execution;
import dev.rondo.server.script.Lanes;
import dev.rondo.server.script.Script;
import dev.rondo.server.script.ScriptCache;
import dev.rondo.server.script.ScriptLane;
import dev.rondo.server.script.ScriptTransactions;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** EVAL, EVALSHA, EVAL_RO and EVALSHA_RO. */
final class EvalCommand {
  private static final int SCRIPT = 1;
  private static final int KEY_COUNT = 2;
  private static final int FIRST_KEY = 3;
  private static final String CROSS_SLOT = "CROSSSLOT Keys in request don't hash to the same slot";

  private final Lanes lanes;
  private final ScriptTransactions transactions;
  private final ScriptCache cache;
  private final Subscriptions subscriptions;
  private final boolean inCluster;

  EvalCommand(
      Lanes lanes,
      ScriptTransactions transactions,
      ScriptCache cache,
      Subscriptions subscriptions,
      boolean inCluster) {
    this.lanes = lanes;
    this.transactions = transactions;
    this.cache = cache;
    this.subscriptions = subscriptions;
    this.inCluster = inCluster;
  }

  /** A script's end, and how it is to be told. */
  private record Ended(Script script, LuaOutcome outcome, boolean resp3) {}

  /** Runs the script that the call brings. */
  void eval(Invocation call, boolean readOnly) {
    int keys = keyCount(call);
    run(call, Script.of(call.argument(SCRIPT)), keys, readOnly);
  }

  /** Runs the script that the call names. */
  void evalSha(Invocation call, boolean readOnly) {
    int keys = keyCount(call);
    Script script = cache.find(call.text(SCRIPT));
    if (script == null) {
      throw new CommandException("NOSCRIPT No matching script. Please use EVAL.");
    }
    run(call, script, keys, readOnly);
  }

  private static int keyCount(Invocation call) {
    byte[] argument = call.argument(KEY_COUNT);
    if (!Numbers.isLong(argument)) {
      throw CommandException.notAnInteger();
    }
    long count = Numbers.parseLong(argument);
    if (count > call.argumentCount() - FIRST_KEY) {
      throw new CommandException("ERR Number of keys can't be greater than number of args");
    }
    if (count < 0) {
      throw new CommandException("ERR Number of keys can't be negative");
    }
    return (int) count;
  }

  private void run(Invocation call, Script script, int keyCount, boolean readOnly) {
    boolean mayWrite = !script.is(Script.Flag.NO_WRITES);
    if (readOnly && mayWrite && script.declaresFlags()) {
      throw new CommandException(
          "ERR Can not execute a script with write flag using *_ro command.");
    }
    if (inCluster && script.is(Script.Flag.NO_CLUSTER)) {
      throw new CommandException("ERR Can not run script on cluster, 'no-cluster' flag is set.");
    }
    List<Key> keys = new ArrayList<>();
    for (int i = FIRST_KEY; i < FIRST_KEY + keyCount; i++) {
      keys.add(call.key(i));
    }
    if (inCluster && keys.stream().anyMatch(key -> key.slot() != keys.get(0).slot())) {
      throw new CommandException(CROSS_SLOT);
    }
    Rights rights = new Rights(readOnly || !mayWrite, inCluster, keys);
    Transaction<Ended> work = view -> runOn(view, call, script, keyCount, rights);
    if (call.mayWait()) {
      transactions.transact(
          call.keyspace(), keys, call.consistency(), work, call.answering(EvalCommand::answer));
    } else {
      call.transact(keys, work, EvalCommand::answer);
    }
  }

  /** On a lane: EXEC has brought us to one if it was not us. */
  private Ended runOn(
      Transaction.View view, Invocation call, Script script, int keyCount, Rights rights) {
    ScriptLane lane = lanes.current();
    Execution execution = lane == null ? null : lane.execution();
    if (lane == null || execution == null) {
      throw new IllegalStateException("a script outside of its lanes");
    }
    LuaState lua = lane.lua();
    String mistake = lua.compile(script.sha(), script.code());
    if (mistake != null) {
      throw new CommandException("ERR Error compiling script (new function): " + mistake);
    }
    cache.evaluated(script);
    ScriptCommands commands =
        new ScriptCommands(
            call,
            new TransactionKeyspace(view, call.keyspace().replicas()),
            session(call, view.nowMillis()),
            execution,
            lanes::nanoTime,
            subscriptions,
            rights);
    List<byte[]> arguments = List.of(call.arguments()).subList(FIRST_KEY, call.argumentCount());
    LuaOutcome outcome =
        lua.run(
            script.sha(),
            arguments.subList(0, keyCount),
            arguments.subList(keyCount, arguments.size()),
            commands);
    return new Ended(script, outcome, commands.speaksResp3());
  }

  /** What a script selects is its own matter, and so is the protocol it chooses. */
  private static Session session(Invocation call, long nowMillis) {
    Session client = call.session();
    Session session = new Session(client.id(), client.connection(), nowMillis, () -> false);
    session.database(client.database());
    session.name(client.name());
    return session;
  }

  private static void answer(Ended ended, ReplyWriter out) {
    if (ended.outcome() instanceof LuaOutcome.Returned returned) {
      new LuaReply(out, ended.resp3()).write(returned.value());
    } else if (ended.outcome() instanceof LuaOutcome.Failed failed) {
      String where =
          failed.source() == null ? "" : ", on %s:%d".formatted(failed.source(), failed.line());
      throw new CommandException(
          "%s script: %s%s.".formatted(failed.error(), ended.script().sha(), where));
    }
  }

  /** EVALSHA as another node understands it, which may not know the script. */
  byte[][] forwarded(byte[][] arguments) {
    Script script = cache.find(Bytes.text(arguments[SCRIPT]));
    if (script == null) {
      return arguments;
    }
    byte[][] eval = arguments.clone();
    eval[0] =
        Bytes.of(Bytes.text(arguments[0]).toLowerCase(Locale.ROOT).replace("evalsha", "eval"));
    eval[SCRIPT] = script.body();
    return eval;
  }

  /** Compiles a script on a lane, and answers with its SHA-1 when that went well. */
  void load(Invocation call) {
    Script script = Script.of(call.argument(2));
    Transaction<LuaData> work =
        view -> {
          ScriptLane lane = lanes.current();
          String mistake =
              lane == null ? "no lane" : lane.lua().compile(script.sha(), script.code());
          if (mistake != null) {
            throw new CommandException("ERR Error compiling script (new function): " + mistake);
          }
          cache.load(script);
          return LuaData.of(script.sha());
        };
    transactions.transact(
        call.keyspace(),
        List.of(),
        call.consistency(),
        work,
        call.answering((sha, out) -> out.bulk(script.sha())));
  }
}
