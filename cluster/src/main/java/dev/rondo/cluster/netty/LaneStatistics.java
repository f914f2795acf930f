package dev.rondo.cluster.netty;

/**
 * What one lane carried since the start, with all peers and in both directions, handshakes left
 * out.
 *
 * @param sentMessages those given to an open connection
 * @param droppedMessages those that were not even that
 * @param connections how many were established by this node
 * @param reconnections how many of those replaced one that broke
 */
public record LaneStatistics(
    long sentMessages,
    long sentBytes,
    long receivedMessages,
    long receivedBytes,
    long droppedMessages,
    long connections,
    long reconnections) {}
