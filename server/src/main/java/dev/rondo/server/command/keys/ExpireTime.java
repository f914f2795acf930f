package dev.rondo.server.command.keys;

import dev.rondo.server.command.CommandException;
import dev.rondo.storage.Entry;

/**
 * How a command says when a key ends.
 *
 * @param unitMillis what its numbers count, in milliseconds
 * @param absolute whether they count from 1970 on, rather than from now on
 */
record ExpireTime(long unitMillis, boolean absolute) {
  static final ExpireTime SECONDS_FROM_NOW = new ExpireTime(1000, false);
  static final ExpireTime MILLIS_FROM_NOW = new ExpireTime(1, false);
  static final ExpireTime SECONDS_SINCE_1970 = new ExpireTime(1000, true);
  static final ExpireTime MILLIS_SINCE_1970 = new ExpireTime(1, true);

  /**
   * The latest moment a key can be told to end, in milliseconds since 1970: one more would mean
   * that it never does.
   */
  static final long LATEST_MILLIS = Entry.NO_EXPIRY - 1;

  /**
   * The moment meant, in milliseconds since 1970; may be long past, or before 1970.
   *
   * @param command for the error's text
   * @throws CommandException when a 64-bit number cannot hold it
   */
  long resolve(long amount, long nowMillis, String command) {
    if (amount > Long.MAX_VALUE / unitMillis || amount < Long.MIN_VALUE / unitMillis) {
      throw CommandException.invalidExpire(command);
    }
    long millis = amount * unitMillis;
    long base = absolute ? 0 : nowMillis;
    if (millis > Long.MAX_VALUE - base) {
      throw CommandException.invalidExpire(command);
    }
    return millis + base;
  }
}
