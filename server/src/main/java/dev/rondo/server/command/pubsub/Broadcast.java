package dev.rondo.server.command.pubsub;

import dev.rondo.server.session.SubscriptionKind;

/** Takes messages to the clients of other nodes. Safe on any thread. */
@FunctionalInterface
public interface Broadcast {
  /** Where there are no other nodes. */
  Broadcast NOBODY = (kind, channel, message) -> {};

  /**
   * Sends a message to all other nodes that can be reached; does not wait, and tells nobody when
   * one did not get it.
   *
   * @param kind CHANNEL or SHARD_CHANNEL
   */
  void toOtherNodes(SubscriptionKind kind, byte[] channel, byte[] message);
}
