package dev.rondo.server.command.keys;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.storage.Entry;
import java.util.Locale;

/**
 * When EXPIRE and its kin change an expiry (Redis command page EXPIRE). A key without an expiry
 * counts as one that lives for ever: never shorter-lived than the new time, always longer-lived.
 *
 * @param onlyWithout NX: the key must have no expiry
 * @param onlyWith XX: the key must have one
 * @param onlyLater GT: the new time must be later
 * @param onlyEarlier LT: the new time must be earlier
 */
record ExpireCondition(
    boolean onlyWithout, boolean onlyWith, boolean onlyLater, boolean onlyEarlier) {
  static final ExpireCondition ALWAYS = new ExpireCondition(false, false, false, false);

  /**
   * Reads options, in any order and case, from position {@code from} to the end.
   *
   * @throws CommandException for an unknown option first, then for options that exclude each other
   */
  static ExpireCondition parse(byte[][] arguments, int from) {
    if (from == arguments.length) {
      return ALWAYS;
    }
    boolean nx = false;
    boolean xx = false;
    boolean gt = false;
    boolean lt = false;
    for (int i = from; i < arguments.length; i++) {
      String option = Bytes.text(arguments[i]);
      switch (option.toUpperCase(Locale.ROOT)) {
        case "NX" -> nx = true;
        case "XX" -> xx = true;
        case "GT" -> gt = true;
        case "LT" -> lt = true;
        default -> throw new CommandException("ERR Unsupported option " + option);
      }
    }
    if (nx && (xx || gt || lt)) {
      throw new CommandException(
          "ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    if (gt && lt) {
      throw new CommandException("ERR GT and LT options at the same time are not compatible");
    }
    return new ExpireCondition(nx, xx, gt, lt);
  }

  /** Whether a key may get this expiry, in milliseconds since 1970. */
  boolean allows(Entry current, long expireAtMillis) {
    boolean has = current.hasExpiry();
    if ((onlyWithout && has) || (onlyWith && !has)) {
      return false;
    }
    if (onlyLater) {
      return has && expireAtMillis > current.expireAtMillis();
    }
    return !onlyEarlier || !has || expireAtMillis < current.expireAtMillis();
  }
}
