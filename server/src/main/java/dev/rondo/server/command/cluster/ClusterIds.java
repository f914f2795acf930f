package dev.rondo.server.command.cluster;

import dev.rondo.cluster.NodeId;

/**
 * Nodes' ids as Redis Cluster's clients expect them: 40 hexadecimal digits. A node's own id has 16;
 * they are written again and again until 40 are there, so that every node makes the same of it and
 * people recognize it.
 */
final class ClusterIds {
  private static final int DIGITS = 40;

  private ClusterIds() {}

  static String of(NodeId id) {
    return id.toString().repeat(3).substring(0, DIGITS);
  }
}
