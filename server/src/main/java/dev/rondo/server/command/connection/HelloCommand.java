package dev.rondo.server.command.connection;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Session;
import dev.rondo.server.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HELLO: chooses the protocol, and may log in and name the connection in the same breath. */
final class HelloCommand {
  private static final String MUST_AUTHENTICATE =
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
          + " <user> <pass> option can be used to authenticate the client and select the RESP"
          + " protocol version at the same time";

  private final String serverVersion;
  private final String mode;
  private final Login login;

  /**
   * @param clusterEnabled whether the node is one of a cluster
   */
  HelloCommand(String serverVersion, boolean clusterEnabled, Login login) {
    this.serverVersion = serverVersion;
    this.mode = clusterEnabled ? "cluster" : "standalone";
    this.login = login;
  }

  /** Name and password after AUTH. */
  static List<Integer> secrets(byte[][] arguments) {
    List<Integer> secrets = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      if (Bytes.text(arguments[i]).equalsIgnoreCase("AUTH")) {
        for (int at = i + 1; at <= Math.min(i + 2, arguments.length - 1); at++) {
          secrets.add(at);
        }
        i += 2;
      }
    }
    return secrets;
  }

  void hello(Invocation call) {
    Session session = call.session();
    Options options = Options.parse(call);
    if (options.userAt > 0) {
      login.authenticate(session, call.argument(options.userAt), call.argument(options.userAt + 1));
    }
    if (!session.authenticated()) {
      throw new CommandException(MUST_AUTHENTICATE);
    }
    if (options.name != null) {
      session.name(options.name);
    }
    if (options.version != null) {
      session.respVersion(options.version);
    }
    call.reply(out -> greet(session, out));
  }

  private void greet(Session session, ReplyWriter out) {
    // Inside EXEC the writer still has the version from before.
    out.version(session.respVersion());
    out.map(7);
    out.bulk("server");
    out.bulk("redis");
    out.bulk("version");
    out.bulk(serverVersion);
    out.bulk("proto");
    out.integer(session.respVersion().number());
    out.bulk("id");
    out.integer(session.id());
    out.bulk("mode");
    out.bulk(mode);
    out.bulk("role");
    out.bulk("master");
    out.bulk("modules");
    out.emptyArray();
  }

  /**
   * What a HELLO asks for; null for what it leaves as it is.
   *
   * @param userAt the position of the user's name, which the password follows; 0 for no AUTH
   */
  private record Options(@Nullable RespVersion version, int userAt, @Nullable String name) {
    static Options parse(Invocation call) {
      RespVersion version = call.argumentCount() > 1 ? version(call.argument(1)) : null;
      int userAt = 0;
      String name = null;
      int at = 2;
      while (at < call.argumentCount()) {
        int following = call.argumentCount() - at - 1;
        if (call.argumentIs(at, "AUTH") && following >= 2) {
          userAt = at + 1;
          at += 3;
        } else if (call.argumentIs(at, "SETNAME") && following >= 1) {
          name = ClientAttribute.name(call.text(at + 1));
          at += 2;
        } else {
          throw new CommandException("ERR Syntax error in HELLO option '" + call.text(at) + "'");
        }
      }
      return new Options(version, userAt, name);
    }

    private static RespVersion version(byte[] argument) {
      if (!Numbers.isLong(argument)) {
        throw new CommandException("ERR Protocol version is not an integer or out of range");
      }
      long number = Numbers.parseLong(argument);
      for (RespVersion version : RespVersion.values()) {
        if (version.number() == number) {
          return version;
        }
      }
      throw new CommandException("NOPROTO unsupported protocol version");
    }
  }
}
