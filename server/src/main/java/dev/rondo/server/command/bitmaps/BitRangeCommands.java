package dev.rondo.server.command.bitmaps;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.strings.Strings;
import dev.rondo.server.text.BitOps;
import dev.rondo.server.text.BitOps.Unit;
import dev.rondo.server.text.Numbers;

/**
 * Counting and finding bits: BITCOUNT, BITPOS. Both look at the key before they read the range, so
 * that a missing key is answered even to a wrong range.
 */
final class BitRangeCommands {
  private BitRangeCommands() {}

  /** BITCOUNT key [start end [BYTE | BIT]]. */
  static void bitcount(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          byte[] value = Strings.valueOrNull(entry);
          out.integer(value == null ? 0 : bitCount(call, value));
        });
  }

  private static long bitCount(Invocation call, byte[] value) {
    return switch (call.argumentCount()) {
      case 2 -> BitOps.bitCount(value);
      case 4, 5 ->
          bitCount(
              call,
              value,
              Numbers.parseLong(call.argument(2)),
              Numbers.parseLong(call.argument(3)));
      default -> throw CommandException.syntaxError();
    };
  }

  private static long bitCount(Invocation call, byte[] value, long start, long end) {
    // As in Redis, such a range is answered before the last argument is looked at.
    boolean backwards = start < 0 && end < start;
    return backwards ? 0 : BitOps.bitCount(value, start, end, unit(call, 4));
  }

  /** BITPOS key bit [start [end [BYTE | BIT]]]. */
  static void bitpos(Invocation call) {
    int bit = BitOps.parseSoughtBit(call.argument(2));
    call.read(
        call.key(1),
        (entry, out) -> {
          byte[] value = Strings.valueOrNull(entry);
          // A missing key is an endless row of zeros.
          out.integer(value == null ? -bit : bitPosition(call, value, bit));
        });
  }

  private static long bitPosition(Invocation call, byte[] value, int bit) {
    return switch (call.argumentCount()) {
      case 3 -> BitOps.bitPosition(value, bit, 0);
      case 4 -> BitOps.bitPosition(value, bit, Numbers.parseLong(call.argument(3)));
      case 5, 6 -> {
        long start = Numbers.parseLong(call.argument(3));
        // As in Redis, the last argument is looked at before the end.
        Unit unit = unit(call, 5);
        yield BitOps.bitPosition(value, bit, start, Numbers.parseLong(call.argument(4)), unit);
      }
      default -> throw CommandException.syntaxError();
    };
  }

  /** What the range counts, if it is said at all. */
  private static Unit unit(Invocation call, int i) {
    if (i >= call.argumentCount() || call.argumentIs(i, "BYTE")) {
      return Unit.BYTE;
    }
    if (call.argumentIs(i, "BIT")) {
      return Unit.BIT;
    }
    throw CommandException.syntaxError();
  }
}
