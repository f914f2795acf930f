package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.NodeAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers why peers and this node do not come together, and logs it once a minute for each. Safe
 * on any thread.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Strangers can make up addresses; of more than these the oldest is forgotten. */
  static final int MAX_PEERS = 256;

  private record Noted(Refusal refusal, long loggedAtNanos) {}

  private final LongSupplier nanoClock;
  private final Map<String, Noted> byPeer = new LinkedHashMap<>();

  RefusalLog(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Notes a refusal.
   *
   * @param peer a {@link NodeAddress} in text, or whatever else is known of who it was
   * @return whether it was logged
   */
  synchronized boolean note(String peer, Refusal refusal) {
    long now = nanoClock.getAsLong();
    Noted before = byPeer.remove(peer);
    boolean log = before == null || now - before.loggedAtNanos() >= QUIET_NANOS;
    byPeer.put(peer, new Noted(refusal, log || before == null ? now : before.loggedAtNanos()));
    if (byPeer.size() > MAX_PEERS) {
      byPeer.remove(byPeer.keySet().iterator().next());
    }
    if (log) {
      LOG.warn("no connection with {}: {}", peer, refusal);
    }
    return log;
  }

  /** The two came together. */
  synchronized void clear(NodeAddress peer) {
    byPeer.remove(peer.toString());
  }

  /** The latest refusal since the last success. */
  @Nullable Refusal last(NodeAddress peer) {
    return last(peer.toString());
  }

  synchronized @Nullable Refusal last(String peer) {
    Noted noted = byPeer.get(peer);
    return noted == null ? null : noted.refusal();
  }
}
