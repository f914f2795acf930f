package dev.rondo.cluster.transport;

/**
 * Carries messages to other nodes. Safe on any thread.
 *
 * <p>Sending never blocks and never fails: what cannot be sent is dropped, and a broken connection
 * is told to the {@link Inbox}. Messages sent while an event loop handles a burst leave together,
 * when it has handled it.
 */
public interface Transport {
  /**
   * Sends a message.
   *
   * @return false when it was dropped at once, because there is no connection or too many bytes
   *     already wait for it
   */
  boolean send(NodeAddress to, Lane lane, Message message);

  /** Ends the connections to a node, if there are any: it left, or is to be forgotten. */
  void forget(NodeAddress node);
}
