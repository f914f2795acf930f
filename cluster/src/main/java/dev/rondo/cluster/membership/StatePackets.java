package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Bounds how often the shared state, which may be large, goes to one peer. */
final class StatePackets {
  private static final long MIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int maxPeers;
  private final Map<NodeId, Long> sentAtNanos = new LinkedHashMap<>();

  StatePackets(int maxPeers) {
    this.maxPeers = maxPeers;
  }

  /** Whether a packet may go to a peer now; if so, takes note of it. */
  boolean mayGoTo(NodeId peer, long nowNanos) {
    sentAtNanos.values().removeIf(sent -> nowNanos - sent >= MIN_INTERVAL_NANOS);
    if (sentAtNanos.containsKey(peer) || sentAtNanos.size() >= maxPeers) {
      return false;
    }
    sentAtNanos.put(peer, nowNanos);
    return true;
  }
}
