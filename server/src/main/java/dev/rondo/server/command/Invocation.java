package dev.rondo.server.command;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a command: its arguments, the client that sent it, the keyspace it works on, and the
 * reply it owes.
 *
 * <p>A handler either calls {@link #reply} or starts exactly one operation on the keyspace and says
 * how its result is written; failures become error replies by themselves.
 */
public final class Invocation {
  private final Dispatcher dispatcher;
  private final CommandSpec spec;
  private final byte[][] arguments;
  private final Session session;
  private final Keyspace keyspace;
  private final Consistency consistency;
  private final ReplyTarget target;
  private final long startedNanos;

  public Invocation(
      Dispatcher dispatcher,
      CommandSpec spec,
      byte[][] arguments,
      Session session,
      Keyspace keyspace,
      Consistency consistency,
      ReplyTarget target) {
    this.dispatcher = dispatcher;
    this.spec = spec;
    this.arguments = arguments;
    this.session = session;
    this.keyspace = keyspace;
    this.consistency = consistency;
    this.target = target;
    this.startedNanos = dispatcher.nanoTime();
  }

  /** What runs the call; for commands that run others, or speak about commands. */
  public Dispatcher dispatcher() {
    return dispatcher;
  }

  public CommandSpec spec() {
    return spec;
  }

  public Session session() {
    return session;
  }

  public Keyspace keyspace() {
    return keyspace;
  }

  public Consistency consistency() {
    return consistency;
  }

  /**
   * Whether the answer may come when something else has happened. Not inside EXEC, which has all
   * answers when it ends.
   */
  public boolean mayWait() {
    return keyspace == dispatcher.keyspace();
  }

  /** How many arguments there are, the command's name included. */
  public int argumentCount() {
    return arguments.length;
  }

  /** All arguments, the command's name first; not to be changed. */
  public byte[][] arguments() {
    return arguments;
  }

  /** An argument; 0 is the command's name. Not to be changed. */
  public byte[] argument(int i) {
    return arguments[i];
  }

  /** An argument as text, each byte one character, so that nothing is lost or refused. */
  public String text(int i) {
    return Bytes.text(arguments[i]);
  }

  /** Whether an argument is this word, in any case. */
  public boolean argumentIs(int i, String word) {
    byte[] argument = arguments[i];
    if (argument.length != word.length()) {
      return false;
    }
    for (int at = 0; at < argument.length; at++) {
      if (Character.toUpperCase((char) (argument[at] & 0xFF))
          != Character.toUpperCase(word.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  /** An argument as a key in the client's database. */
  public Key key(int i) {
    return new Key(session.database(), arguments[i]);
  }

  /** Answers; when the reply throws before it has written anything, with that failure. */
  public void reply(Reply reply) {
    target.deliver(out -> write(reply, out));
  }

  /** Answers OK. */
  public void replyOk() {
    reply(ReplyWriter::ok);
  }

  /**
   * Runs another command in place of this one; its reply becomes this call's.
   *
   * @param asked what the request says about its consistency
   */
  public Dispatcher.Verdict dispatchAs(byte[][] command, ConsistencyChoice asked) {
    return dispatcher.dispatch(session, command, asked, target);
  }

  /** Answers with what a failure means to a client. */
  public void fail(Throwable failure) {
    target.deliverFailure(failure, out -> writeError(ErrorReplies.textOf(failure), out));
  }

  private void write(Reply reply, ReplyWriter out) {
    long before = out.buffer().readableBytes();
    try {
      reply.writeTo(out);
    } catch (RuntimeException e) {
      if (out.buffer().readableBytes() != before) {
        throw e;
      }
      writeError(ErrorReplies.textOf(e), out);
      return;
    }
    dispatcher.completed(this, dispatcher.nanoTime() - startedNanos, null);
  }

  private void writeError(String error, ReplyWriter out) {
    out.error(Bytes.of(error));
    dispatcher.completed(this, dispatcher.nanoTime() - startedNanos, error);
  }

  /** Reads a key with its contents and answers with what it holds, null for nothing. */
  public void read(Key key, BiConsumer<@Nullable Entry, ReplyWriter> reply) {
    keyspace.read(key, true, consistency, answering(counting(reply)));
  }

  /** Reads existence, type, version and expiry of a key; the entry may be unloaded. */
  public void readVersion(Key key, BiConsumer<@Nullable Entry, ReplyWriter> reply) {
    keyspace.read(key, false, consistency, answering(counting(reply)));
  }

  private BiConsumer<@Nullable Entry, ReplyWriter> counting(
      BiConsumer<@Nullable Entry, ReplyWriter> reply) {
    return (entry, out) -> {
      noteLookup(entry != null);
      reply.accept(entry, out);
    };
  }

  /** Counts a look-up of a key for the statistics; {@link #read} does it by itself. */
  public void noteLookup(boolean found) {
    dispatcher.observer().lookedUp(found);
  }

  /** Changes a key and answers with the result. */
  public <T extends @Nullable Object> void update(
      Key key, Update<T> update, BiConsumer<T, ReplyWriter> reply) {
    keyspace.update(key, consistency, update, answering(reply));
  }

  /** Works on several keys at once and answers with the result. */
  public <T extends @Nullable Object> void transact(
      List<Key> keys, Transaction<T> work, BiConsumer<T, ReplyWriter> reply) {
    keyspace.transact(keys, consistency, work, answering(reply));
  }

  /**
   * One attempt of a blocking command, or all that its sibling does that never waits: works on
   * several keys at once and answers with the result.
   *
   * @param work answers nothing when nothing was there; then it has changed nothing
   * @param nothing what is answered to a client that does not wait
   */
  public <T> void attempt(
      List<Key> keys,
      Transaction<Optional<T>> work,
      BiConsumer<T, ReplyWriter> reply,
      Reply nothing) {
    keyspace.transact(
        keys,
        consistency,
        work,
        new Completion<>() {
          @Override
          public void success(Optional<T> found) {
            if (found.isPresent()) {
              reply(out -> reply.accept(found.get(), out));
            } else if (spec.waiting() != null) {
              target.deliverNothing(out -> write(nothing, out));
            } else {
              reply(nothing);
            }
          }

          @Override
          public void failure(Throwable cause) {
            fail(cause);
          }
        });
  }

  /** Works on everything at once and answers with the result. */
  public <T extends @Nullable Object> void transactExclusively(
      Transaction<T> work, BiConsumer<T, ReplyWriter> reply) {
    keyspace.transactExclusively(work, answering(reply));
  }

  /** Scans a page of keys of the client's database and answers with it. */
  public void scan(long cursor, int maxKeys, BiConsumer<ScanPage, ReplyWriter> reply) {
    keyspace.scan(session.database(), cursor, maxKeys, answering(reply));
  }

  /** A completion that answers with the result, or with the failure. */
  public <T extends @Nullable Object> Completion<T> answering(BiConsumer<T, ReplyWriter> reply) {
    return new Completion<>() {
      @Override
      public void success(T value) {
        reply(out -> reply.accept(value, out));
      }

      @Override
      public void failure(Throwable cause) {
        fail(cause);
      }
    };
  }
}
