package dev.rondo.server.routing;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.ErrorReplies;
import dev.rondo.server.command.transactions.QueuedTransaction;
import dev.rondo.server.command.transactions.QueuedTransaction.Replies;
import dev.rondo.storage.Completion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An EXEC on its way to the node that orders its keys' writes. What names keys runs there; what
 * speaks of the connection or of this node (PING, CLIENT, TIME) runs here, once the other part has
 * run, and the replies are put together in the order of the queue.
 */
final class ForwardedTransaction implements Attempts.Task {
  private final RoutedCall call;
  private final Router router;
  private final QueuedTransaction transaction;
  private final byte[] request;

  ForwardedTransaction(RoutedCall call, Router router, QueuedTransaction transaction) {
    this.call = call;
    this.router = router;
    this.transaction = transaction;
    QueuedTransaction remote = transaction.withKeys();
    List<byte[][]> queue =
        remote.commands().stream()
            .map(queued -> queued.spec().forwarded(queued.arguments()))
            .toList();
    this.request =
        ForwardCodec.encode(new ForwardRequest.Transaction(call.caller(), queue, remote.watched()));
  }

  @Override
  public byte[] request() {
    return request;
  }

  @Override
  public boolean isRepeatable() {
    return transaction.isRepeatable();
  }

  @Override
  public Route route() {
    return router.route(transaction);
  }

  @Override
  public void belongsElsewhere(Route route) {
    if (route instanceof Route.Refuse refuse) {
      call.refuse(refuse.error());
    } else {
      call.session().connection().execute(() -> run(transaction, List.of()));
    }
  }

  @Override
  public void failed(Throwable cause) {
    call.refuse(ErrorReplies.textOf(cause));
  }

  @Override
  public void answered(byte[] bytes) {
    TransactionReply reply;
    try {
      reply = ForwardReplyCodec.decodeTransaction(bytes);
    } catch (MalformedForwardException e) {
      call.refuse("TIMEOUT another node answered what cannot be read: " + e.getMessage());
      return;
    }
    if (reply instanceof TransactionReply.Touched) {
      call.target().deliver(ReplyWriter::nilArray);
    } else if (reply instanceof TransactionReply.Failed failed) {
      call.refuse(failed.error());
    } else if (reply instanceof TransactionReply.Done done) {
      complete(done.replies());
    }
  }

  private void complete(List<byte[]> remote) {
    QueuedTransaction rest = transaction.withoutKeys();
    if (remote.size() + rest.commands().size() != transaction.commands().size()) {
      call.refuse("TIMEOUT another node answered for other commands");
    } else if (rest.commands().isEmpty()) {
      call.target().deliver(out -> writeAll(remote, out));
    } else {
      call.session().connection().execute(() -> run(rest, remote));
    }
  }

  /** Runs commands here and answers with their replies, those of the other node between them. */
  private void run(QueuedTransaction here, List<byte[]> remote) {
    here.run(
        call.dispatcher(),
        call.session(),
        call.dispatcher().keyspace(),
        call.consistency(),
        new Completion<>() {
          @Override
          public void success(Optional<Replies> replies) {
            if (replies.isEmpty()) {
              call.target().deliver(ReplyWriter::nilArray);
            } else {
              List<byte[]> all = merged(here, split(replies.get()), remote);
              call.target().deliver(out -> writeAll(all, out));
            }
          }

          @Override
          public void failure(Throwable cause) {
            call.refuse(ErrorReplies.textOf(cause));
          }
        });
  }

  private static List<byte[]> split(Replies replies) {
    byte[] bytes = replies.buffer().takeBytes();
    List<byte[]> each = new ArrayList<>(replies.lengths().size());
    int at = 0;
    for (long length : replies.lengths()) {
      each.add(Arrays.copyOfRange(bytes, at, at + (int) length));
      at += (int) length;
    }
    return each;
  }

  private List<byte[]> merged(QueuedTransaction here, List<byte[]> local, List<byte[]> remote) {
    if (here == transaction) {
      return local;
    }
    var fromHere = local.iterator();
    var fromThere = remote.iterator();
    return transaction.commands().stream()
        .map(queued -> queued.namesKeys() ? fromThere.next() : fromHere.next())
        .toList();
  }

  private static void writeAll(List<byte[]> replies, ReplyWriter out) {
    out.array(replies.size());
    replies.forEach(out::encoded);
  }
}
