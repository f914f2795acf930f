package dev.rondo.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where some of a command's keys stand among its arguments, and what happens to them (Redis manual,
 * "Key specifications"). Positions count from 0, the command's name.
 *
 * @param flags what happens to the keys, in Redis's words: RO, RW, OW, RM, ACCESS, UPDATE, ...
 * @param begin the position of the first key
 * @param last the last key relative to the first; negative counts from the end, -1 being the last
 *     argument
 * @param step the distance between keys
 */
public record KeySpec(Set<String> flags, int begin, int last, int step) {
  /** One key at position 1. */
  public static KeySpec one(String... flags) {
    return new KeySpec(Set.of(flags), 1, 0, 1);
  }

  /** One key at a position. */
  public static KeySpec at(int position, String... flags) {
    return new KeySpec(Set.of(flags), position, 0, 1);
  }

  /** Keys from a position to the end, each {@code step} arguments. */
  public static KeySpec allFrom(int position, int step, String... flags) {
    return new KeySpec(Set.of(flags), position, -1, step);
  }

  /** Adds the positions of this spec's keys in a call with so many arguments. */
  void positions(int argumentCount, List<Integer> into) {
    int end = last >= 0 ? begin + last : argumentCount + last;
    for (int i = begin; i <= end && i < argumentCount; i += step) {
      into.add(i);
    }
  }

  /** The positions of all keys that some specs name in a call with so many arguments. */
  static List<Integer> positions(List<KeySpec> specs, int argumentCount) {
    List<Integer> positions = new ArrayList<>();
    for (KeySpec spec : specs) {
      spec.positions(argumentCount, positions);
    }
    return positions;
  }
}
