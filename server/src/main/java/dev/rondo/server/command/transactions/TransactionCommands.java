package dev.rondo.server.command.transactions;

import static dev.rondo.server.command.CommandFlag.ALLOW_BUSY;
import static dev.rondo.server.command.CommandFlag.CONTROLS_TRANSACTION;
import static dev.rondo.server.command.CommandFlag.ENDS_TRANSACTION;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.SKIP_SLOWLOG;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.TRANSACTIONS;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.TransactionState;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;

/** The rows of MULTI, DISCARD, WATCH and UNWATCH; EXEC's work is in {@link ExecCommand}. */
public final class TransactionCommands {
  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("multi", 1, TRANSACTIONS, TransactionCommands::multi)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, CONTROLS_TRANSACTION)
            .since("1.2.0")
            .summary("Begins a transaction: what follows is queued until EXEC."),
        CommandSpec.named("exec", 1, TRANSACTIONS, ExecCommand::exec)
            .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG, CONTROLS_TRANSACTION, ENDS_TRANSACTION)
            .since("1.2.0")
            .complexity("Depends on the queued commands")
            .summary("Runs the queued commands at once."),
        CommandSpec.named("discard", 1, TRANSACTIONS, TransactionCommands::discard)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, CONTROLS_TRANSACTION)
            .since("2.0.0")
            .complexity("O(N) with N queued commands")
            .summary("Forgets the queued commands."),
        CommandSpec.named("watch", -2, TRANSACTIONS, TransactionCommands::watch)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, CONTROLS_TRANSACTION)
            .keys(KeySpec.allFrom(1, 1, "RO"))
            .since("2.2.0")
            .complexity("O(1) for each key")
            .summary("Makes the next EXEC do nothing if one of the keys has changed by then."),
        CommandSpec.named("unwatch", 1, TRANSACTIONS, TransactionCommands::unwatch)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .since("2.2.0")
            .summary("Forgets the watched keys."));
  }

  private static void multi(Invocation call) {
    Session session = call.session();
    if (session.transaction() != null) {
      throw new CommandException("ERR MULTI calls can not be nested");
    }
    session.transaction(new TransactionState());
    call.replyOk();
  }

  private static void discard(Invocation call) {
    Session session = call.session();
    if (session.transaction() == null) {
      throw new CommandException("ERR DISCARD without MULTI");
    }
    session.transaction(null);
    session.watched(WatchedKeys.NONE);
    call.replyOk();
  }

  private static void unwatch(Invocation call) {
    call.session().watched(WatchedKeys.NONE);
    call.replyOk();
  }

  private static void watch(Invocation call) {
    Session session = call.session();
    if (session.transaction() != null) {
      throw new CommandException("ERR WATCH inside MULTI is not allowed");
    }
    List<Key> keys = new ArrayList<>();
    for (int i = 1; i < call.argumentCount(); i++) {
      keys.add(call.key(i));
    }
    call.transact(
        keys,
        view -> {
          WatchedKeys watched = session.watched();
          for (Key key : keys) {
            watched = watched.and(key, view.read(key));
          }
          return watched;
        },
        (watched, out) -> {
          session.watched(watched);
          out.ok();
        });
  }
}
