package dev.rondo.cluster;

import dev.rondo.storage.VectorClock;

/**
 * How many nodes have a version of a key.
 *
 * @param count the nodes that answered and have all that {@code version} speaks of; 0 when too few
 *     answered to know what the newest version is
 * @param version what was looked for; empty when that is not known
 */
public record Copies(int count, VectorClock version) {
  /** Nobody knows. */
  public static final Copies UNKNOWN = new Copies(0, VectorClock.EMPTY);
}
