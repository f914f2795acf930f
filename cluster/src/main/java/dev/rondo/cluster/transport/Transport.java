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

  /**
   * Makes the connections that messages to a node will need, so that the first of them does not
   * wait for that, when there may be much else to do. A transport without connections has nothing
   * to make.
   */
  default void connect(NodeAddress node) {}

  /**
   * Breaks the connections to a node that does not answer, without telling the {@link Inbox}: what
   * is on its way is lost, instead of reaching the node long after, and what is sent later does not
   * wait behind it.
   */
  void reset(NodeAddress node);

  /** Ends the connections to a node, if there are any: it left, or is to be forgotten. */
  void forget(NodeAddress node);
}
