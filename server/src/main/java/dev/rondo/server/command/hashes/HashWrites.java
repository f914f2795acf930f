package dev.rondo.server.command.hashes;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.InvalidValueException;
import dev.rondo.server.text.LongDouble;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The commands that put fields into a hash, count in them and remove them. */
final class HashWrites {
  private HashWrites() {}

  /** HSET key field value [field value ...]. */
  static void hset(Invocation call) {
    set(call, (added, out) -> out.integer(added));
  }

  /** HMSET key field value [field value ...]. */
  static void hmset(Invocation call) {
    set(call, (added, out) -> out.ok());
  }

  private static void set(Invocation call, BiConsumer<Integer, ReplyWriter> reply) {
    if (call.argumentCount() % 2 != 0) {
      throw CommandException.wrongArity(call.spec().name());
    }
    call.update(call.key(1), (current, nowMillis) -> set(call, current, nowMillis), reply);
  }

  private static Change<Integer> set(Invocation call, @Nullable Entry current, long nowMillis) {
    Hash hash = Hash.of(current, nowMillis);
    ElementEdits edits = hash.edits();
    int added = 0;
    for (int i = 2; i < call.argumentCount(); i += 2) {
      byte[] field = call.argument(i);
      if (!hash.contains(field) && !edits.puts(field)) {
        added++;
      }
      edits.put(field, HashFields.encode(call.argument(i + 1)));
    }
    return Change.edit(added, DataType.HASH, edits);
  }

  /** HSETNX key field value. */
  static void hsetnx(Invocation call) {
    byte[] field = call.argument(2);
    byte[] stored = HashFields.encode(call.argument(3));
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          Hash hash = Hash.of(current, nowMillis);
          return hash.contains(field)
              ? Change.keep(0)
              : Change.edit(1, DataType.HASH, hash.edits().put(field, stored));
        },
        (added, out) -> out.integer(added));
  }

  /** HDEL key field [field ...]. */
  static void hdel(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          Hash hash = Hash.of(current, nowMillis);
          ElementEdits edits = hash.edits();
          int removed = 0;
          for (int i = 2; i < call.argumentCount(); i++) {
            byte[] field = call.argument(i);
            if (hash.contains(field) && !edits.removes(field)) {
              edits.remove(field);
              removed++;
            }
          }
          return removed == 0 ? Change.keep(0) : Change.edit(removed, DataType.HASH, edits);
        },
        (removed, out) -> out.integer(removed));
  }

  /** HINCRBY key field increment. */
  static void hincrby(Invocation call) {
    byte[] field = call.argument(2);
    long increment = Numbers.parseLong(call.argument(3));
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          Hash hash = Hash.of(current, nowMillis);
          long sum = plus(hash.value(field), increment);
          return put(sum, hash, field, Numbers.toBytes(sum));
        },
        (sum, out) -> out.integer(sum));
  }

  private static long plus(byte @Nullable [] text, long increment) {
    if (text != null && !Numbers.isLong(text)) {
      throw new CommandException("ERR hash value is not an integer");
    }
    try {
      return Math.addExact(text == null ? 0 : Numbers.parseLong(text), increment);
    } catch (ArithmeticException e) {
      throw new CommandException("ERR increment or decrement would overflow");
    }
  }

  /** HINCRBYFLOAT key field increment. */
  static void hincrbyfloat(Invocation call) {
    byte[] field = call.argument(2);
    LongDouble increment = LongDouble.parse(call.argument(3));
    if (increment == null) {
      throw new InvalidValueException("ERR value is not a valid float");
    }
    if (!increment.isFinite()) {
      throw new InvalidValueException("ERR value is NaN or Infinity");
    }
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          Hash hash = Hash.of(current, nowMillis);
          byte[] sum = plus(hash.value(field), increment);
          return put(sum, hash, field, sum);
        },
        (sum, out) -> out.bulk(sum));
  }

  private static byte[] plus(byte @Nullable [] text, LongDouble increment) {
    LongDouble number = text == null ? LongDouble.ZERO : LongDouble.parse(text);
    if (number == null) {
      throw new CommandException("ERR hash value is not a float");
    }
    LongDouble sum = number.plus(increment);
    if (!sum.isFinite()) {
      throw new CommandException("ERR increment would produce NaN or Infinity");
    }
    return sum.toBytes();
  }

  /** Gives a field a value; it keeps the expiry it has (Redis command page HEXPIRE). */
  private static <T> Change<T> put(T result, Hash hash, byte[] field, byte[] value) {
    byte[] stored = hash.stored(field);
    long expireAt = stored == null ? Entry.NO_EXPIRY : HashFields.expireAtMillis(stored);
    return Change.edit(
        result, DataType.HASH, hash.edits().put(field, HashFields.encode(value, expireAt)));
  }
}
