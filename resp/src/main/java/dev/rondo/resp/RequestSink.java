package dev.rondo.resp;

/** Takes the requests a {@link RequestDecoder} has completed, in the order they arrived. */
@FunctionalInterface
public interface RequestSink {

  /**
   * Takes one request.
   *
   * @param arguments the command's name and its arguments as they were sent: at least one element;
   *     the arrays belong to the receiver
   * @return true to go on decoding; false to pause, so that {@link RequestDecoder#decode} returns
   *     at once and leaves the rest of its input unread
   */
  boolean onRequest(byte[][] arguments);
}
