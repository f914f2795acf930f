package dev.rondo.server.command.strings;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;

/**
 * What may follow the keys of LCS: {@code [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN]}, in any
 * order.
 *
 * @param lengthOnly LEN: answer the length alone
 * @param withMatches IDX: answer where the runs in common are
 * @param minMatchBytes MINMATCHLEN: leave out shorter runs
 * @param withMatchLengths WITHMATCHLEN: add each run's length
 */
record LcsOptions(
    boolean lengthOnly, boolean withMatches, long minMatchBytes, boolean withMatchLengths) {
  /**
   * Reads the options of a call from argument 3 on.
   *
   * @throws CommandException for anything unknown or incomplete, and for LEN together with IDX
   */
  static LcsOptions parse(Invocation call) {
    boolean lengthOnly = false;
    boolean withMatches = false;
    boolean withMatchLengths = false;
    long minMatchBytes = 0;
    for (int i = 3; i < call.argumentCount(); i++) {
      if (call.argumentIs(i, "LEN")) {
        lengthOnly = true;
      } else if (call.argumentIs(i, "IDX")) {
        withMatches = true;
      } else if (call.argumentIs(i, "WITHMATCHLEN")) {
        withMatchLengths = true;
      } else if (call.argumentIs(i, "MINMATCHLEN") && i + 1 < call.argumentCount()) {
        minMatchBytes = Numbers.parseLong(call.argument(++i));
      } else {
        throw CommandException.syntaxError();
      }
    }
    if (lengthOnly && withMatches) {
      throw new CommandException(
          "ERR If you want both the length and indexes, please just use IDX.");
    }
    return new LcsOptions(lengthOnly, withMatches, minMatchBytes, withMatchLengths);
  }
}
