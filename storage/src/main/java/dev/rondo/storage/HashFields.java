package dev.rondo.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The values of a hash's elements, which say when the field expires, if it does: see {@code
 * storage/FORMAT.md}, "Hash fields".
 *
 * <pre>
 * 0 value                     a field that stays
 * 1 expiry(8, milliseconds) value
 * </pre>
 *
 * <p>Pure. A field is alive until its expiry, that very millisecond included, as keys are.
 */
public final class HashFields {
  private static final byte STAYS = 0;
  private static final byte EXPIRES = 1;
  private static final int EXPIRES_HEADER_BYTES = 1 + Long.BYTES;

  /**
   * When fields of a hash expire, each {@link Entry#NO_EXPIRY} for never.
   *
   * @param firstMillis when the first of them does
   * @param lastMillis when the last one does, and nothing is left
   */
  public record Expiries(long firstMillis, long lastMillis) {}

  private HashFields() {}

  /** A field that stays until it is removed. */
  public static byte[] encode(byte[] value) {
    byte[] stored = new byte[1 + value.length];
    stored[0] = STAYS;
    System.arraycopy(value, 0, stored, 1, value.length);
    return stored;
  }

  /** A field with an expiry, {@link Entry#NO_EXPIRY} for none. */
  public static byte[] encode(byte[] value, long expireAtMillis) {
    return expireAtMillis == Entry.NO_EXPIRY
        ? encode(value)
        : ByteBuffer.allocate(EXPIRES_HEADER_BYTES + value.length)
            .put(EXPIRES)
            .putLong(expireAtMillis)
            .put(value)
            .array();
  }

  /** The last millisecond at which the field is there, {@link Entry#NO_EXPIRY} for no end. */
  public static long expireAtMillis(byte[] stored) {
    return offset(stored) == 1 ? Entry.NO_EXPIRY : ByteBuffer.wrap(stored).getLong(1);
  }

  /**
   * Where the value begins.
   *
   * @throws StoreException when these are no bytes of a field
   */
  public static int offset(byte[] stored) {
    if (stored.length >= 1 && stored[0] == STAYS) {
      return 1;
    }
    if (stored.length >= EXPIRES_HEADER_BYTES && stored[0] == EXPIRES) {
      return EXPIRES_HEADER_BYTES;
    }
    throw StoreException.corrupt("not the value of a hash field");
  }

  /** A copy of the value. */
  public static byte[] value(byte[] stored) {
    return Arrays.copyOfRange(stored, offset(stored), stored.length);
  }

  /** How many bytes the value has. */
  public static int length(byte[] stored) {
    return stored.length - offset(stored);
  }

  static Expiries expiriesOf(MapElements hash) {
    long first = Entry.NO_EXPIRY;
    long last = 0;
    for (int i = 0; i < hash.size(); i++) {
      long expireAt = expireAtMillis(hash.value(i));
      first = Math.min(first, expireAt);
      last = Math.max(last, expireAt);
    }
    return new Expiries(first, last);
  }
}
