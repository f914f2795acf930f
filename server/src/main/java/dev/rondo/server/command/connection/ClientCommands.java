package dev.rondo.server.command.connection;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandFlag.WHOLE_KEYSPACE;
import static dev.rondo.server.command.CommandGroup.CONNECTION;

import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Sessions;
import java.time.InstantSource;

/** The row of CLIENT with those of its subcommands. */
final class ClientCommands {
  private static final String EACH_CLIENT = "O(N) with N connected clients";

  private static final Handler HELP =
      HelpReply.of(
          "CLIENT",
          "CACHING (YES|NO)",
          "    Choose whether the next command's keys are tracked (OPTIN and OPTOUT modes).",
          "GETNAME",
          "    Show this connection's name.",
          "GETREDIR",
          "    Show the ID of the client that gets this one's invalidations.",
          "ID",
          "    Show this connection's ID.",
          "INFO",
          "    Show this connection as LIST would.",
          "KILL <ip:port>",
          "    Close the connection that comes from <ip:port>.",
          "KILL <option> <value> [<option> <value> [...]]",
          "    Close all connections for which every option holds:",
          "    * ADDR <ip:port>: they come from there.",
          "    * ID <client-id>: they have this ID.",
          "    * LADDR <ip:port>: they arrived there.",
          "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB): they are of this type.",
          "    * USER <username>: this user sent them.",
          "    * SKIPME (YES|NO): whether to spare this connection (default: yes).",
          "LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB) | ID <client-id> [<client-id> ...]]",
          "    Show all connections, or those of a type, or some by their ID.",
          "NO-EVICT (ON|OFF)",
          "    Choose whether this connection is spared when clients take too much memory.",
          "NO-TOUCH (ON|OFF)",
          "    Choose whether this connection's commands count as a use of their keys.",
          "PAUSE <milliseconds> [WRITE|ALL]",
          "    Hold back all commands, or those that write, for some time.",
          "REPLY (ON|OFF|SKIP)",
          "    Choose which commands of this connection are answered.",
          "SETINFO (LIB-NAME|LIB-VER) <value>",
          "    Tell which library this client uses.",
          "SETNAME <name>",
          "    Name this connection.",
          "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]",
          "         [OPTIN] [OPTOUT] [NOLOOP]",
          "    Switch invalidation messages for client-side caching.",
          "TRACKINGINFO",
          "    Show how this connection is tracked.",
          "UNBLOCK <client-id> [TIMEOUT|ERROR]",
          "    End the wait of a client that a command blocks.",
          "UNPAUSE",
          "    Let commands go on that PAUSE holds back.");

  private final ClientList list;
  private final ClientKill kill;
  private final ClientFlow flow;
  private final ClientTracking tracking;

  ClientCommands(Sessions sessions, ClientPause pause, Unblocking unblocking, InstantSource clock) {
    list = new ClientList(sessions, clock);
    kill = new ClientKill(sessions);
    flow = new ClientFlow(pause, unblocking, clock);
    tracking = new ClientTracking(sessions);
  }

  CommandSpec row() {
    return CommandSpec.container("client", CONNECTION)
        .with(aboutItself())
        .with(aboutOthers())
        .with(aboutTracking())
        .since("2.4.0")
        .complexity("Depends on the subcommand")
        .summary("Shows and manages connections.");
  }

  private CommandSpec[] aboutItself() {
    return new CommandSpec[] {
      of("getname", 2, ClientSettings::name).since("2.6.9").summary("Shows the connection's name."),
      CommandSpec.named("client|help", 2, CONNECTION, HELP)
          .flags(LOADING, STALE)
          .since("5.0.0")
          .summary("Explains the subcommands."),
      of("id", 2, ClientSettings::id).since("5.0.0").summary("Shows the connection's ID."),
      of("info", 2, list::info)
          .flags(WHOLE_KEYSPACE)
          .tips("nondeterministic_output")
          .since("6.2.0")
          .summary("Shows the connection as CLIENT LIST does."),
      of("no-evict", 3, ClientSettings::noEvict)
          .flags(ADMIN)
          .since("7.0.0")
          .summary("Spares the connection when clients take too much memory, or not."),
      of("no-touch", 3, ClientSettings::noTouch)
          .since("7.2.0")
          .summary("Keeps the connection's commands from counting as a use of their keys, or not."),
      of("reply", 3, ClientSettings::reply)
          .since("3.2.0")
          .summary("Chooses which commands are answered."),
      of("setinfo", 4, ClientSettings::setInfo)
          .since("7.2.0")
          .summary("Notes which library the client uses."),
      of("setname", 3, ClientSettings::setName).since("2.6.9").summary("Names the connection.")
    };
  }

  private CommandSpec[] aboutOthers() {
    return new CommandSpec[] {
      of("kill", -3, kill::kill)
          .flags(ADMIN)
          .since("2.4.0")
          .complexity(EACH_CLIENT)
          .summary("Closes connections."),
      of("list", -2, list::list)
          .flags(ADMIN, WHOLE_KEYSPACE)
          .tips("nondeterministic_output")
          .since("2.4.0")
          .complexity(EACH_CLIENT)
          .summary("Shows all connections, or some."),
      of("pause", -3, flow::pause)
          .flags(ADMIN)
          .since("3.0.0")
          .summary("Holds back all clients' commands, or those that write, for some time."),
      of("unblock", -3, flow::unblock)
          .flags(ADMIN)
          .since("5.0.0")
          .summary("Ends the wait of a client that a command blocks."),
      of("unpause", 2, flow::unpause)
          .flags(ADMIN)
          .since("6.2.0")
          .complexity("O(N) with N clients held back")
          .summary("Lets commands go on that CLIENT PAUSE holds back.")
    };
  }

  private CommandSpec[] aboutTracking() {
    return new CommandSpec[] {
      of("caching", 3, ClientTracking::caching)
          .since("6.0.0")
          .summary("Chooses whether the next command's keys are tracked."),
      of("getredir", 2, ClientTracking::redirection)
          .since("6.0.0")
          .summary("Shows the ID of the client that gets this one's invalidations."),
      of("tracking", -3, tracking::tracking)
          .since("6.0.0")
          .summary("Switches invalidation messages for client-side caching."),
      of("trackinginfo", 2, ClientTracking::info)
          .since("6.2.0")
          .summary("Shows how the connection is tracked.")
    };
  }

  private static CommandSpec of(String name, int arity, Handler handler) {
    return CommandSpec.named("client|" + name, arity, CONNECTION, handler)
        .flags(NOSCRIPT, LOADING, STALE);
  }
}
