package dev.rondo.server.command;

import dev.rondo.cluster.Consistency;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.session.Session;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Key;
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

  /** Tries once, on the client's event loop. */
  public void attempt(ReplyTarget outcome) {
    dispatcher.route(spec, arguments, session, consistency, outcome);
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
