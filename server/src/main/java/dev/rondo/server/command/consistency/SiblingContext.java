package dev.rondo.server.command.consistency;

import dev.rondo.storage.StoreException;
import dev.rondo.storage.VectorClock;

/**
 * A vector clock as clients carry it from SIBLINGS to RESOLVE: {@code actor:counter} in hexadecimal
 * digits, with commas between, actors ascending as signed numbers.
 */
final class SiblingContext {
  private static final int MAX_ACTORS = 1000;

  private SiblingContext() {}

  static String format(VectorClock clock) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < clock.size(); i++) {
      text.append(i == 0 ? "" : ",")
          .append(Long.toHexString(clock.actor(i)))
          .append(':')
          .append(Long.toHexString(clock.counter(i)));
    }
    return text.toString();
  }

  /**
   * Reads what {@link #format} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  static VectorClock parse(String text) {
    String[] parts = text.split(",", MAX_ACTORS + 1);
    if (parts.length > MAX_ACTORS) {
      throw new IllegalArgumentException("too many actors");
    }
    long[] actors = new long[parts.length];
    long[] counters = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("no counter: " + parts[i]);
      }
      actors[i] = Long.parseUnsignedLong(parts[i].substring(0, colon), 16);
      counters[i] = Long.parseUnsignedLong(parts[i].substring(colon + 1), 16);
    }
    try {
      return VectorClock.of(actors, counters);
    } catch (StoreException outOfOrder) {
      throw new IllegalArgumentException(outOfOrder);
    }
  }
}
