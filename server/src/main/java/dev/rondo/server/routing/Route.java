package dev.rondo.server.routing;

import dev.rondo.cluster.NodeId;

/** Where a command is to run. */
public sealed interface Route {
  /** On this node, by its coordinator if it names keys. */
  Route HERE = new Here();

  /** On every node. */
  Route EVERYWHERE = new Everywhere();

  /** See {@link #HERE}. */
  record Here() implements Route {}

  /** See {@link #EVERYWHERE}. */
  record Everywhere() implements Route {}

  /** On another node, which orders the writes of its keys. */
  record Forward(NodeId to) implements Route {}

  /**
   * Nowhere.
   *
   * @param error the reply, code first
   */
  record Refuse(String error) implements Route {}
}
