package dev.rondo.server.command;

import dev.rondo.server.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where some of a command's keys stand among its arguments, and what happens to them (Redis manual,
 * "Key specifications"). Positions count from 0, the command's name.
 *
 * @param flags what happens to the keys, in Redis's words: RO, RW, OW, RM, access, update, insert,
 *     delete, and about the specification: not_key, incomplete, variable_flags
 * @param begin where the search for keys begins
 * @param find which arguments from there on are keys
 * @param notes a sentence about the specification, or null
 */
public record KeySpec(Set<String> flags, Begin begin, Find find, @Nullable String notes) {
  /** All flags, in the order Redis shows them. */
  public static final List<String> FLAGS =
      List.of(
          "RO",
          "RW",
          "OW",
          "RM",
          "access",
          "update",
          "insert",
          "delete",
          "not_key",
          "incomplete",
          "variable_flags");

  /** Where the search for keys begins. */
  public sealed interface Begin permits Index, Keyword, Unknown {
    /** The position of the first argument that is looked at, -1 when there is none. */
    int position(byte[][] arguments);
  }

  /** Which arguments are keys. */
  public sealed interface Find permits Range, KeyCount, Unknown {
    /** The positions of the keys. */
    List<Integer> positions(byte[][] arguments, int begin);
  }

  /** A fixed position. */
  public record Index(int position) implements Begin {
    @Override
    public int position(byte[][] arguments) {
      return position;
    }
  }

  /**
   * Behind a word that stands somewhere, in any case.
   *
   * @param startFrom where the word is looked for first; a negative one counts from the end, and
   *     the search goes backwards from there
   */
  public record Keyword(String word, int startFrom) implements Begin {
    @Override
    public int position(byte[][] arguments) {
      int step = startFrom > 0 ? 1 : -1;
      int at = startFrom > 0 ? startFrom : arguments.length + startFrom;
      for (; at > 0 && at < arguments.length; at += step) {
        if (Bytes.text(arguments[at]).equalsIgnoreCase(word)) {
          return at + 1;
        }
      }
      return -1;
    }
  }

  /**
   * From the beginning to another position.
   *
   * @param last the last key relative to the first; negative counts from the end, -1 being the last
   *     argument
   * @param step the distance between keys
   * @param limit when last is negative and this is more than 1: only the first of so many equal
   *     parts of the arguments holds keys
   */
  public record Range(int last, int step, int limit) implements Find {
    @Override
    public List<Integer> positions(byte[][] arguments, int begin) {
      int end;
      if (last >= 0) {
        end = begin + last;
      } else if (limit <= 1) {
        end = arguments.length + last;
      } else {
        end = begin + (arguments.length - begin) / limit + last;
      }
      return between(begin, Math.min(end, arguments.length - 1), step);
    }
  }

  /**
   * As many as an argument says.
   *
   * @param countIndex where the count stands, relative to the beginning
   * @param first where the first key stands, relative to the beginning
   * @param step the distance between keys
   */
  public record KeyCount(int countIndex, int first, int step) implements Find {
    @Override
    public List<Integer> positions(byte[][] arguments, int begin) {
      int countAt = begin + countIndex;
      int count = countAt < arguments.length ? count(arguments[countAt]) : 0;
      int firstAt = begin + first;
      long end = firstAt + (count - 1L) * step;
      return end < arguments.length ? between(firstAt, (int) end, step) : List.of();
    }
  }

  /** Keys that only the command itself can find. */
  public record Unknown() implements Begin, Find {
    @Override
    public int position(byte[][] arguments) {
      return -1;
    }

    @Override
    public List<Integer> positions(byte[][] arguments, int begin) {
      return List.of();
    }
  }

  public KeySpec {
    flags = Set.copyOf(flags);
    for (String flag : flags) {
      if (!FLAGS.contains(flag)) {
        throw new IllegalArgumentException("no flag of Redis: " + flag);
      }
    }
  }

  /** Keys from a fixed position to another, which is relative to the first. */
  public KeySpec(Set<String> flags, int begin, int last, int step) {
    this(flags, new Index(begin), new Range(last, step, 0), null);
  }

  /** One key at position 1. */
  public static KeySpec one(String... flags) {
    return at(1, flags);
  }

  /** One key at a position. */
  public static KeySpec at(int position, String... flags) {
    return new KeySpec(Set.of(flags), position, 0, 1);
  }

  /** Keys from a position to the end, each {@code step} arguments. */
  public static KeySpec allFrom(int position, int step, String... flags) {
    return new KeySpec(Set.of(flags), position, -1, step);
  }

  /** The same with a sentence about it. */
  public KeySpec withNotes(String text) {
    return new KeySpec(flags, begin, find, text);
  }

  /** Whether it has a flag. */
  public boolean is(String flag) {
    return flags.contains(flag);
  }

  /** The flags in Redis's order. */
  public List<String> orderedFlags() {
    return FLAGS.stream().filter(flags::contains).toList();
  }

  /** The positions of this spec's keys in a call. */
  List<Integer> positions(byte[][] arguments) {
    int first = begin.position(arguments);
    return first < 0 ? List.of() : find.positions(arguments, first);
  }

  private static List<Integer> between(int first, int last, int step) {
    List<Integer> positions = new ArrayList<>();
    for (int i = first; i <= last; i += step) {
      positions.add(i);
    }
    return positions;
  }

  /** The count an argument gives, 0 when it gives none. */
  private static int count(byte[] argument) {
    long count = Numbers.isLong(argument) ? Numbers.parseLong(argument) : 0;
    return count > 0 && count < Integer.MAX_VALUE ? (int) count : 0;
  }
}
