package dev.rondo.server.command;

/**
 * What follows the keys in LMPOP and ZMPOP, and in their blocking forms: which end, and how many.
 *
 * @param first whether the end named first is popped from: LEFT, MIN
 * @param count how many at most, from 1
 */
public record PopOptions(boolean first, long count) {
  /**
   * Reads {@code end [COUNT count]}.
   *
   * @param at where the end stands
   * @param firstEnd the word for one end
   * @param lastEnd the word for the other
   */
  public static PopOptions parse(Invocation call, int at, String firstEnd, String lastEnd) {
    if (at >= call.argumentCount()) {
      throw CommandException.syntaxError();
    }
    boolean first = call.argumentIs(at, firstEnd);
    if (!first && !call.argumentIs(at, lastEnd)) {
      throw CommandException.syntaxError();
    }
    if (call.argumentCount() == at + 1) {
      return new PopOptions(first, 1);
    }
    if (!call.argumentIs(at + 1, "COUNT") || call.argumentCount() == at + 2) {
      throw CommandException.syntaxError();
    }
    long count = Counts.atLeast(1, call.argument(at + 2), "count should be greater than 0");
    if (call.argumentCount() > at + 3) {
      throw CommandException.syntaxError();
    }
    return new PopOptions(first, count);
  }
}
