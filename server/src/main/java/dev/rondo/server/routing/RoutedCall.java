package dev.rondo.server.routing;

import dev.rondo.cluster.Consistency;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.ReplyTarget;
import dev.rondo.server.session.Session;

/** A client's command that the routing took over. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RoutedCall(
    Dispatcher dispatcher,
    CommandSpec spec,
    byte[][] arguments,
    Session session,
    Consistency consistency,
    ReplyTarget target) {
  private static final String END_OF_LINE = "\r\n";

  ForwardRequest.Caller caller() {
    return ForwardRequest.Caller.of(session, consistency);
  }

  /** Answers with what another front end encoded. */
  void answer(byte[] encoded) {
    Reply reply = out -> out.encoded(encoded);
    if (encoded.length == 0) {
      target.deliverNothing(ReplyWriter::nilArray);
    } else if (encoded[0] == '-') {
      String line = Bytes.text(encoded);
      target.deliverFailure(
          new CommandException(line.substring(1, line.length() - END_OF_LINE.length())), reply);
    } else {
      target.deliver(reply);
    }
  }

  void refuse(String error) {
    dispatcher.refuse(spec, error, target);
  }

  /** Runs it here after all, on the event loop of its client. */
  void runHere() {
    session
        .connection()
        .execute(
            () ->
                dispatcher.run(
                    spec, arguments, session, dispatcher.keyspace(), consistency, target));
  }
}
