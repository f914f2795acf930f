package dev.rondo.cluster.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.NodeAddress;

/**
 * Who this node says it is.
 *
 * @param address where others reach it
 * @param clusterName at most 255 bytes of UTF-8
 * @param secret what it proves that it belongs with
 */
public record Identity(NodeId node, NodeAddress address, String clusterName, ClusterSecret secret) {
  public Identity {
    if (clusterName.getBytes(UTF_8).length > Hello.MAX_TEXT_BYTES
        || address.host().getBytes(UTF_8).length > Hello.MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("a cluster's name and a host have 255 bytes at most");
    }
  }
}
