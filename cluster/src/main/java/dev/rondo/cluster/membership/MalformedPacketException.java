package dev.rondo.cluster.membership;

/** A packet's bytes are not what {@code cluster/GOSSIP.md} says; nothing of it was used. */
final class MalformedPacketException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPacketException(String message) {
    super(message);
  }

  MalformedPacketException(String message, Throwable cause) {
    super(message, cause);
  }
}
