package dev.rondo.server.consistency;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says about consistency; who says nothing leaves it to who is farther away.
 *
 * @param read of reads, null for nothing
 * @param write of writes, null for nothing
 */
public record ConsistencyChoice(@Nullable Level read, @Nullable Level write) {
  /** Says nothing. */
  public static final ConsistencyChoice NONE = new ConsistencyChoice(null, null);

  /** Says everything. */
  public static ConsistencyChoice of(Consistency consistency) {
    return new ConsistencyChoice(consistency.read(), consistency.write());
  }

  public ConsistencyChoice withRead(@Nullable Level level) {
    return new ConsistencyChoice(level, write);
  }

  public ConsistencyChoice withWrite(@Nullable Level level) {
    return new ConsistencyChoice(read, level);
  }

  /** Whether nothing is left to others. */
  public boolean isComplete() {
    return read != null && write != null;
  }

  /** This choice, and what another says where this one is silent. */
  public ConsistencyChoice orElse(ConsistencyChoice farther) {
    if (isComplete() || farther.equals(NONE)) {
      return this;
    }
    return equals(NONE)
        ? farther
        : new ConsistencyChoice(
            read == null ? farther.read : read, write == null ? farther.write : write);
  }

  /** What a request gets that has this choice in front of a complete one. */
  public Consistency orElse(Consistency farthest) {
    if (read == null && write == null) {
      return farthest;
    }
    return new Consistency(
        read == null ? farthest.read() : read, write == null ? farthest.write() : write);
  }
}
