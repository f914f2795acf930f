package dev.rondo.cluster.coordinator;

/**
 * How much may be under way to other nodes, sent and not answered. Past a bound a new request is
 * refused at once instead of waiting: nothing was done then.
 *
 * @param requestsPerNode to one node
 * @param bytesPerNode of requests to one node; the last one to go may exceed it
 * @param requests to all nodes together
 * @param bytes of requests to all nodes together
 */
public record InFlightLimits(int requestsPerNode, long bytesPerNode, int requests, long bytes) {
  /** What a node starts with. */
  public static final InFlightLimits DEFAULT =
      new InFlightLimits(50_000, 64L << 20, 100_000, 128L << 20);

  public InFlightLimits {
    if (requestsPerNode <= 0 || bytesPerNode <= 0 || requests <= 0 || bytes <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
