package dev.rondo.server.command.strings;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.storage.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What may follow key and value of SET: {@code [NX | XX] [GET] [EX s | PX ms | EXAT s | PXAT ms |
 * KEEPTTL]}, in any order. Saying the same thing twice is allowed; of two numbers the later counts.
 *
 * @param condition when to write at all
 * @param returnOld GET: answer what was there
 * @param keepTtl KEEPTTL: the expiry stays as it is
 * @param expiry the new expiry, or null
 */
record SetOptions(
    Condition condition, boolean returnOld, boolean keepTtl, @Nullable Expiry expiry) {
  /** When a value is written. */
  enum Condition {
    ALWAYS,
    /** NX: only a new key. */
    IF_ABSENT,
    /** XX: only a key that is there. */
    IF_PRESENT;

    boolean holds(boolean present) {
      return this == ALWAYS || (this == IF_PRESENT) == present;
    }
  }

  /**
   * Reads the options of a call from argument 3 on.
   *
   * @throws CommandException "ERR syntax error" for anything unknown, incomplete or contradictory
   */
  static SetOptions parse(Invocation call) {
    Condition condition = Condition.ALWAYS;
    boolean returnOld = false;
    boolean keepTtl = false;
    Expiry expiry = null;
    for (int i = 3; i < call.argumentCount(); i++) {
      if (call.argumentIs(i, "NX") && condition != Condition.IF_PRESENT) {
        condition = Condition.IF_ABSENT;
      } else if (call.argumentIs(i, "XX") && condition != Condition.IF_ABSENT) {
        condition = Condition.IF_PRESENT;
      } else if (call.argumentIs(i, "GET")) {
        returnOld = true;
      } else if (call.argumentIs(i, "KEEPTTL") && expiry == null) {
        keepTtl = true;
      } else if (!keepTtl) {
        expiry = Expiry.parse(call, i++, expiry);
      } else {
        throw CommandException.syntaxError();
      }
    }
    return new SetOptions(condition, returnOld, keepTtl, expiry);
  }

  /**
   * The expiry of the value to be written, in milliseconds since 1970.
   *
   * @param command the name an error mentions
   * @throws CommandException when the number given makes no possible time
   */
  long expireAtMillis(@Nullable Entry current, long nowMillis, String command) {
    if (expiry != null) {
      return expiry.atMillis(nowMillis, command);
    }
    return keepTtl ? Strings.expiryOf(current) : Entry.NO_EXPIRY;
  }
}
