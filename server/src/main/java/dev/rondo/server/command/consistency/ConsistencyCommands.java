package dev.rondo.server.command.consistency;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_MULTI;
import static dev.rondo.server.command.CommandFlag.SKIP_MONITOR;
import static dev.rondo.server.command.CommandFlag.SKIP_SLOWLOG;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.RONDO;

import dev.rondo.cluster.Level;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher.Verdict;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.consistency.ConsistencyPolicy.Decision;
import dev.rondo.server.session.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of AT and CONSISTENCY. */
public final class ConsistencyCommands {
  private static final String DEFAULT = "DEFAULT";
  private static final String CONNECTION = "connection";

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
            .complexity("O(N) with N keys")
            .summary(
                "Shows what this connection's requests ask for and who decided that: CONSISTENCY"
                    + " [FOR <key> ...]; or sets it: CONSISTENCY <level> | [READ <level>] [WRITE"
                    + " <level>]. The level DEFAULT leaves it to user, key patterns and server."));
  }

  private static void at(Invocation call) {
    ConsistencyChoice asked = ConsistencyChoice.NONE;
    int at = 1;
    if (isAssignment(call.text(at))) {
      while (at < call.argumentCount() && isAssignment(call.text(at))) {
        Level level = level(call.text(at).substring(2), call);
        boolean read = Character.toUpperCase(call.text(at).charAt(0)) == 'R';
        asked = read ? asked.withRead(level) : asked.withWrite(level);
        at++;
      }
    } else {
      Level level = level(call.text(at), call);
      asked = new ConsistencyChoice(level, level);
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
    Verdict verdict = call.dispatchAs(command, asked);
    if (verdict == Verdict.HELD_BACK) {
      throw new CommandException("BUSY commands are held back by CLIENT PAUSE, try again later");
    }
  }

  private static boolean isAssignment(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.startsWith("R=") || upper.startsWith("W=");
  }

  private static void consistency(Invocation call) {
    if (call.argumentCount() == 1) {
      show(call, List.of());
    } else if (call.argumentCount() > 2 && call.argumentIs(1, "FOR")) {
      show(call, List.of(call.arguments()).subList(2, call.argumentCount()));
    } else {
      call.session().ownConsistency(chosen(call));
      call.replyOk();
    }
  }

  private static ConsistencyChoice chosen(Invocation call) {
    ConsistencyChoice choice = call.session().ownConsistency();
    if (call.argumentCount() == 2) {
      Level level = levelOrDefault(1, call);
      return new ConsistencyChoice(level, level);
    }
    if (call.argumentCount() % 2 == 0) {
      throw CommandException.syntaxError();
    }
    for (int i = 1; i < call.argumentCount(); i += 2) {
      if (call.argumentIs(i, "READ")) {
        choice = choice.withRead(levelOrDefault(i + 1, call));
      } else if (call.argumentIs(i, "WRITE")) {
        choice = choice.withWrite(levelOrDefault(i + 1, call));
      } else {
        throw CommandException.syntaxError();
      }
    }
    return choice;
  }

  private static void show(Invocation call, List<byte[]> keys) {
    Session session = call.session();
    ConsistencyPolicy policy = call.dispatcher().consistencyPolicy();
    ConsistencyChoice own = session.ownConsistency();
    ConsistencyChoice user = policy.ofUser(session.user());
    String byUser = "user " + session.user();
    Decision read =
        firstOf(
            said(own.read(), CONNECTION),
            said(session.consistency().read(), "readonly"),
            said(user.read(), byUser),
            policy.read(keys));
    Decision write =
        firstOf(said(own.write(), CONNECTION), said(user.write(), byUser), policy.write(keys));
    call.reply(
        out -> {
          out.map(4);
          out.bulk("read");
          out.bulk(read.level().toString());
          out.bulk("read-by");
          out.bulk(read.by());
          out.bulk("write");
          out.bulk(write.level().toString());
          out.bulk("write-by");
          out.bulk(write.by());
        });
  }

  private static @Nullable Decision said(@Nullable Level level, String by) {
    return level == null ? null : new Decision(level, by);
  }

  private static Decision firstOf(@Nullable Decision... nearestFirst) {
    for (Decision decision : nearestFirst) {
      if (decision != null) {
        return decision;
      }
    }
    throw new IllegalArgumentException("nobody decides");
  }

  private static @Nullable Level levelOrDefault(int argument, Invocation call) {
    return call.argumentIs(argument, DEFAULT) ? null : level(call.text(argument), call);
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
