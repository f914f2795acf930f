package dev.rondo.cluster.node;

import dev.rondo.cluster.coordinator.CoordinatorSettings;
import dev.rondo.cluster.membership.MembershipConfig;

/**
 * How a member of a cluster behaves.
 *
 * @param replicas N
 * @param databases how many databases the store has
 * @param mayFound whether this node may found a ring: it is one of its own seeds, or has none
 * @param foundingDelayMillis how long to wait for all seeds before a ring is founded without them
 * @param catchUpMillis how long a node that came back waits at least before it orders writes
 * @param membership of gossip and failure detection
 * @param coordinator of requests
 */
public record NodeSettings(
    int replicas,
    int databases,
    boolean mayFound,
    int foundingDelayMillis,
    int catchUpMillis,
    MembershipConfig membership,
    CoordinatorSettings coordinator) {
  /** These with another coordinator. */
  public NodeSettings with(CoordinatorSettings other) {
    return new NodeSettings(
        replicas, databases, mayFound, foundingDelayMillis, catchUpMillis, membership, other);
  }

  /** What suits a data centre. */
  public static NodeSettings of(int replicas, int databases, boolean mayFound) {
    return new NodeSettings(
        replicas,
        databases,
        mayFound,
        10_000,
        1000,
        MembershipConfig.DEFAULTS,
        CoordinatorSettings.DEFAULT);
  }
}
