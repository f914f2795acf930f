package dev.rondo.server.routing;

/** Bytes of another node that are not what {@code server/FORWARD.md} says, or beyond a limit. */
final class MalformedForwardException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedForwardException(String message) {
    super(message, null, false, false);
  }
}
