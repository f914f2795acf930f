package dev.rondo.storage;

/**
 * Elements that stayed on disk: the version of the entry is in memory, its contents are not. Enough
 * for a write that replaces the contents and for TTL, EXISTS and TYPE.
 *
 * @param latestHybridTime the latest hybrid time among the dots that were not loaded
 */
public record UnloadedElements(long latestHybridTime) implements Elements {
  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public long weightBytes() {
    return 16;
  }

  @Override
  public Elements merge(VectorClock clock, Elements other, VectorClock otherClock) {
    throw new IllegalStateException("elements are not loaded");
  }
}
