package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the two ends of a node's bus, the transport and the listener, share. */
public final class BusContext {
  private final Identity self;
  private final BusLimits limits;
  private final RandomGenerator random;
  private final LongSupplier nanoClock;
  private final RefusalLog refusals;
  private final Map<Lane, LaneTraffic> traffic = new EnumMap<>(Lane.class);

  /**
   * @param random for nonces and waits; used by several threads and not to be foretold, so a {@link
   *     java.security.SecureRandom} in service
   * @param nanoClock as {@link System#nanoTime}
   */
  public BusContext(
      Identity self, BusLimits limits, RandomGenerator random, LongSupplier nanoClock) {
    this.self = self;
    this.limits = limits;
    this.random = random;
    this.nanoClock = nanoClock;
    this.refusals = new RefusalLog(nanoClock);
    for (Lane lane : Lane.values()) {
      traffic.put(lane, new LaneTraffic());
    }
  }

  /** The latest reason why this node and a peer did not come together, null if they did since. */
  public @Nullable Refusal lastRefusal(NodeAddress peer) {
    return refusals.last(peer);
  }

  /** Figures for metrics. */
  public BusStatistics statistics() {
    Map<Lane, LaneStatistics> lanes = new EnumMap<>(Lane.class);
    traffic.forEach((lane, counters) -> lanes.put(lane, counters.snapshot()));
    return new BusStatistics(lanes);
  }

  Identity self() {
    return self;
  }

  BusLimits limits() {
    return limits;
  }

  RandomGenerator random() {
    return random;
  }

  LongSupplier nanoClock() {
    return nanoClock;
  }

  RefusalLog refusals() {
    return refusals;
  }

  LaneTraffic traffic(Lane lane) {
    LaneTraffic counters = traffic.get(lane);
    if (counters == null) {
      throw new IllegalStateException("no counters for " + lane);
    }
    return counters;
  }

  byte[] newNonce() {
    byte[] nonce = new byte[Hello.NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }
}
