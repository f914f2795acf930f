package dev.rondo.server.metrics;

/**
 * One command's figures since start or since CONFIG RESETSTAT.
 *
 * @param failedCalls calls that ran and answered an error; they count as calls too
 * @param rejectedCalls requests refused before they ran; they do not count as calls
 * @param latency how long the calls took; its count is the number of calls
 */
public record CommandFigures(long failedCalls, long rejectedCalls, LatencyDistribution latency) {
  /** Calls that ran. */
  public long calls() {
    return latency.count();
  }

  /** Time all calls took. */
  public long totalMicros() {
    return latency.sumNanos() / 1000;
  }
}
