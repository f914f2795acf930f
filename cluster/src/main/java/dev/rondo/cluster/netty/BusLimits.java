package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Lane;

/**
 * The bounds of the bus.
 *
 * @param maxFrameBytes head and tail of one message on the lanes DATA and BULK
 * @param maxGossipFrameBytes the same on GOSSIP
 * @param maxUnsentBytes how much may wait to be sent to one peer on one lane; a larger message may
 *     wait alone. Also: with so many bytes of replies unsent no more requests of a connection are
 *     read
 * @param maxConnectingBytes how much of it may wait for a connection that is being made
 * @param maxHandshakes how many accepted connections may be in their handshake at once
 * @param connectTimeoutMillis for the TCP connection
 * @param handshakeTimeoutMillis for all that comes after it until both sides agree
 * @param unresponsiveMillis how long sent bytes may stay unacknowledged by the peer's machine
 *     before the connection counts as broken; only where epoll is available
 * @param minBackoffMillis the wait after a first failure or a break
 * @param maxBackoffMillis the wait after many failures
 */
public record BusLimits(
    int maxFrameBytes,
    int maxGossipFrameBytes,
    long maxUnsentBytes,
    long maxConnectingBytes,
    int maxHandshakes,
    int connectTimeoutMillis,
    int handshakeTimeoutMillis,
    int unresponsiveMillis,
    int minBackoffMillis,
    int maxBackoffMillis) {

  /** What suits most clusters; a value of 512 MB, the largest Redis has, fits into a frame. */
  public static BusLimits defaults() {
    return new BusLimits(
        513 << 20, 128 << 10, 64L << 20, 1L << 20, 256, 2_000, 3_000, 15_000, 50, 2_000);
  }

  boolean allows(Frame frame, Lane lane) {
    return (long) frame.headBytes() + frame.tail().length <= maxFrameBytes(lane);
  }

  int maxFrameBytes(Lane lane) {
    return lane == Lane.GOSSIP ? maxGossipFrameBytes : maxFrameBytes;
  }
}
