package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Authenticator;
import dev.rondo.server.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** AUTH, and what HELLO shares with it. */
final class Login {
  private static final byte[] DEFAULT_USER =
      Authenticator.DEFAULT_USER.getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_ARGUMENTS = 3;

  private final Authenticator authenticator;

  Login(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** AUTH's arguments are all secret, the name too. */
  static List<Integer> secrets(byte[][] arguments) {
    return IntStream.range(1, arguments.length).boxed().toList();
  }

  /** {@code AUTH [username] password}. */
  void auth(Invocation call) {
    if (call.argumentCount() > MAX_ARGUMENTS) {
      throw CommandException.syntaxError();
    }
    boolean named = call.argumentCount() == MAX_ARGUMENTS;
    if (!named && !authenticator.needsPassword()) {
      throw new CommandException(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");
    }
    byte[] user = named ? call.argument(1) : DEFAULT_USER;
    authenticate(call.session(), user, call.argument(call.argumentCount() - 1));
    call.replyOk();
  }

  /** Lets a client in, or throws what it is told. A failure takes nothing away from it. */
  void authenticate(Session session, byte[] user, byte[] password) {
    if (!authenticator.accepts(user, password)) {
      throw new CommandException("WRONGPASS invalid username-password pair or user is disabled.");
    }
    session.authenticated(true);
  }
}
