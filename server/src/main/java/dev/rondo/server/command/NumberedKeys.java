package dev.rondo.server.command;

import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that stand behind their number: {@code numkeys key [key ...]}.
 *
 * @param keys in the order given
 * @param next the position of the first argument behind them
 */
public record NumberedKeys(List<Key> keys, int next) {
  public NumberedKeys {
    keys = List.copyOf(keys);
  }

  /**
   * Reads the number as the commands do that pop from the first key that has something (LMPOP,
   * ZMPOP).
   *
   * @param at where the number stands
   * @throws CommandException when it is no number above zero, or there are not so many arguments
   */
  public static NumberedKeys ofPop(Invocation call, int at) {
    return of(call, at, Counts.atLeast(1, call.argument(at), "numkeys should be greater than 0"));
  }

  /**
   * Reads so many keys behind a position.
   *
   * @throws CommandException a syntax error when there are not so many arguments
   */
  public static NumberedKeys of(Invocation call, int at, long count) {
    if (count > call.argumentCount() - at - 1) {
      throw CommandException.syntaxError();
    }
    int next = at + 1 + (int) count;
    List<Key> keys = new ArrayList<>((int) count);
    for (int i = at + 1; i < next; i++) {
      keys.add(call.key(i));
    }
    return new NumberedKeys(keys, next);
  }
}
