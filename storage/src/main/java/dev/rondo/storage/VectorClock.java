package dev.rondo.storage;

import java.util.Arrays;

/**
 * The set of all writes a version of an entry has seen, as one counter for each node that ever
 * coordinated one: D([Sx,2],[Sy,1]) of the Dynamo paper (DeCandia et al. 2007, section 4.4).
 *
 * <p>Where counters are times (see {@code dev.rondo.cluster.Versioning}), a clock may be shortened:
 * {@link #floor} says that every event up to a number has been seen, whoever's it is, and only
 * counters above it are kept one by one. So a clock that was shortened has seen all it had seen
 * before; nothing that it knows is forgotten. The floor stands as the counter of actor 0, which no
 * node is.
 *
 * <p>Immutable. Actors are kept in ascending order.
 */
public final class VectorClock {
  /** The clock of a key that was never written. */
  public static final VectorClock EMPTY = new VectorClock(new long[0], new long[0]);

  /** How one clock stands to another. */
  public enum Order {
    EQUAL,
    BEFORE,
    AFTER,
    CONCURRENT
  }

  /** Stands for every node. */
  private static final long EVERYBODY = 0;

  private final long[] actors;
  private final long[] counters;
  private final long floor;

  private VectorClock(long[] actors, long[] counters) {
    this.actors = actors;
    this.counters = counters;
    int at = Arrays.binarySearch(actors, EVERYBODY);
    this.floor = at < 0 ? 0 : counters[at];
  }

  /** A clock from its parts, as a codec reads them; actors must ascend and counters be positive. */
  public static VectorClock of(long[] actors, long[] counters) {
    if (actors.length != counters.length) {
      throw new IllegalArgumentException("one counter an actor");
    }
    for (int i = 0; i < actors.length; i++) {
      if (counters[i] <= 0 || (i > 0 && actors[i - 1] >= actors[i])) {
        throw StoreException.corrupt("vector clock out of order");
      }
    }
    return actors.length == 0 ? EMPTY : new VectorClock(actors.clone(), counters.clone());
  }

  /** Up to which number every event of every node counts as seen; 0 unless it was shortened. */
  public long floor() {
    return floor;
  }

  /**
   * This clock with a floor at least so high: counters that are not above it need not be kept.
   *
   * @param number every event up to it that exists anywhere must have been seen, or be lost
   */
  public VectorClock withFloor(long number) {
    return number <= floor
        ? this
        : merge(new VectorClock(new long[] {EVERYBODY}, new long[] {number}));
  }

  /** The highest number of an event that this clock has seen, whoever's it is; 0 for none. */
  public long latest() {
    long latest = 0;
    for (long counter : counters) {
      latest = Math.max(latest, counter);
    }
    return latest;
  }

  /** How many counters are kept, the floor included. */
  public int size() {
    return actors.length;
  }

  /** The i-th actor, in ascending order. */
  public long actor(int i) {
    return actors[i];
  }

  /** The counter of the i-th actor. */
  public long counter(int i) {
    return counters[i];
  }

  /** The last event of an actor that was seen; 0 for none. */
  public long counterOf(long actor) {
    int i = Arrays.binarySearch(actors, actor);
    return i < 0 ? floor : counters[i];
  }

  /** Where an actor stands, or a negative number. */
  public int indexOf(long actor) {
    return Arrays.binarySearch(actors, actor);
  }

  /** Whether this version has seen the write that the dot names. */
  public boolean includes(Dot dot) {
    return counterOf(dot.actor()) >= dot.counter();
  }

  /** This clock with one more event of an actor: its next one. */
  public VectorClock increment(long actor) {
    return advance(actor, counterOf(actor) + 1);
  }

  /**
   * This clock with an event of an actor that all its earlier ones come before.
   *
   * @param counter the event's number, above every number the actor has used for the key
   */
  public VectorClock advance(long actor, long counter) {
    if (actor == EVERYBODY || counter <= counterOf(actor)) {
      throw new IllegalArgumentException("event " + counter + " is not after " + this);
    }
    int i = Arrays.binarySearch(actors, actor);
    if (i >= 0) {
      long[] raised = counters.clone();
      raised[i] = counter;
      return new VectorClock(actors, raised);
    }
    int at = -i - 1;
    long[] newActors = new long[actors.length + 1];
    long[] newCounters = new long[actors.length + 1];
    System.arraycopy(actors, 0, newActors, 0, at);
    System.arraycopy(counters, 0, newCounters, 0, at);
    newActors[at] = actor;
    newCounters[at] = counter;
    System.arraycopy(actors, at, newActors, at + 1, actors.length - at);
    System.arraycopy(counters, at, newCounters, at + 1, actors.length - at);
    return new VectorClock(newActors, newCounters);
  }

  /** The events that either has seen. */
  public VectorClock merge(VectorClock other) {
    long mergedFloor = Math.max(floor, other.floor);
    long[] mergedActors = new long[actors.length + other.actors.length];
    long[] mergedCounters = new long[mergedActors.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < actors.length || j < other.actors.length) {
      boolean mine =
          j == other.actors.length || (i < actors.length && actors[i] <= other.actors[j]);
      boolean theirs =
          i == actors.length || (j < other.actors.length && other.actors[j] <= actors[i]);
      long actor = mine ? actors[i] : other.actors[j];
      long counter = Math.max(mine ? counters[i] : 0, theirs ? other.counters[j] : 0);
      if (counter > mergedFloor || actor == EVERYBODY) {
        mergedActors[size] = actor;
        mergedCounters[size++] = counter;
      }
      i += mine ? 1 : 0;
      j += theirs ? 1 : 0;
    }
    return size == 0
        ? EMPTY
        : new VectorClock(Arrays.copyOf(mergedActors, size), Arrays.copyOf(mergedCounters, size));
  }

  /** How this clock stands to another. */
  public Order compare(VectorClock other) {
    boolean hasMore = !other.covers(this);
    boolean lacksSome = !covers(other);
    if (hasMore) {
      return lacksSome ? Order.CONCURRENT : Order.AFTER;
    }
    return lacksSome ? Order.BEFORE : Order.EQUAL;
  }

  /** Whether this version has seen every write that the other has. */
  public boolean covers(VectorClock other) {
    for (int i = 0; i < other.actors.length; i++) {
      if (counterOf(other.actors[i]) < other.counters[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorClock clock
        && Arrays.equals(clock.actors, actors)
        && Arrays.equals(clock.counters, counters);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(actors) + Arrays.hashCode(counters);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("D(");
    for (int i = 0; i < actors.length; i++) {
      text.append(i == 0 ? "[" : ",[")
          .append(Long.toHexString(actors[i]))
          .append(',')
          .append(counters[i])
          .append(']');
    }
    return text.append(')').toString();
  }
}
