package dev.rondo.cluster.coordinator;

import dev.rondo.storage.Completion;

/** The front end's side of a {@link Forwarder}: runs what another node was asked to do. */
@FunctionalInterface
public interface ForwardHandler {
  /**
   * Runs a command here, whoever should: it is never handed on again.
   *
   * @param command what the other front end sent; anybody's bytes, to be checked
   * @param timeoutMillis how long the other node waits
   * @param done is given the reply for the other front end
   */
  void run(byte[] command, int timeoutMillis, Completion<byte[]> done);
}
