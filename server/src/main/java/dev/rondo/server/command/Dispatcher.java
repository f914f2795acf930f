package dev.rondo.server.command;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.CONTROLS_TRANSACTION;
import static dev.rondo.server.command.CommandFlag.ENDS_TRANSACTION;
import static dev.rondo.server.command.CommandFlag.FOR_SUBSCRIBERS;
import static dev.rondo.server.command.CommandFlag.MAY_REPLICATE;
import static dev.rondo.server.command.CommandFlag.NO_AUTH;
import static dev.rondo.server.command.CommandFlag.NO_MULTI;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.SKIP_MONITOR;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.TransactionState;
import dev.rondo.server.session.WatchedKeys;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client's request through the gates and runs it. One for all connections; each request is
 * dispatched on its connection's event loop.
 */
public final class Dispatcher {
  /** The most argument bytes a MULTI may queue. */
  static final long MAX_QUEUED_BYTES = 64L << 20;

  /** The most commands a MULTI may queue. */
  public static final int MAX_QUEUED_COMMANDS = 1_000_000;

  /** What became of a request. */
  public enum Verdict {
    /** It runs, was queued or was refused: its reply was or will be delivered. */
    ACCEPTED,
    /** Nothing happened: CLIENT PAUSE holds it back; dispatch it again when the pause is over. */
    HELD_BACK
  }

  private final CommandTable table;
  private final Keyspace keyspace;
  private final CommandObserver observer;
  private final Monitors monitors;
  private final ClientPause pause;
  private final InstantSource clock;
  private final LongSupplier nanoClock;
  private final Supplier<ConsistencyPolicy> policy;
  private final @Nullable CommandRouting routing;
  private final @Nullable Blocking blocking;

  /** One that runs everything here, and answers blocking commands at once. */
  public Dispatcher(
      CommandTable table,
      Keyspace keyspace,
      CommandObserver observer,
      Monitors monitors,
      ClientPause pause,
      InstantSource clock,
      LongSupplier nanoClock,
      Supplier<ConsistencyPolicy> policy) {
    this(table, keyspace, observer, monitors, pause, clock, nanoClock, policy, null, null);
  }

  /**
   * One that has commands run where they belong.
   *
   * @param policy decides on the consistency of requests that do not say it themselves; may change
   * @param routing takes over what other nodes have to run; null when there are none
   * @param blocking has clients wait; null when all are answered at once
   */
  public Dispatcher(
      CommandTable table,
      Keyspace keyspace,
      CommandObserver observer,
      Monitors monitors,
      ClientPause pause,
      InstantSource clock,
      LongSupplier nanoClock,
      Supplier<ConsistencyPolicy> policy,
      @Nullable CommandRouting routing,
      @Nullable Blocking blocking) {
    this.table = table;
    this.keyspace = keyspace;
    this.observer = observer;
    this.monitors = monitors;
    this.pause = pause;
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.policy = policy;
    this.routing = routing;
    this.blocking = blocking;
  }

  /** All commands. */
  public CommandTable table() {
    return table;
  }

  /** What commands outside EXEC work on. */
  public Keyspace keyspace() {
    return keyspace;
  }

  /** Whether commands may be run elsewhere. */
  boolean routes() {
    return routing != null;
  }

  /** Who is told of every command. */
  CommandObserver observer() {
    return observer;
  }

  /** A reading of the clock that durations are measured with, in nanoseconds. */
  long nanoTime() {
    return nanoClock.getAsLong();
  }

  /** Takes a request that says nothing about consistency itself. */
  public Verdict dispatch(Session session, byte[][] arguments, ReplyTarget target) {
    return dispatch(session, arguments, ConsistencyChoice.NONE, target);
  }

  /**
   * Takes a request through the gates, and runs or queues it.
   *
   * @param asked what the request itself says about consistency
   */
  public Verdict dispatch(
      Session session, byte[][] arguments, ConsistencyChoice asked, ReplyTarget target) {
    CommandSpec spec = table.resolve(arguments);
    if (spec == null) {
      return refuse(session, null, UnknownCommand.reply(table, arguments), target);
    }
    String refusal = refusal(session, spec, arguments);
    if (refusal != null) {
      return refuse(session, spec, refusal, target);
    }
    TransactionState transaction = session.transaction();
    if (isHeldBack(session, spec)) {
      return Verdict.HELD_BACK;
    }
    session.touched(clock.millis(), spec.name());
    if (transaction != null && !spec.is(CONTROLS_TRANSACTION)) {
      return queue(session, transaction, spec, arguments, target);
    }
    Consistency consistency = consistency(session, asked, spec, arguments);
    CommandSpec.Waiting waiting = spec.waiting();
    if (waiting == null || blocking == null) {
      route(spec, arguments, session, consistency, target);
    } else {
      blocking.run(new BlockingCall(this, spec, waiting, arguments, session, consistency, target));
    }
    return Verdict.ACCEPTED;
  }

  /** Has a command that is past the gates run where it belongs. */
  void route(
      CommandSpec spec,
      byte[][] arguments,
      Session session,
      Consistency consistency,
      ReplyTarget target) {
    if (routing == null || !routing.takeOver(this, spec, arguments, session, consistency, target)) {
      run(spec, arguments, session, keyspace, consistency, target);
    }
  }

