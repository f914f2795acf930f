package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.text.Numbers;

/**
 * What CLIENT says of client-side caching. The server keeps no record of what clients read, so
 * tracking is always off and cannot be switched on.
 */
final class ClientTracking {
  private static final int NO_REDIRECTION = -1;

  private final Sessions sessions;

  ClientTracking(Sessions sessions) {
    this.sessions = sessions;
  }

  void tracking(Invocation call) {
    boolean redirected = false;
    for (int i = 3; i < call.argumentCount(); i++) {
      boolean hasValue = i + 1 < call.argumentCount();
      if (call.argumentIs(i, "REDIRECT") && hasValue) {
        if (redirected) {
          throw new CommandException("ERR A client can only redirect to a single other client");
        }
        checkRedirection(call.argument(++i));
        redirected = true;
      } else if (call.argumentIs(i, "PREFIX") && hasValue) {
        i++;
      } else if (!isOption(call, i)) {
        throw CommandException.syntaxError();
      }
    }
    if (call.argumentIs(2, "ON")) {
      throw new CommandException("ERR client tracking is not supported");
    }
    if (!call.argumentIs(2, "OFF")) {
      throw CommandException.syntaxError();
    }
    call.replyOk();
  }

  private static boolean isOption(Invocation call, int at) {
    return call.argumentIs(at, "BCAST")
        || call.argumentIs(at, "OPTIN")
        || call.argumentIs(at, "OPTOUT")
        || call.argumentIs(at, "NOLOOP");
  }

  private void checkRedirection(byte[] id) {
    if (sessions.find(Numbers.parseLong(id)) == null) {
      throw new CommandException("ERR The client ID you want redirect to does not exist");
    }
  }

  static void caching(Invocation call) {
    call.fail(
        new CommandException(
            "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN"
                + " or OPTOUT mode enabled"));
  }

  static void redirection(Invocation call) {
    call.reply(out -> out.integer(NO_REDIRECTION));
  }

  static void info(Invocation call) {
    call.reply(
        out -> {
          out.map(3);
          out.bulk("flags");
          out.set(1);
          out.bulk("off");
          out.bulk("redirect");
          out.integer(NO_REDIRECTION);
          out.bulk("prefixes");
          out.emptyArray();
        });
  }
}
