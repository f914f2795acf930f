package dev.rondo.cluster;

import dev.rondo.storage.HybridClock;
import dev.rondo.storage.VectorClock;
import java.util.Arrays;

/**
 * When clocks are shortened: a clock of more actors than a bound lets go of the oldest, as far as
 * their last events are old enough, and keeps a floor instead ({@link VectorClock#floor}).
 *
 * <p>The floor says that every event up to it has been seen. That is true of all that this clock
 * had seen, so nothing deleted can come back. It is true of what others wrote if a write reaches
 * the other replicas, or is lost, within {@code minAgeMillis}: a node that was away for longer, and
 * holds writes that no other replica has, must not come back with them. And it needs clocks of
 * nodes that are not behind each other by as much.
 *
 * <p>A node that left writes no more, so its events are the oldest soon and go first.
 *
 * @param maxActors more than so many are kept only while they are younger
 * @param minAgeMillis how old an event is at least that is let go
 */
public record ClockPruning(int maxActors, long minAgeMillis) {
  /** What a node starts with: ten actors, a week. */
  public static final ClockPruning DEFAULT = new ClockPruning(10, 7L * 24 * 3600 * 1000);

  public ClockPruning {
    if (maxActors < 1 || minAgeMillis < 0) {
      throw new IllegalArgumentException("at least one actor, and no negative age");
    }
  }

  /**
   * The clock with no more actors than allowed, or none that are old enough.
   *
   * @param clock its counters are hybrid times
   * @param nowMillis since 1970
   */
  VectorClock prune(VectorClock clock, long nowMillis) {
    int actors = clock.size() - (clock.floor() == 0 ? 0 : 1);
    if (actors <= maxActors) {
      return clock;
    }
    long[] counters = new long[clock.size()];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = clock.counter(i);
    }
    Arrays.sort(counters); // a floor is below all others
    long floor = 0;
    for (int i = 0; i < counters.length - maxActors; i++) {
      if (HybridClock.millisOf(counters[i]) <= nowMillis - minAgeMillis) {
        floor = counters[i];
      }
    }
    return clock.withFloor(floor);
  }
}
