package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import java.util.Locale;

/** The kinds of clients that CLIENT LIST and CLIENT KILL tell apart. */
enum ClientType {
  NORMAL,
  MASTER,
  REPLICA,
  PUBSUB;

  /** The type an argument names, in any case. */
  static ClientType parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "normal" -> NORMAL;
      case "master" -> MASTER;
      case "slave", "replica" -> REPLICA;
      case "pubsub" -> PUBSUB;
      default -> throw new CommandException("ERR Unknown client type '" + text + "'");
    };
  }

  /**
   * Whether the connected clients are of this type: they are all normal, those that run MONITOR
   * too, as nobody subscribes and no replica connects as a client.
   */
  boolean includesClients() {
    return this == NORMAL;
  }
}
