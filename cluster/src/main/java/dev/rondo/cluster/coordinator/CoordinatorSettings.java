package dev.rondo.cluster.coordinator;

/**
 * How a coordinator behaves.
 *
 * @param requestTimeoutMillis how long a client's request may take in all
 * @param sloppy whether a node that is no replica may stand in for one that is down
 * @param hedgePercent of a hundred reads, how many may ask one more replica because one is slow
 * @param retryPercent of a hundred reads, how many may be asked again because one failed
 * @param inFlight how much may be under way to other nodes
 */
public record CoordinatorSettings(
    long requestTimeoutMillis,
    boolean sloppy,
    int hedgePercent,
    int retryPercent,
    InFlightLimits inFlight) {
  /** What a node starts with. */
  public static final CoordinatorSettings DEFAULT =
      new CoordinatorSettings(2000, true, 5, 20, InFlightLimits.DEFAULT);

  /** These with another answer to whether others stand in. */
  public CoordinatorSettings withSloppy(boolean value) {
    return new CoordinatorSettings(
        requestTimeoutMillis, value, hedgePercent, retryPercent, inFlight);
  }
}
