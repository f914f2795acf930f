package dev.rondo.server.command.keys;

import dev.rondo.server.command.CommandException;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Slots;

/**
 * SCAN's cursor as text: an unsigned 64-bit decimal. It is read as leniently as Redis does with C's
 * strtoul: a sign may stand in front (a minus negates), nothing at all is 0, and a zero byte ends
 * the text.
 */
final class ScanCursor {
  private static final long LAST = ScanPage.cursorAt(Slots.COUNT - 1, -1);

  private ScanCursor() {}

  /**
   * Reads a cursor.
   *
   * @throws CommandException "ERR invalid cursor"
   */
  static long parse(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    if (end == 0) {
      return 0;
    }
    boolean negative = text[0] == '-';
    int first = negative || text[0] == '+' ? 1 : 0;
    if (first == end) {
      throw invalid();
    }
    long value = 0;
    for (int i = first; i < end; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9 || !hasRoom(value, digit)) {
        throw invalid();
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** Whether nothing can come at or behind a cursor, because it points past the ring. */
  static boolean isBeyondEnd(long cursor) {
    return Long.compareUnsigned(cursor, LAST) > 0;
  }

  /** The text of a cursor. */
  static String text(long cursor) {
    return Long.toUnsignedString(cursor);
  }

  /**
   * Whether {@code value * 10 + digit} fits 64 unsigned bits; -1 is the largest number of those.
   */
  private static boolean hasRoom(long value, int digit) {
    return Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) <= 0;
  }

  private static CommandException invalid() {
    return new CommandException("ERR invalid cursor");
  }
}
