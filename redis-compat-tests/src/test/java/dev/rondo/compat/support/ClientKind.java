package dev.rondo.compat.support;

/** How a client library is told to reach a server. */
public enum ClientKind {
  /** It has one address, and sends every command there. */
  PLAIN,

  /** It asks for the nodes and their slots, and sends a command to the node of its key's slot. */
  CLUSTER
}
