package dev.rondo.server.net;

import dev.rondo.resp.PayloadBudget;
import dev.rondo.resp.RequestLimits;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.session.ClientConnection;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all connections share.
 *
 * @param whenClosed is told of each client that has disconnected
 * @param needsPassword whether a new client has to authenticate first
 */
public record NetworkContext(
    Dispatcher dispatcher,
    Sessions sessions,
    Monitors monitors,
    Subscriptions subscriptions,
    Consumer<Session> whenClosed,
    ClientPause pause,
    Traffic traffic,
    PayloadBudget payloadBudget,
    NetworkMemory memory,
    Supplier<RequestLimits> requestLimits,
    Function<Session, PushLimit> pushLimits,
    BooleanSupplier needsPassword,
    InstantSource clock) {
  PushLimit pushLimit(Session session) {
    return pushLimits.apply(session);
  }

  Session newSession(ClientConnection connection) {
    Session session = new Session(sessions.nextId(), connection, clock.millis(), needsPassword);
    sessions.add(session);
    return session;
  }

  void closed(Session session) {
    sessions.remove(session);
    sessions.disconnected();
    monitors.remove(session);
    subscriptions.removeAll(session);
    whenClosed.accept(session);
  }
}
