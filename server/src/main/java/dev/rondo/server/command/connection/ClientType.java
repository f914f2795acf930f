package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.session.Session;
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
   * Whether a client is of this type. One that runs MONITOR is normal, too; no master or replica
   * connects as a client.
   */
  boolean includes(Session session) {
    return this == (session.subscriptions().any() ? PUBSUB : NORMAL);
  }
}
