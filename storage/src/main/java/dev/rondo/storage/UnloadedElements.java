package dev.rondo.storage;

/**
 * Elements that stayed on disk: the version of the entry is in memory, its contents are not. Enough
 * for a write that replaces the contents and for TTL, EXISTS and TYPE.
 *
 * @param latestHybridTime the latest hybrid time among the dots that were not loaded
 * @param fieldsEndMillis when the last field of a hash expires, in milliseconds since 1970; {@link
 *     Entry#NO_EXPIRY} when one never does, and for other types
 */
public record UnloadedElements(long latestHybridTime, long fieldsEndMillis) implements Elements {
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
