package dev.rondo.storage;

/**
 * What an entry holds, as a map from element key to dotted values. Every type is such a map, and
 * all merge by one rule; how the map is kept is each implementation's own affair, so that large
 * collections need not fit in one row.
 */
public sealed interface Elements
    permits SingleElement, MapElements, ConflictingElements, UnloadedElements {
  /** No elements: what a tombstone holds. */
  Elements NONE = SingleElement.NOTHING;

  /** Whether there is no element, so that the entry is a tombstone. */
  boolean isEmpty();

  /** The latest hybrid time among the dots, 0 when empty: decides between conflicting types. */
  long latestHybridTime();

  /** About how many bytes this takes in memory. */
  long weightBytes();

  /**
   * Merges with what another replica holds: a dot stays when both have it, or when the side without
   * it has not seen it. So what one side removed stays removed and what it never saw is added.
   *
   * @param clock what this side has seen
   * @param other the other side's elements: of the same kind, or {@link #NONE}
   * @param otherClock what the other side has seen
   */
  Elements merge(VectorClock clock, Elements other, VectorClock otherClock);
}
