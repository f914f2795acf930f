package dev.rondo.server.command.sort;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call of SORT asks for.
 *
 * @param descending DESC
 * @param alphabetic ALPHA: by bytes instead of numbers
 * @param offset how many are passed over
 * @param count how many are taken, negative for all
 * @param by BY: what is sorted by instead of the items; null for the items
 * @param keepsOrder whether items stay in the order they have: a BY named something that is the
 *     same for all items; a later BY does not change that
 * @param get GET: what is answered instead of the items; empty for the items
 * @param target where the key of STORE stands among the arguments, 0 for none
 */
record SortQuery(
    boolean descending,
    boolean alphabetic,
    long offset,
    long count,
    @Nullable SortPattern by,
    boolean keepsOrder,
    List<SortPattern> get,
    int target) {
  /**
   * Reads the arguments behind the key.
   *
   * @param mayStore whether STORE is known
   */
  static SortQuery parse(byte[][] arguments, boolean mayStore) {
    boolean descending = false;
    boolean alphabetic = false;
    long offset = 0;
    long count = -1;
    SortPattern by = null;
    boolean keepsOrder = false;
    List<SortPattern> get = new ArrayList<>();
    int target = 0;
    for (int i = 2; i < arguments.length; i++) {
      int values = arguments.length - i - 1;
      switch (Bytes.text(arguments[i]).toUpperCase(Locale.ROOT)) {
        case "ASC" -> descending = false;
        case "DESC" -> descending = true;
        case "ALPHA" -> alphabetic = true;
        case "LIMIT" -> {
          require(values >= 2);
          offset = Numbers.parseLong(arguments[++i]);
          count = Numbers.parseLong(arguments[++i]);
        }
        case "STORE" -> {
          require(mayStore && values >= 1);
          target = ++i;
        }
        case "BY" -> {
          require(values >= 1);
          by = new SortPattern(arguments[++i]);
          keepsOrder |= !by.hasStar();
        }
        case "GET" -> {
          require(values >= 1);
          get.add(new SortPattern(arguments[++i]));
        }
        default -> throw CommandException.syntaxError();
      }
    }
    return new SortQuery(
        descending, alphabetic, offset, count, by, keepsOrder, List.copyOf(get), target);
  }

  private static void require(boolean isRight) {
    if (!isRight) {
      throw CommandException.syntaxError();
    }
  }

  boolean isStored() {
    return target > 0;
  }

  /** The patterns whose keys have to be looked at. */
  List<SortPattern> patterns() {
    List<SortPattern> patterns = new ArrayList<>(get);
    if (by != null && !keepsOrder) {
      patterns.add(by);
    }
    return patterns;
  }
}
