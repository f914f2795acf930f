package dev.rondo.cluster;

import java.util.Comparator;
import java.util.Locale;

/**
 * How many replicas have to answer before a request counts as done (Dynamo paper, section 4.5: R
 * and W; the names are Cassandra's).
 */
public sealed interface Level {
  /** The levels that have a name. */
  enum Named implements Level {
    ONE,
    TWO,
    THREE,
    QUORUM,
    ALL,
    LOCAL_ONE,
    LOCAL_QUORUM,
    EACH_QUORUM;

    @Override
    public int required(int replicas) {
      return switch (this) {
        case ONE, LOCAL_ONE -> 1;
        case TWO -> 2;
        case THREE -> 3;
        case QUORUM, LOCAL_QUORUM, EACH_QUORUM -> replicas / 2 + 1;
        case ALL -> replicas;
      };
    }

    /** Decides between levels that ask for equally many in a cluster of one data centre. */
    private int reach() {
      return switch (this) {
        case ONE, TWO, THREE -> 0;
        case LOCAL_ONE, LOCAL_QUORUM -> 1;
        case QUORUM -> 2;
        case EACH_QUORUM -> 3;
        case ALL -> 4;
      };
    }
  }

  /** A plain number of replicas, as in {@code R=1}. */
  record Count(int number) implements Level {
    /** More replicas than this no key has. */
    public static final int MAX = 99;

    public Count {
      if (number < 1 || number > MAX) {
        throw new IllegalArgumentException("replica count out of range: " + number);
      }
    }

    @Override
    public int required(int replicas) {
      return number;
    }

    @Override
    public String toString() {
      return Integer.toString(number);
    }
  }

  /**
   * How many answers this asks for, when a key has so many replicas; may be more than there are.
   */
  int required(int replicas);

  /**
   * The order of levels by what they demand of a key with so many replicas in each data centre: who
   * asks for the greater one gets what the smaller one promises as well, as far as they compare.
   */
  static Comparator<Level> byStrictness(int replicas) {
    return Comparator.<Level>comparingInt(level -> level.required(replicas))
        .thenComparing(level -> level instanceof Named named ? named.reach() : 0);
  }

  /**
   * A level from its name in any case, or a plain number.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Level parse(String text) {
    if (!text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Count(Integer.parseInt(text));
    }
    return Named.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
