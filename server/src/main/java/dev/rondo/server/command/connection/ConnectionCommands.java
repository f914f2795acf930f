package dev.rondo.server.command.connection;

import static dev.rondo.server.command.CommandFlag.ALLOW_BUSY;
import static dev.rondo.server.command.CommandFlag.CONTROLS_TRANSACTION;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.FOR_SUBSCRIBERS;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_AUTH;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandFlag.WHOLE_KEYSPACE;
import static dev.rondo.server.command.CommandGroup.CONNECTION;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.keys.DatabaseIndex;
import dev.rondo.server.session.Authenticator;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import java.time.InstantSource;
import java.util.List;

/** The rows of this package, and the handlers of the short ones. */
public final class ConnectionCommands {
  private static final byte[] NOTHING = {};

  private final int databases;
  private final Monitors monitors;
  private final Subscriptions subscriptions;
  private final Login login;
  private final HelloCommand hello;
  private final ClientCommands client;

  /**
   * @param serverVersion the version of Redis that HELLO names
   * @param clusterEnabled whether the node is one of a cluster, as HELLO tells
   * @param databases how many databases there are
   * @param clock the clock that sessions note their times by
   */
  public ConnectionCommands(
      String serverVersion,
      boolean clusterEnabled,
      int databases,
      Authenticator authenticator,
      Sessions sessions,
      Monitors monitors,
      Subscriptions subscriptions,
      ClientPause pause,
      InstantSource clock) {
    this(
        serverVersion,
        clusterEnabled,
        databases,
        authenticator,
        sessions,
        monitors,
        subscriptions,
        pause,
        Unblocking.NOBODY,
        clock);
  }

  /**
   * As the other, where clients may wait.
   *
   * @param unblocking ends a client's wait
   */
  public ConnectionCommands(
      String serverVersion,
      boolean clusterEnabled,
      int databases,
      Authenticator authenticator,
      Sessions sessions,
      Monitors monitors,
      Subscriptions subscriptions,
      ClientPause pause,
      Unblocking unblocking,
      InstantSource clock) {
    this.databases = databases;
    this.monitors = monitors;
    this.subscriptions = subscriptions;
    this.login = new Login(authenticator);
    this.hello = new HelloCommand(serverVersion, clusterEnabled, login);
    this.client = new ClientCommands(sessions, pause, unblocking, clock);
  }

  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("auth", -2, CONNECTION, login::auth)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .secrets(Login::secrets)
            .complexity("O(1)")
            .summary("Tells the server who the client is."),
        CommandSpec.named("echo", 2, CONNECTION, ConnectionCommands::echo)
            .flags(LOADING, STALE, FAST)
            .summary("Answers with its argument."),
        CommandSpec.named("hello", -1, CONNECTION, hello::hello)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .secrets(HelloCommand::secrets)
            .since("6.0.0")
            .summary("Chooses the protocol's version and tells about the server."),
        CommandSpec.named("ping", -1, CONNECTION, ConnectionCommands::ping)
            .flags(FAST, FOR_SUBSCRIBERS)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .summary("Shows that the server answers."),
        CommandSpec.named("quit", -1, CONNECTION, ConnectionCommands::quit)
            .flags(
                NOSCRIPT,
                LOADING,
                STALE,
                FAST,
                NO_AUTH,
                ALLOW_BUSY,
                CONTROLS_TRANSACTION,
                FOR_SUBSCRIBERS)
            .deprecated("7.2.0", "just closing the connection")
            .summary("Closes the connection after the answers that are still owed."),
        CommandSpec.named("reset", 1, CONNECTION, this::reset)
            .flags(
                NOSCRIPT,
                LOADING,
                STALE,
                FAST,
                NO_AUTH,
                ALLOW_BUSY,
                CONTROLS_TRANSACTION,
                FOR_SUBSCRIBERS)
            .since("6.2.0")
            .summary("Brings the connection back to how it started."),
        // Inside MULTI it changes which keys the commands after it mean, so EXEC holds all of them.
        CommandSpec.named("select", 2, CONNECTION, this::select)
            .flags(LOADING, STALE, FAST, WHOLE_KEYSPACE)
            .summary("Changes the database of the connection."),
        client.row());
  }

  private static void echo(Invocation call) {
    byte[] message = call.argument(1);
    call.reply(out -> out.bulk(message));
  }

  private static void ping(Invocation call) {
    if (call.argumentCount() > 2) {
      throw CommandException.wrongArity("ping");
    }
    if (call.session().isSubscriber()) {
      byte[] message = call.argumentCount() == 1 ? NOTHING : call.argument(1);
      call.reply(
          out -> {
            out.array(2);
            out.bulk("pong");
            out.bulk(message);
          });
    } else if (call.argumentCount() == 1) {
      call.reply(out -> out.simple("PONG"));
    } else {
      byte[] message = call.argument(1);
      call.reply(out -> out.bulk(message));
    }
  }

  private static void quit(Invocation call) {
    call.replyOk();
    call.session().connection().closeAfterReplies();
  }

  private void reset(Invocation call) {
    Session session = call.session();
    monitors.remove(session);
    subscriptions.removeAll(session);
    session.reset();
    call.reply(out -> out.simple("RESET"));
  }

  private void select(Invocation call) {
    call.session().database(DatabaseIndex.parse(call.argument(1), databases));
    call.replyOk();
  }
}
