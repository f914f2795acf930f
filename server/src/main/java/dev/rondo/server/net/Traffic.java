package dev.rondo.server.net;

/** Is told of bytes and connections; called on event loops, must be cheap. */
public interface Traffic {
  void received(long bytes);

  void sent(long bytes);

  void connected();

  /** A client was turned away. */
  void rejected();
}
