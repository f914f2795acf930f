package dev.rondo.server.command;

/** Runs blocking commands: has the client wait when an attempt finds nothing. */
@FunctionalInterface
public interface Blocking {
  /** Runs a command, on its client's event loop; the call is answered once, now or later. */
  void run(BlockingCall call);
}
