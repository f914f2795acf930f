package dev.rondo.server.command.hashes;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The arguments of HEXPIRE and its like behind the key: a time, a condition, and {@code FIELDS
 * count field...} (Redis command page HEXPIRE).
 *
 * @param expireAtMillis the last millisecond since 1970 at which the fields shall be there
 * @param condition what must be true of a field's present expiry
 * @param fields the fields, as often as they are named
 */
record FieldExpiry(long expireAtMillis, Condition condition, List<byte[]> fields) {
  /** The latest expiry a field may have: Redis keeps two of 48 bits for later use. */
  static final long LATEST_MILLIS = (1L << 46) - 1;

  private static final int TIME_AT = 2;
  private static final int CONDITION_AT = 3;

  /** What must be true of a field's present expiry. A field without one lasts longest. */
  enum Condition {
    NONE,
    NX,
    XX,
    GT,
    LT;

    boolean allows(long presentMillis, long newMillis) {
      return switch (this) {
        case NONE -> true;
        case NX -> presentMillis == Entry.NO_EXPIRY;
        case XX -> presentMillis != Entry.NO_EXPIRY;
        case GT -> newMillis > presentMillis;
        case LT -> newMillis < presentMillis;
      };
    }
  }

  /**
   * Reads the arguments of a call.
   *
   * @param baseMillis what the time given counts from
   * @param unitMillis its unit: 1 or 1000
   */
  static FieldExpiry parse(Invocation call, long baseMillis, int unitMillis) {
    long expireAt = time(call, baseMillis, unitMillis);
    Condition condition =
        switch (call.text(CONDITION_AT).toUpperCase(Locale.ROOT)) {
          case "NX" -> Condition.NX;
          case "XX" -> Condition.XX;
          case "GT" -> Condition.GT;
          case "LT" -> Condition.LT;
          default -> Condition.NONE;
        };
    int fieldsAt = condition == Condition.NONE ? CONDITION_AT : CONDITION_AT + 1;
    return new FieldExpiry(
        expireAt,
        condition,
        fields(call, fieldsAt, "ERR Parameter `numFields` should be greater than 0"));
  }

  private static long time(Invocation call, long baseMillis, int unitMillis) {
    long time = Numbers.parseLong(call.argument(TIME_AT));
    if (time < 0) {
      throw new CommandException("ERR invalid expire time, must be >= 0");
    }
    if (time > LATEST_MILLIS / unitMillis || time * unitMillis > LATEST_MILLIS - baseMillis) {
      throw CommandException.invalidExpire(call.spec().name());
    }
    return baseMillis + time * unitMillis;
  }

  /**
   * Reads {@code FIELDS count field...}, which ends the arguments.
   *
   * @param notPositive the error for a count that is none
   */
  static List<byte[]> fields(Invocation call, int at, String notPositive) {
    if (!call.argumentIs(at, "FIELDS")) {
      throw new CommandException(
          "ERR Mandatory argument FIELDS is missing or not at the right position");
    }
    byte[] count = call.argument(at + 1);
    if (!Numbers.isLong(count) || Numbers.parseLong(count) <= 0) {
      throw new CommandException(notPositive);
    }
    byte[][] arguments = call.arguments();
    if (Numbers.parseLong(count) != arguments.length - at - 2) {
      throw new CommandException(
          "ERR The `numfields` parameter must match the number of arguments");
    }
    return List.of(Arrays.copyOfRange(arguments, at + 2, arguments.length));
  }
}
