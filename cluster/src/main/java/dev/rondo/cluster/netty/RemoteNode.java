package dev.rondo.cluster.netty;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.NodeAddress;

/**
 * What a handshake found out.
 *
 * @param address where the other node says it is reached
 * @param version of the protocol, the highest that both speak
 */
record RemoteNode(NodeId node, NodeAddress address, Lane lane, int version) {}
