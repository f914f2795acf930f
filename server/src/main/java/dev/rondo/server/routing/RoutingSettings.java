package dev.rondo.server.routing;

/**
 * How commands are handed to other nodes.
 *
 * @param requestTimeoutMillis how long a client's request may take, repetitions included
 * @param firstBackoffMillis how long to wait before the first repetition; then twice as long each
 *     time
 * @param maxAttempts how often a command is tried at most
 * @param retryPercent of a hundred commands that are handed on, how many may be tried again
 * @param maxReplyBytes the longest reply that is carried between nodes
 */
public record RoutingSettings(
    long requestTimeoutMillis,
    long firstBackoffMillis,
    int maxAttempts,
    int retryPercent,
    int maxReplyBytes) {
  /** What a node starts with. */
  public static final RoutingSettings DEFAULT = new RoutingSettings(2000, 10, 16, 20, 512 << 20);

  /** No wait between two attempts is longer than this. */
  static final long MAX_BACKOFF_MILLIS = 320;

  public RoutingSettings {
    if (requestTimeoutMillis <= 0
        || firstBackoffMillis <= 0
        || maxAttempts <= 0
        || retryPercent < 0
        || maxReplyBytes <= 0) {
      throw new IllegalArgumentException("settings must be positive");
    }
  }

  /** How long to wait before the n-th repetition, counting from 1. */
  long backoffMillis(int repetition) {
    int doublings = Math.min(repetition - 1, 30);
    return Math.min(firstBackoffMillis << doublings, MAX_BACKOFF_MILLIS);
  }
}
