package dev.rondo.server.command.strings;

import dev.rondo.cluster.Change;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import dev.rondo.server.text.Ranges;
import dev.rondo.storage.Entry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parts of a string: APPEND, GETRANGE and its old name SUBSTR, SETRANGE, STRLEN. */
final class RangeCommands {
  private final ValueLimit limit;

  RangeCommands(ValueLimit limit) {
    this.limit = limit;
  }

  /** STRLEN key. */
  static void strlen(Invocation call) {
    call.read(call.key(1), (entry, out) -> out.integer(Strings.valueOrEmpty(entry).length));
  }

  /** GETRANGE key start end. */
  static void getrange(Invocation call) {
    long start = Numbers.parseLong(call.argument(2));
    long end = Numbers.parseLong(call.argument(3));
    call.read(
        call.key(1),
        (entry, out) -> {
          byte[] value = Strings.valueOrEmpty(entry);
          Ranges.Span span = Ranges.clamp(start, end, value.length);
          out.bulk(value, (int) span.from(), (int) span.length());
        });
  }

  /** APPEND key value. */
  void append(Invocation call) {
    byte[] tail = call.argument(2);
    call.update(
        call.key(1),
        (current, nowMillis) -> append(current, tail),
        (length, out) -> out.integer(length));
  }

  private Change<Integer> append(@Nullable Entry current, byte[] tail) {
    byte[] head = Strings.valueOrNull(current);
    if (head == null) {
      return Change.putString(tail.length, tail);
    }
    byte[] whole = Arrays.copyOf(head, limit.lengthOf(head.length, tail.length));
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return Change.putString(whole.length, whole, Strings.expiryOf(current));
  }

  /** SETRANGE key offset value. */
  void setrange(Invocation call) {
    long offset = Numbers.parseLong(call.argument(2));
    if (offset < 0) {
      throw CommandException.outOfRange("offset");
    }
    byte[] part = call.argument(3);
    call.update(
        call.key(1),
        (current, nowMillis) -> overwrite(current, offset, part),
        (length, out) -> out.integer(length));
  }

  private Change<Integer> overwrite(@Nullable Entry current, long offset, byte[] part) {
    byte[] value = Strings.valueOrEmpty(current);
    if (part.length == 0) {
      return Change.keep(value.length);
    }
    int end = limit.lengthOf(offset, part.length);
    byte[] changed = Arrays.copyOf(value, Math.max(value.length, end));
    System.arraycopy(part, 0, changed, end - part.length, part.length);
    return Change.putString(changed.length, changed, Strings.expiryOf(current));
  }
}
