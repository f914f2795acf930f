package dev.rondo.cluster;

import dev.rondo.storage.HybridClock;
import dev.rondo.storage.VectorClock;

/**
 * What this node needs to give a write its version.
 *
 * @param actor this node's id in vector clocks
 * @param clock stamps writes; the one hybrid clock of the node
 * @param deletions what a deletion leaves behind
 * @param pruning when clocks are shortened; not where events are counted, for it goes by their time
 */
record Versioning(long actor, HybridClock clock, Deletions deletions, ClockPruning pruning) {
  Versioning(long actor, HybridClock clock, Deletions deletions) {
    this(actor, clock, deletions, ClockPruning.DEFAULT);
  }

  /**
   * The clock of a version that this node makes from one it has seen.
   *
   * <p>Alone, a node counts its events. In a cluster another node may have had a write that this
   * one has forgotten, because its machine lost the end of the log or because it never held the
   * key; and an event must never be given twice. So there an event's number is the write's hybrid
   * time, which does not come back.
   *
   * @param hybridTime the write's, later than everything seen
   */
  VectorClock advance(VectorClock seen, long hybridTime) {
    if (deletions == Deletions.PURGE) {
      return seen.increment(actor);
    }
    long number = Math.max(seen.counterOf(actor) + 1, hybridTime);
    return pruning.prune(seen.advance(actor, number), HybridClock.millisOf(hybridTime));
  }
}
