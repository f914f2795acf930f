package dev.rondo.server.routing;

import dev.rondo.cluster.Consistency;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher;
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

  ForwardRequest.Caller caller() {
    return ForwardRequest.Caller.of(session, consistency);
  }

  /** Answers with what another front end encoded. */
  void answer(byte[] encoded) {
    target.deliver(out -> out.encoded(encoded));
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
