package dev.rondo.cluster.simulation;

import java.time.Duration;

/**
 * What happens to messages between two nodes.
 *
 * @param minDelay that each takes at least
 * @param maxDelay that each takes at most, but for those that wait behind another on their lane
 * @param loss share of messages that never arrive, 0 to 1
 * @param duplication share of messages that arrive twice, 0 to 1
 */
public record LinkQuality(Duration minDelay, Duration maxDelay, double loss, double duplication) {
  /** A local network without faults. */
  public static final LinkQuality PERFECT =
      new LinkQuality(Duration.ofNanos(100_000), Duration.ofMillis(1), 0, 0);
}
