package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Completion;

/** Hands a client's command to another node. Safe on any thread. */
public interface Forwarder {
  /**
   * Has a node run a command.
   *
   * @param to another node, never this one
   * @param command the front end's own bytes
   * @param done is given the other front end's bytes; fails with a {@link
   *     dev.rondo.cluster.ClusterException}: UNAVAILABLE or OVERLOADED when the command was
   *     certainly not run, TIMEOUT when it may have been
   */
  void forward(NodeId to, byte[] command, Completion<byte[]> done);
}
