package dev.rondo.server.command.consistency;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_MULTI;
import static dev.rondo.server.command.CommandFlag.SKIP_MONITOR;
import static dev.rondo.server.command.CommandFlag.SKIP_SLOWLOG;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.RONDO;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher.Verdict;
import dev.rondo.server.command.Invocation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The rows of AT and CONSISTENCY. */
public final class ConsistencyCommands {
  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("at", -3, RONDO, ConsistencyCommands::at)
            .flags(NOSCRIPT, NO_MULTI, SKIP_MONITOR, SKIP_SLOWLOG, LOADING, STALE, FAST)
            .movableKeys(args -> List.of())
            .complexity("That of the command")
            .summary(
                "Runs one command with a consistency of its own: AT <level> <command ...> or AT R=1"
                    + " W=3 <command ...>."),
        CommandSpec.named("consistency", -1, RONDO, ConsistencyCommands::consistency)
            .flags(NOSCRIPT, LOADING, STALE, FAST)
            .summary(
                "Shows or sets what this connection's requests ask for: CONSISTENCY [READ <level>]"
                    + " [WRITE <level>] or CONSISTENCY <level>."));
  }

  private static void at(Invocation call) {
    Consistency consistency = call.consistency();
    int at = 1;
    if (isAssignment(call.text(at))) {
      while (at < call.argumentCount() && isAssignment(call.text(at))) {
        Level level = level(call.text(at).substring(2), call);
        boolean read = Character.toUpperCase(call.text(at).charAt(0)) == 'R';
        consistency = read ? consistency.withRead(level) : consistency.withWrite(level);
        at++;
      }
    } else {
      Level level = level(call.text(at), call);
      consistency = new Consistency(level, level);
      at++;
    }
    if (at == call.argumentCount()) {
      throw CommandException.wrongArity("at");
    }
    byte[][] command = Arrays.copyOfRange(call.arguments(), at, call.argumentCount());
    CommandSpec spec = call.dispatcher().table().resolve(command);
    if (spec == call.spec()) {
      throw new CommandException("ERR AT cannot be nested");
    }
    Verdict verdict = call.dispatchAs(command, consistency);
    if (verdict == Verdict.HELD_BACK) {
      throw new CommandException("BUSY commands are held back by CLIENT PAUSE, try again later");
    }
  }

  private static boolean isAssignment(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.startsWith("R=") || upper.startsWith("W=");
  }

  private static void consistency(Invocation call) {
    Consistency consistency = call.session().consistency();
    if (call.argumentCount() == 2) {
      Level level = level(call.text(1), call);
      consistency = new Consistency(level, level);
    } else if (call.argumentCount() % 2 == 0) {
      throw CommandException.syntaxError();
    } else {
      for (int i = 1; i < call.argumentCount(); i += 2) {
        if (call.argumentIs(i, "READ")) {
          consistency = consistency.withRead(level(call.text(i + 1), call));
        } else if (call.argumentIs(i, "WRITE")) {
          consistency = consistency.withWrite(level(call.text(i + 1), call));
        } else {
          throw CommandException.syntaxError();
        }
      }
    }
    if (call.argumentCount() > 1) {
      call.session().consistency(consistency);
      call.replyOk();
      return;
    }
    String read = consistency.read().toString();
    String write = consistency.write().toString();
    call.reply(
        out -> {
          out.map(2);
          out.bulk("read");
          out.bulk(read);
          out.bulk("write");
          out.bulk(write);
        });
  }

  /**
   * A level this deployment can reach; a connection that asked for more could do nothing at all.
   */
  private static Level level(String text, Invocation call) {
    Level level;
    try {
      level = Level.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "ERR unknown consistency level '"
              + text
              + "', use ONE, TWO, THREE, QUORUM, ALL, LOCAL_ONE, LOCAL_QUORUM, EACH_QUORUM or a"
              + " number of replicas");
    }
    int replicas = call.keyspace().replicas();
    if (level.required(replicas) > replicas) {
      throw new CommandException(
          "ERR consistency %s needs %d replicas, but keys have %d here"
              .formatted(level, level.required(replicas), replicas));
    }
    return level;
  }
}
