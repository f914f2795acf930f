package dev.rondo.cluster.transport;

import dev.rondo.cluster.NodeId;

/**
 * Where messages of other nodes arrive. Called on threads of the transport, several at a time; must
 * not block.
 */
public interface Inbox {
  /** Sends an answer back to where a request came from. Safe on any thread. */
  @FunctionalInterface
  interface ReplyTo {
    void send(Message.Reply reply);
  }

  /** A message came; if it is a request, exactly one answer is owed. */
  void receive(NodeId from, Message message, ReplyTo replyTo);

  /** A connection to a node that was once open is broken; its process may be gone. */
  void disconnected(NodeId node, NodeAddress address);

  /**
   * A request that the transport had accepted was not sent after all: the connection it waited for
   * did not come about. Nobody will answer it.
   *
   * @param id the request's
   */
  default void unsent(long id) {}
}
