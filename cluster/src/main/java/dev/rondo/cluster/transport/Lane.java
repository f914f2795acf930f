package dev.rondo.cluster.transport;

/**
 * Which of the connections between two nodes a message takes, so that no kind of traffic waits
 * behind another.
 */
public enum Lane {
  /** Requests of clients and their answers. */
  DATA,
  /** Membership. */
  GOSSIP,
  /** Hints, repair, transfers: everything that can wait. */
  BULK
}
