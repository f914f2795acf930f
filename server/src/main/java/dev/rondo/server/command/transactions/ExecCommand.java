package dev.rondo.server.command.transactions;

import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.TransactionState;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * EXEC: runs the queued commands as one transaction over the keys they name, or over everything
 * when one of them reaches further. A command that fails does not undo the others, as in Redis.
 */
final class ExecCommand {
  private final Invocation call;
  private final Session session;
  private final List<Queued> queue;
  private final long queuedBytes;
  private final WatchedKeys watched;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Queued(CommandSpec spec, byte[][] arguments) {}

  private ExecCommand(Invocation call, List<Queued> queue, long queuedBytes) {
    this.call = call;
    this.session = call.session();
    this.queue = queue;
    this.queuedBytes = queuedBytes;
    this.watched = session.watched();
  }

  static void exec(Invocation call) {
    Session session = call.session();
    TransactionState transaction = session.transaction();
    if (transaction == null) {
      throw new CommandException("ERR EXEC without MULTI");
    }
    if (transaction.isAborted()) {
      session.transaction(null);
      session.watched(WatchedKeys.NONE);
      throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
    }
    List<Queued> queue = new ArrayList<>(transaction.size());
    for (byte[][] arguments : transaction.queue()) {
      CommandSpec spec = call.dispatcher().table().resolve(arguments);
      if (spec == null) {
        throw new IllegalStateException("a queued command has left the table");
      }
      queue.add(new Queued(spec, arguments));
    }
    ExecCommand exec = new ExecCommand(call, queue, transaction.queuedBytes());
    session.transaction(null);
    session.watched(WatchedKeys.NONE);
    exec.run();
  }

  private void run() {
    boolean everything =
        queue.stream().anyMatch(queued -> queued.spec().is(CommandFlag.WHOLE_KEYSPACE));
    if (everything) {
      call.transactExclusively(this::work, this::answer);
    } else {
      call.transact(List.copyOf(namedKeys()), this::work, this::answer);
    }
  }

  private Set<Key> namedKeys() {
    Set<Key> keys = new LinkedHashSet<>(watched.keys());
    for (Queued queued : queue) {
      for (int position : queued.spec().keyPositions(queued.arguments())) {
        keys.add(new Key(session.database(), queued.arguments()[position]));
      }
    }
    return keys;
  }

  /** Runs the queue; answers nothing when a watched key was touched. */
  private Optional<ReplyBuffer> work(Transaction.View view) {
    for (Key key : watched.keys()) {
      if (watched.isTouched(key, view.read(key))) {
        return Optional.empty();
      }
    }
    session.executing(queue.size(), queuedBytes);
    try {
      return Optional.of(runQueue(view));
    } finally {
      session.transactionChanged();
    }
  }

  private ReplyBuffer runQueue(Transaction.View view) {
    TransactionKeyspace keyspace = new TransactionKeyspace(view, call.keyspace().replicas());
    ReplyBuffer replies = ReplyBuffer.pooled();
    ReplyWriter writer = new ReplyWriter(replies, session.respVersion());
    writer.array(queue.size());
    for (Queued queued : queue) {
      writer.version(session.respVersion());
      call.dispatcher()
          .run(
              queued.spec(),
              queued.arguments(),
              session,
              keyspace,
              call.consistency(),
              reply -> reply.writeTo(writer));
    }
    return replies;
  }

  private void answer(Optional<ReplyBuffer> replies, ReplyWriter out) {
    if (replies.isEmpty()) {
      out.nilArray();
    } else {
      out.buffer().appendAll(replies.get());
    }
  }
}
