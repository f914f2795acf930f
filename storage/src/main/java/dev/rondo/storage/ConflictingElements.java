package dev.rondo.storage;

import java.util.EnumMap;
import java.util.Map;

/**
 * Elements of several types under one key, which concurrent writes of different types leave behind.
 * Nothing is thrown away by the merge, for what looks superseded here may not be so elsewhere; the
 * type with the latest write is shown, and the next write, which has seen all of them, removes the
 * others.
 */
public final class ConflictingElements implements Elements {
  private final Map<DataType, Elements> byType;

  private ConflictingElements(Map<DataType, Elements> byType) {
    this.byType = byType;
  }

  static ConflictingElements ofOne(DataType type, Elements elements) {
    Map<DataType, Elements> one = new EnumMap<>(DataType.class);
    if (!elements.isEmpty()) {
      one.put(type, elements);
    }
    return new ConflictingElements(one);
  }

  static ConflictingElements ofAll(Map<DataType, Elements> byType) {
    return new ConflictingElements(new EnumMap<>(byType));
  }

  /** The elements of one type, {@link Elements#NONE} when there are none. */
  public Elements of(DataType type) {
    return byType.getOrDefault(type, NONE);
  }

  /** How many types there are. */
  int types() {
    return byType.size();
  }

  /** The type with the latest write, of equals the one with the higher code. */
  DataType shownType() {
    DataType shown = DataType.STRING;
    long latest = -1;
    for (Map.Entry<DataType, Elements> typed : byType.entrySet()) {
      if (typed.getValue().latestHybridTime() >= latest) {
        latest = typed.getValue().latestHybridTime();
        shown = typed.getKey();
      }
    }
    return shown;
  }

  /** What to keep in an entry: the plain elements when there is no conflict. */
  Elements simplest() {
    return byType.size() > 1 ? this : of(shownType());
  }

  @Override
  public boolean isEmpty() {
    return byType.isEmpty();
  }

  @Override
  public long latestHybridTime() {
    return byType.values().stream().mapToLong(Elements::latestHybridTime).max().orElse(0);
  }

  @Override
  public long weightBytes() {
    return 64 + byType.values().stream().mapToLong(Elements::weightBytes).sum();
  }

  @Override
  public ConflictingElements merge(VectorClock clock, Elements other, VectorClock otherClock) {
    ConflictingElements theirs = (ConflictingElements) other;
    Map<DataType, Elements> merged = new EnumMap<>(DataType.class);
    for (DataType type : DataType.values()) {
      Elements left = of(type);
      Elements right = theirs.of(type);
      Elements both =
          left.isEmpty()
              ? right.merge(otherClock, left, clock)
              : left.merge(clock, right, otherClock);
      if (!both.isEmpty()) {
        merged.put(type, both);
      }
    }
    return new ConflictingElements(merged);
  }
}
