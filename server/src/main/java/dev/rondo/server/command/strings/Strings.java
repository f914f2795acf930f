package dev.rondo.server.command.strings;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the commands on strings and bitmaps have in common. */
public final class Strings {
  private static final byte[] EMPTY = {};

  private Strings() {}

  /**
   * The bytes of the string an entry holds, not to be changed; null for no entry.
   *
   * @throws CommandException WRONGTYPE when it holds something else
   */
  public static byte @Nullable [] valueOrNull(@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (entry.type() != DataType.STRING) {
      throw CommandException.wrongType();
    }
    return entry.stringValue();
  }

  /**
   * As {@link #valueOrNull}, with the empty string for no entry: how the commands read a missing
   * key that treat it as a string nobody wrote to yet.
   */
  public static byte[] valueOrEmpty(@Nullable Entry entry) {
    byte[] value = valueOrNull(entry);
    return value == null ? EMPTY : value;
  }

  /** The expiry a changed value keeps, in milliseconds since 1970. */
  public static long expiryOf(@Nullable Entry entry) {
    return entry == null ? Entry.NO_EXPIRY : entry.expireAtMillis();
  }

  /** As {@link #valueOrNull}: the value as the result of an update. */
  static Optional<byte[]> value(@Nullable Entry entry) {
    return Optional.ofNullable(valueOrNull(entry));
  }

  /** Writes a string, or the absent value. */
  static void writeBulk(Optional<byte[]> value, ReplyWriter out) {
    writeBulk(value.orElse(null), out);
  }

  /** Writes a string, or the absent value. */
  static void writeBulk(byte @Nullable [] value, ReplyWriter out) {
    if (value == null) {
      out.nil();
    } else {
      out.bulk(value);
    }
  }

  /** The keys of a call that stand at {@code from} and each {@code step} arguments behind it. */
  public static List<Key> keys(Invocation call, int from, int step) {
    List<Key> keys = new ArrayList<>((call.argumentCount() - from + step - 1) / step);
    for (int i = from; i < call.argumentCount(); i += step) {
      keys.add(call.key(i));
    }
    return keys;
  }
}
