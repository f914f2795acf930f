package dev.rondo.server.command;

import dev.rondo.cluster.Consistency;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.session.Session;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Key;
import java.util.Collections;
import java.util.List;

/**
 * A blocking command of a client, past the gates: it can be attempted again and again, wherever it
 * belongs by then, and is answered once.
 */
public final class BlockingCall {
  private static final String UNBLOCKED = "UNBLOCKED client unblocked via CLIENT UNBLOCK";

  private final Dispatcher dispatcher;
  private final CommandSpec spec;
  private final CommandSpec.Waiting waiting;
  private final byte[][] arguments;
  private final Session session;
  private final Consistency consistency;
  private final ReplyTarget target;
  private final List<Key> keys;
  private final List<byte[][]> parts;

  BlockingCall(
      Dispatcher dispatcher,
      CommandSpec spec,
      CommandSpec.Waiting waiting,
      byte[][] arguments,
      Session session,
      Consistency consistency,
      ReplyTarget target) {
    this.dispatcher = dispatcher;
    this.spec = spec;
    this.waiting = waiting;
    this.arguments = arguments;
    this.session = session;
    this.consistency = consistency;
    this.target = target;
    this.keys =
        spec.keyUses(arguments).stream()
            .filter(use -> use.flags().contains("access"))
            .map(use -> new Key(session.database(), arguments[use.position()]))
            .distinct()
            .toList();
    this.parts =
        dispatcher.routes()
            ? BlockingParts.of(spec, waiting, arguments)
            : Collections.singletonList(arguments);
  }

  public Session session() {
    return session;
  }

  /** What is waited for: that one of these holds something. */
  public List<Key> keys() {
    return keys;
  }

  /** What a key has to hold for an attempt to be worth while. */
  public DataType type() {
    return waiting.type();
  }

  /**
   * How long the client waits, in milliseconds; 0 for ever. Only after an attempt found nothing.
   */
  public long timeoutMillis() {
    int at = waiting.timeoutAt();
    return WaitTimeout.millis(arguments[at < 0 ? arguments.length + at : at]);
  }

  /**
   * Tries once, on the client's event loop. Where no node orders the writes of all keys, those of
   * one slot after the other, each by the node that orders them: so no two clients take the same.
   */
  public void attempt(ReplyTarget outcome) {
    attemptFrom(0, outcome);
  }

  private void attemptFrom(int part, ReplyTarget outcome) {
    ReplyTarget next = part + 1 == parts.size() ? outcome : new OrElse(part + 1, outcome);
    dispatcher.route(spec, parts.get(part), session, consistency, next);
  }

  /** Goes on with the next part when one found nothing. */
  private final class OrElse implements ReplyTarget {
    private final int nextPart;
    private final ReplyTarget outcome;

    OrElse(int nextPart, ReplyTarget outcome) {
      this.nextPart = nextPart;
      this.outcome = outcome;
    }

    @Override
    public void deliver(Reply reply) {
      outcome.deliver(reply);
    }

    @Override
    public void deliverFailure(Throwable cause, Reply reply) {
      outcome.deliverFailure(cause, reply);
    }

    @Override
    public void deliverNothing(Reply reply) {
      session.connection().executeLater(() -> attemptFrom(nextPart, outcome));
    }
  }

  /** Answers with what an attempt found. */
  public void answer(Reply reply) {
    target.deliver(reply);
  }

  /** Answers with what a failure means to a client. */
  public void fail(Throwable failure) {
    invocation().fail(failure);
  }

  /** Answers that the time is over. */
  public void answerNothing() {
    invocation().reply(ReplyWriter::nilArray);
  }

  /** Answers that somebody ended the wait. */
  public void answerUnblocked() {
    fail(new CommandException(UNBLOCKED));
  }

  private Invocation invocation() {
    return new Invocation(
        dispatcher, spec, arguments, session, dispatcher.keyspace(), consistency, target);
  }
}
