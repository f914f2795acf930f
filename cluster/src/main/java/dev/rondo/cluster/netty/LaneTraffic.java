package dev.rondo.cluster.netty;

import java.util.concurrent.atomic.LongAdder;

/** Counts what one lane carries. Safe on any thread. */
final class LaneTraffic {
  final LongAdder sentMessages = new LongAdder();
  final LongAdder sentBytes = new LongAdder();
  final LongAdder receivedMessages = new LongAdder();
  final LongAdder receivedBytes = new LongAdder();
  final LongAdder droppedMessages = new LongAdder();
  final LongAdder connections = new LongAdder();
  final LongAdder reconnections = new LongAdder();

  LaneStatistics snapshot() {
    return new LaneStatistics(
        sentMessages.sum(),
        sentBytes.sum(),
        receivedMessages.sum(),
        receivedBytes.sum(),
        droppedMessages.sum(),
        connections.sum(),
        reconnections.sum());
  }
}
