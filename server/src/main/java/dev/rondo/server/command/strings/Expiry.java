package dev.rondo.server.command.strings;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A time to live or a deadline as a client wrote it: EX, PX, EXAT or PXAT with a number. The number
 * is read late, by {@link #atMillis}, because some commands look at the key before they complain.
 */
final class Expiry {
  /** What the number means. */
  enum Kind {
    /** Seconds from now. */
    EX(1_000, true),
    /** Milliseconds from now. */
    PX(1, true),
    /** Seconds since 1970. */
    EXAT(1_000, false),
    /** Milliseconds since 1970. */
    PXAT(1, false);

    private static final Kind[] ALL = values();

    private final long unitMillis;
    private final boolean relative;

    Kind(long unitMillis, boolean relative) {
      this.unitMillis = unitMillis;
      this.relative = relative;
    }
  }

  private final Kind kind;
  private final byte[] number;

  /**
   * @param kind what the number means
   * @param number its text
   */
  Expiry(Kind kind, byte[] number) {
    this.kind = kind;
    this.number = number;
  }

  /**
   * The expiry that the option at {@code i} gives with the number behind it.
   *
   * @param earlier what an option before gave: the same kind may come again, another contradicts it
   * @throws CommandException "ERR syntax error" when there is no such option
   */
  static Expiry parse(Invocation call, int i, @Nullable Expiry earlier) {
    for (Kind kind : Kind.ALL) {
      boolean agrees = earlier == null || earlier.kind == kind;
      if (agrees && call.argumentIs(i, kind.name()) && i + 1 < call.argumentCount()) {
        return new Expiry(kind, call.argument(i + 1));
      }
    }
    throw CommandException.syntaxError();
  }

  /**
   * The last millisecond since 1970 at which the value is alive; may be in the past.
   *
   * @param command the name an error mentions
   * @throws CommandException when the number is zero, negative, or gives a time beyond 64 bits
   * @throws dev.rondo.server.text.InvalidValueException when it is no integer
   */
  long atMillis(long nowMillis, String command) {
    long count = Numbers.parseLong(number);
    long origin = kind.relative ? nowMillis : 0;
    if (count <= 0 || count > (Long.MAX_VALUE - origin) / kind.unitMillis) {
      throw CommandException.invalidExpire(command);
    }
    // The last instant of all stands for "never".
    return Math.min(origin + count * kind.unitMillis, Entry.NO_EXPIRY - 1);
  }

  /** Whether this names an instant that is over, so that a key which gets it goes at once. */
  boolean isOver(long atMillis, long nowMillis) {
    return !kind.relative && atMillis <= nowMillis;
  }
}
