package dev.rondo.server.command.transactions;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.TransactionState;
import java.util.Optional;

/** EXEC: runs what is queued on the keyspace of the call; see {@link QueuedTransaction}. */
final class ExecCommand {
  private ExecCommand() {}

  static void exec(Invocation call) {
    Session session = call.session();
    TransactionState state = session.transaction();
    if (state == null) {
      throw new CommandException("ERR EXEC without MULTI");
    }
    if (state.isAborted()) {
      QueuedTransaction.end(session);
      throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
    }
    QueuedTransaction transaction =
        QueuedTransaction.of(call.dispatcher().table(), session, state.queue());
    QueuedTransaction.end(session);
    transaction.run(
        call.dispatcher(),
        session,
        call.keyspace(),
        call.consistency(),
        call.answering(ExecCommand::answer));
  }

  private static void answer(Optional<QueuedTransaction.Replies> replies, ReplyWriter out) {
    if (replies.isEmpty()) {
      out.nilArray();
    } else {
      out.array(replies.get().lengths().size());
      out.buffer().appendAll(replies.get().buffer());
    }
  }
}
