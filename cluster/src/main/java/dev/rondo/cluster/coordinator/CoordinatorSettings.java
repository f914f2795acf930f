package dev.rondo.cluster.coordinator;

/**
 * How a coordinator behaves.
 *
 * @param requestTimeoutMillis how long a client's request may take in all
 * @param slowMillis after how long another replica is asked for a read, too
 * @param sloppy whether a node that is no replica may stand in for one that is down
 */
public record CoordinatorSettings(long requestTimeoutMillis, long slowMillis, boolean sloppy) {
  /** What a node starts with. */
  public static final CoordinatorSettings DEFAULT = new CoordinatorSettings(2000, 20, true);
}