  /** Request, connection, user, patterns of keys, server: the nearest that says something wins. */
  private Consistency consistency(
      Session session, ConsistencyChoice asked, CommandSpec spec, byte[][] arguments) {
    ConsistencyPolicy now = policy.get();
    ConsistencyChoice said = asked.orElse(session.consistency()).orElse(now.ofUser(session.user()));
    return now.decide(said, now.dependsOnKeys(said) ? keys(session, spec, arguments) : List.of());
  }

  /** The keys a command names; of EXEC those that the queued commands name. */
  private List<byte[]> keys(Session session, CommandSpec spec, byte[][] arguments) {
    List<byte[]> keys = new ArrayList<>();
    TransactionState transaction = session.transaction();
    if (!spec.is(ENDS_TRANSACTION) || transaction == null) {
      spec.keyPositions(arguments).forEach(position -> keys.add(arguments[position]));
      return keys;
    }
    for (byte[][] queued : transaction.queue()) {
      CommandSpec of = table.resolve(queued);
      if (of != null) {
        of.keyPositions(queued).forEach(position -> keys.add(queued[position]));
      }
    }
    return keys;
  }

  /** Who decides on the consistency of requests that do not say it themselves. */
  public ConsistencyPolicy consistencyPolicy() {
    return policy.get();
  }

  /** Answers a command that passed the gates and cannot be run with an error, code first. */
  public void refuse(CommandSpec spec, String error, ReplyTarget target) {
    byte[] reply = Bytes.of(error);
    observer.rejected(spec, error);
    target.deliverFailure(new CommandException(error), out -> out.error(reply));
  }

  /**
   * Runs a command that is past the gates, on the keyspace given: EXEC gives its transaction's.
   * Whatever a handler throws becomes the reply.
   */
  public void run(
      CommandSpec spec,
      byte[][] arguments,
      Session session,
      Keyspace onKeyspace,
      Consistency consistency,
      ReplyTarget target) {
    Invocation call =
        new Invocation(this, spec, arguments, session, onKeyspace, consistency, target);
    try {
      spec.handler().handle(call);
    } catch (RuntimeException e) {
      call.fail(e);
    }
  }

  /** Tells the statistics of a command that has run, and shows it to the monitors. */
  void completed(Invocation call, long elapsedNanos, @Nullable String error) {
    observer.completed(call, elapsedNanos, error);
    CommandSpec spec = call.spec();
    if (!monitors.isEmpty() && !spec.is(ADMIN) && !spec.is(SKIP_MONITOR)) {
      monitors.feed(call.session(), spec.shown(call.arguments()));
    }
  }

  private @Nullable String refusal(Session session, CommandSpec spec, byte[][] arguments) {
    if (!spec.accepts(arguments.length)) {
      return CommandException.wrongArity(spec.name()).reply();
    }
    if (session.mustAuthenticate() && !spec.is(NO_AUTH)) {
      return "NOAUTH Authentication required.";
    }
    if (session.transaction() != null && spec.is(NO_MULTI)) {
      return "ERR Command not allowed inside a transaction";
    }
    if (session.isSubscriber() && !spec.is(FOR_SUBSCRIBERS)) {
      return ("ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET"
              + " are allowed in this context")
          .formatted(spec.name());
    }
    if (session.monitor() && (spec.is(WRITE) || spec.is(READONLY) || spec.is(MAY_REPLICATE))) {
      return "ERR Replica can't interact with the keyspace";
    }
    return null;
  }

  /** A monitor counts as a replica, and those are never held back. */
  private boolean isHeldBack(Session session, CommandSpec spec) {
    TransactionState transaction = session.transaction();
    return switch (pause.mode()) {
      case NONE -> false;
      case ALL -> !session.monitor();
      case WRITE ->
          spec.is(WRITE)
              || spec.is(MAY_REPLICATE)
              || (spec.is(ENDS_TRANSACTION) && transaction != null && transaction.writes());
    };
  }

  private Verdict queue(
      Session session,
      TransactionState transaction,
      CommandSpec spec,
      byte[][] arguments,
      ReplyTarget target) {
    if (transaction.queuedBytes() > MAX_QUEUED_BYTES || transaction.size() >= MAX_QUEUED_COMMANDS) {
      return refuse(session, spec, "ERR too many commands in the transaction", target);
    }
    transaction.add(arguments, spec.is(WRITE) || spec.is(MAY_REPLICATE));
    session.transactionChanged();
    target.deliver(out -> out.simple("QUEUED"));
    return Verdict.ACCEPTED;
  }

  private static String withoutGenericCode(String error) {
    return error.startsWith("ERR ") ? error.substring("ERR ".length()) : error;
  }

  private Verdict refuse(
      Session session, @Nullable CommandSpec spec, String error, ReplyTarget target) {
    TransactionState transaction = session.transaction();
    if (transaction != null) {
      transaction.rejectOne();
    }
    String told = error;
    if (spec != null && spec.is(ENDS_TRANSACTION)) {
      session.transaction(null);
      session.watched(WatchedKeys.NONE);
      told = "EXECABORT Transaction discarded because of: " + withoutGenericCode(error);
    }
    byte[] reply = Bytes.of(told);
    observer.rejected(spec, told);
    target.deliver(out -> out.error(reply));
    return Verdict.ACCEPTED;
  }
}
