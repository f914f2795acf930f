package dev.rondo.server.command.lists;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Counts;
import dev.rondo.server.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The options of LPOS.
 *
 * @param rank which match is the first to be shown, from 1; negative from the end
 * @param count how many are shown, 0 for all; -1 for one that is not in a list
 * @param maxCompared how many items are looked at, 0 for all
 */
record PositionQuery(long rank, long count, long maxCompared) {
  static PositionQuery parse(byte[][] arguments, int from) {
    long rank = 1;
    long count = -1;
    long maxCompared = 0;
    for (int i = from; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw CommandException.syntaxError();
      }
      byte[] value = arguments[i + 1];
      switch (Bytes.text(arguments[i]).toUpperCase(Locale.ROOT)) {
        case "RANK" -> rank = rank(value);
        case "COUNT" -> count = Counts.atLeast(0, value, "COUNT can't be negative");
        case "MAXLEN" -> maxCompared = Counts.atLeast(0, value, "MAXLEN can't be negative");
        default -> throw CommandException.syntaxError();
      }
    }
    return new PositionQuery(rank, count, maxCompared);
  }

  private static long rank(byte[] text) {
    long rank = Numbers.parseLong(text);
    if (rank == 0) {
      throw new CommandException(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or"
              + " use negative to start from the end of the list");
    }
    return rank;
  }

  /** Whether the matches are shown in a list. */
  boolean wantsAll() {
    return count >= 0;
  }

  /** The items that are equal to a value and wanted. */
  List<Integer> in(ListItems list, byte[] value) {
    List<Integer> found = new ArrayList<>();
    long most = count == 0 ? Long.MAX_VALUE : Math.abs(count);
    long compared = maxCompared == 0 ? list.size() : Math.min(maxCompared, list.size());
    long matches = 0;
    for (int i = 0; i < compared && found.size() < most; i++) {
      int item = rank < 0 ? list.size() - 1 - i : i;
      if (Arrays.equals(list.get(item), value) && ++matches >= Math.abs(rank)) {
        found.add(item);
      }
    }
    return found;
  }
}
