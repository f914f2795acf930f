package dev.rondo.server.command;

import dev.rondo.server.text.Numbers;
import java.util.random.RandomGenerator;

/**
 * Which elements a command draws that answers some at random: a positive count asks for different
 * ones, a negative one for as many with repetition (Redis command page HRANDFIELD).
 */
public final class RandomElements {
  /**
   * What is drawn with repetition weighs no more than this, so that one small request cannot fill
   * the memory.
   */
  static final long MAX_REPEATED_BYTES = 64L << 20;

  private RandomElements() {}

  /**
   * Reads a count.
   *
   * @throws CommandException when it has no counterpart of the other sign
   */
  public static long parseCount(byte[] text) {
    long count = Numbers.parseLong(text);
    if (count == Long.MIN_VALUE) {
      throw CommandException.outOfRange(
          "value", "value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
    }
    return count;
  }

  /**
   * Draws places below {@code size}; all of them, in order, when as many are asked for.
   *
   * @param weightBytes about how much all elements take in memory
   * @throws CommandException when a negative count asks for more than are ever drawn
   */
  public static int[] draw(long count, int size, long weightBytes, RandomGenerator random) {
    if (size == 0) {
      return new int[0];
    }
    if (count < 0) {
      if (-count > MAX_REPEATED_BYTES / Math.max(1, weightBytes / size)) {
        throw CommandException.outOfRange("value");
      }
      return random.ints(-count, 0, size).toArray();
    }
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    return count >= size ? places : chosen((int) count, places, random);
  }

  /** The first steps of a Fisher-Yates shuffle, in place. */
  private static int[] chosen(int count, int[] places, RandomGenerator random) {
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, places.length);
      chosen[i] = places[other];
      places[other] = places[i];
    }
    return chosen;
  }
}
