package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Authenticator;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.text.Numbers;
import java.util.function.Predicate;

/**
 * CLIENT KILL: closes the connections that all filters agree on. The old form names one by its
 * address and may be one's own; the new one leaves oneself out unless SKIPME NO says otherwise.
 */
final class ClientKill {
  private static final int OLD_FORM_ARGUMENTS = 3;

  private final Sessions sessions;

  ClientKill(Sessions sessions) {
    this.sessions = sessions;
  }

  void kill(Invocation call) {
    if (call.argumentCount() == OLD_FORM_ARGUMENTS) {
      if (closeAll(hasRemoteAddress(call.text(2)), call) == 0) {
        throw new CommandException("ERR No such client");
      }
      call.replyOk();
      return;
    }
    int killed = closeAll(filters(call), call);
    call.reply(out -> out.integer(killed));
  }

  private static Predicate<Session> filters(Invocation call) {
    Predicate<Session> chosen = session -> true;
    boolean skipMe = true;
    for (int i = 2; i < call.argumentCount(); i += 2) {
      if (i + 1 == call.argumentCount()) {
        throw CommandException.syntaxError();
      }
      if (call.argumentIs(i, "SKIPME")) {
        skipMe = isYes(call, i + 1);
      } else {
        chosen = chosen.and(filter(call, i));
      }
    }
    return skipMe ? chosen.and(session -> session != call.session()) : chosen;
  }

  private static Predicate<Session> filter(Invocation call, int at) {
    String value = call.text(at + 1);
    if (call.argumentIs(at, "ID")) {
      long id = id(call.argument(at + 1));
      return session -> session.id() == id;
    }
    if (call.argumentIs(at, "TYPE")) {
      return ClientType.parse(value)::includes;
    }
    if (call.argumentIs(at, "ADDR")) {
      return hasRemoteAddress(value);
    }
    if (call.argumentIs(at, "LADDR")) {
      return session -> session.connection().localAddress().equals(value);
    }
    if (call.argumentIs(at, "USER")) {
      if (!value.equals(Authenticator.DEFAULT_USER)) {
        throw new CommandException("ERR No such user '" + value + "'");
      }
      return session -> true;
    }
    throw CommandException.syntaxError();
  }

  private static Predicate<Session> hasRemoteAddress(String address) {
    return session -> session.connection().remoteAddress().equals(address);
  }

  private static long id(byte[] argument) {
    if (!Numbers.isLong(argument) || Numbers.parseLong(argument) < 1) {
      throw new CommandException("ERR client-id should be greater than 0");
    }
    return Numbers.parseLong(argument);
  }

  private static boolean isYes(Invocation call, int at) {
    if (!call.argumentIs(at, "YES") && !call.argumentIs(at, "NO")) {
      throw CommandException.syntaxError();
    }
    return call.argumentIs(at, "YES");
  }

  /** Closes those chosen, oneself only after the answer; answers how many there were. */
  private int closeAll(Predicate<Session> chosen, Invocation call) {
    int closed = 0;
    for (Session session : sessions.all()) {
      if (!chosen.test(session)) {
        continue;
      }
      closed++;
      if (session == call.session()) {
        session.connection().closeAfterReplies();
      } else {
        session.connection().closeNow();
      }
    }
    return closed;
  }
}
