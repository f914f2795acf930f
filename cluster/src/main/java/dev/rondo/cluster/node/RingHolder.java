package dev.rondo.cluster.node;

import dev.rondo.cluster.membership.SharedState;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.ring.RingCodec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ring this node knows: the newest it ever heard of. Gossip carries it along. Safe on any
 * thread; {@link #ring} takes no lock.
 */
final class RingHolder implements SharedState {
  private static final Logger LOG = LoggerFactory.getLogger(RingHolder.class);
  private static final Value NONE = new Value(0, 0, new byte[0]);

  private final RingStore store;
  private final List<BiConsumer<@Nullable Ring, Ring>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Ring ring;
  private volatile Value value = NONE;

  RingHolder(RingStore store) {
    this.store = store;
    byte[] saved = store.load();
    if (saved != null) {
      ring = RingCodec.decode(saved);
      value = valueOf(ring, saved);
    }
  }

  /** The ring, null before this node heard of one. */
  @Nullable Ring ring() {
    return ring;
  }

  /**
   * Has a listener told of each new ring, together with the one before (null for the first). Called
   * one at a time, with a lock held: must not block.
   */
  void addListener(BiConsumer<@Nullable Ring, Ring> listener) {
    listeners.add(listener);
  }

  @Override
  public Value current() {
    return value;
  }

  @Override
  public void offer(Value offered) {
    if (offered.epoch() == 0) {
      return;
    }
    Ring decoded;
    try {
      decoded = RingCodec.decode(offered.bytes());
    } catch (IllegalArgumentException e) {
      LOG.warn("refused a ring that makes no sense: {}", e.getMessage());
      return;
    }
    adopt(decoded, offered.bytes());
  }

  /** Takes a ring that this node made. */
  void propose(Ring made) {
    adopt(made, RingCodec.encode(made));
  }

  private synchronized void adopt(Ring newer, byte[] bytes) {
    Ring before = ring;
    if (before != null && !newer.supersedes(before)) {
      return;
    }
    store.save(bytes);
    value = valueOf(newer, bytes);
    ring = newer;
    LOG.info("ring {} with {} nodes", newer.epoch(), newer.nodes().size());
    listeners.forEach(listener -> listener.accept(before, newer));
  }

  private static Value valueOf(Ring ring, byte[] bytes) {
    return new Value(ring.epoch(), ring.proposer().actor(), bytes);
  }
}
