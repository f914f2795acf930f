package dev.rondo.server.command.cluster;

import dev.rondo.cluster.NodeId;
import java.util.Locale;
import java.util.Optional;

/**
 * Nodes' ids as Redis Cluster's clients expect them: 40 hexadecimal digits. A node's own id has 16;
 * they are written again and again until 40 are there, so that every node makes the same of it and
 * people recognize it.
 */
final class ClusterIds {
  private static final int DIGITS = 40;
  private static final int OWN_DIGITS = 16;

  private ClusterIds() {}

  /** The node with an id of 40 digits, or with its own of 16; empty when it is none. */
  static Optional<NodeId> parse(String text) {
    if (!text.matches("[0-9a-fA-F]{16}|[0-9a-fA-F]{40}")) {
      return Optional.empty();
    }
    long actor = Long.parseUnsignedLong(text.substring(0, OWN_DIGITS), 16);
    boolean same = actor != 0 && of(new NodeId(actor)).startsWith(text.toLowerCase(Locale.ROOT));
    return same ? Optional.of(new NodeId(actor)) : Optional.empty();
  }

  static String of(NodeId id) {
    return id.toString().repeat(3).substring(0, DIGITS);
  }
}
