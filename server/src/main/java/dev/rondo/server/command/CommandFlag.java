package dev.rondo.server.command;

import java.util.Locale;

/**
 * What is true of a command. The first part are Redis's own flags, as {@code COMMAND INFO} shows
 * them (Redis command page COMMAND); the second part are ours and stay inside.
 */
public enum CommandFlag {
  WRITE,
  READONLY,
  DENYOOM,
  ADMIN,
  PUBSUB,
  NOSCRIPT,
  BLOCKING,
  LOADING,
  STALE,
  SKIP_MONITOR,
  SKIP_SLOWLOG,
  ASKING,
  FAST,
  NO_AUTH,
  MAY_REPLICATE,
  NO_MANDATORY_KEYS,
  NO_ASYNC_LOADING,
  NO_MULTI,
  MOVABLEKEYS,
  ALLOW_BUSY,

  /**
   * Runs at once inside MULTI instead of being queued: MULTI, EXEC, DISCARD, WATCH, QUIT, RESET.
   */
  CONTROLS_TRANSACTION(false),
  /** Is EXEC: when it is refused the transaction is over. */
  ENDS_TRANSACTION(false),
  /** Works on more than the keys it names, so that EXEC has to hold everything while it runs. */
  WHOLE_KEYSPACE(false),
  /** May be sent by a client that has subscriptions and speaks RESP2. */
  FOR_SUBSCRIBERS(false),
  /** In a cluster it runs on every node, each time on that node's own copies: FLUSHALL. */
  EVERYWHERE(false),
  /** Is run {@link #EVERYWHERE}, where nodes that cannot be reached do not matter: SCRIPT LOAD. */
  LIVE_NODES_ONLY(false),
  /** In a cluster it is refused, as Redis Cluster refuses it: SWAPDB. */
  ONE_NODE_ONLY(false);

  private final boolean shown;

  CommandFlag() {
    this(true);
  }

  CommandFlag(boolean shown) {
    this.shown = shown;
  }

  /** Whether COMMAND INFO shows it. */
  public boolean isShown() {
    return shown;
  }

  /** The name COMMAND INFO shows. */
  public String redisName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
