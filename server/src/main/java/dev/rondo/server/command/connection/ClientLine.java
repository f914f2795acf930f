package dev.rondo.server.command.connection;

import dev.rondo.server.session.Authenticator;
import dev.rondo.server.session.ClientConnection;
import dev.rondo.server.session.Session;

/**
 * A client as CLIENT LIST and CLIENT INFO show it, in the fields of Redis 7.2 (command page CLIENT
 * LIST). Fields about Redis's own buffers, which do not exist here, are 0.
 */
final class ClientLine {
  private static final long MILLIS_PER_SECOND = 1000;

  private ClientLine() {}

  /**
   * Appends the line with its end.
   *
   * @param watchTouched whether a key that the client watches has changed
   */
  static void append(Session session, boolean watchTouched, long nowMillis, StringBuilder into) {
    ClientConnection connection = session.connection();
    long queryBytes = connection.queryBufferBytes();
    long queuedBytes = session.queuedBytes();
    long outputBytes = connection.outputBufferBytes();
    into.append("id=").append(session.id());
    into.append(" addr=").append(connection.remoteAddress());
    into.append(" laddr=").append(connection.localAddress());
    into.append(" fd=").append(connection.fileDescriptor());
    into.append(" name=").append(session.name());
    into.append(" age=").append(seconds(nowMillis - session.createdMillis()));
    into.append(" idle=").append(seconds(nowMillis - session.lastInteractionMillis()));
    into.append(" flags=").append(flags(session, watchTouched));
    into.append(" db=").append(session.database());
    into.append(" sub=").append(session.subscriptions().channels());
    into.append(" psub=").append(session.subscriptions().patterns());
    into.append(" ssub=").append(session.subscriptions().shardChannels());
    into.append(" multi=").append(session.queuedCommands());
    into.append(" qbuf=").append(queryBytes);
    into.append(" qbuf-free=0 argv-mem=0");
    into.append(" multi-mem=").append(queuedBytes);
    into.append(" rbs=0 rbp=0");
    into.append(" obl=").append(outputBytes);
    into.append(" oll=0");
    into.append(" omem=").append(outputBytes);
    into.append(" tot-mem=").append(queryBytes + queuedBytes + outputBytes);
    into.append(" events=").append(outputBytes > 0 ? "rw" : "r");
    into.append(" cmd=").append(session.lastCommand());
    into.append(" user=").append(Authenticator.DEFAULT_USER);
    into.append(" redir=-1");
    into.append(" resp=").append(session.respVersion().number());
    into.append(" lib-name=").append(session.libraryName());
    into.append(" lib-ver=").append(session.libraryVersion());
    into.append('\n');
  }

  /** Whole seconds, not negative when the clock was set back. */
  private static long seconds(long millis) {
    return Math.max(0, millis / MILLIS_PER_SECOND);
  }

  private static String flags(Session session, boolean watchTouched) {
    StringBuilder flags = new StringBuilder();
    if (session.monitor()) {
      flags.append('O');
    }
    if (session.subscriptions().any()) {
      flags.append('P');
    }
    if (session.queuedCommands() >= 0) {
      flags.append('x');
    }
    if (session.blocked()) {
      flags.append('b');
    }
    if (watchTouched) {
      flags.append('d');
    }
    if (session.closing()) {
      flags.append('c');
    }
    if (session.noEvict()) {
      flags.append('e');
    }
    if (session.noTouch()) {
      flags.append('T');
    }
    return flags.isEmpty() ? "N" : flags.toString();
  }
}
