package dev.rondo.cluster.ring;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.List;
import java.util.Optional;

/**
 * Slots whose replica goes from one node to another when the ring changes.
 *
 * @param firstSlot the lowest slot
 * @param lastSlot the highest slot, included
 * @param from who holds them no more; empty when there is one replica more than before
 * @param to who holds them from now on; empty when there is one replica less
 * @param holders the replicas before the change, the owner first: each can give the data, should
 *     {@code from} be gone
 */
public record Movement(
    int firstSlot, int lastSlot, Optional<NodeId> from, Optional<NodeId> to, List<NodeId> holders) {
  public Movement {
    if (firstSlot < 0 || lastSlot < firstSlot || lastSlot >= Slots.COUNT) {
      throw new IllegalArgumentException("no slots: " + firstSlot + " to " + lastSlot);
    }
    if (from.isEmpty() && to.isEmpty()) {
      throw new IllegalArgumentException("a movement has an end");
    }
    holders = List.copyOf(holders);
  }

  /** How many slots move. */
  public int slots() {
    return lastSlot - firstSlot + 1;
  }
}
