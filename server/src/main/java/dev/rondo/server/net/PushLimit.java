package dev.rondo.server.net;

/**
 * How far a client that is sent things it did not ask for (MONITOR, pub/sub) may fall behind.
 *
 * @param maxBytes more than this unsent and it is disconnected
 */
public record PushLimit(long maxBytes) {
  boolean isExceededBy(long unsentBytes) {
    return unsentBytes > maxBytes;
  }
}
