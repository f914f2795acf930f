package dev.rondo.server.command.strings;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Entry;
import org.jspecify.annotations.Nullable;

/** Counting in strings that spell a number: INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT. */
final class CounterCommands {
  private CounterCommands() {}

  /** INCR key. */
  static void incr(Invocation call) {
    add(call, 1);
  }

  /** DECR key. */
  static void decr(Invocation call) {
    add(call, -1);
  }

  /** INCRBY key increment. */
  static void incrby(Invocation call) {
    add(call, Numbers.parseLong(call.argument(2)));
  }

  /** DECRBY key decrement. */
  static void decrby(Invocation call) {
    long decrement = Numbers.parseLong(call.argument(2));
    if (decrement == Long.MIN_VALUE) {
      throw new CommandException("ERR decrement would overflow");
    }
    add(call, -decrement);
  }

  /** INCRBYFLOAT key increment. */
  static void incrbyfloat(Invocation call) {
    byte[] increment = call.argument(2);
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          byte[] sum = Numbers.incrementByFloat(Strings.valueOrNull(current), increment);
          return Change.putString(sum, sum, Strings.expiryOf(current));
        },
        (sum, out) -> out.bulk(sum));
  }

  private static void add(Invocation call, long increment) {
    call.update(
        call.key(1), (current, nowMillis) -> add(current, increment), CounterCommands::writeSum);
  }

  private static Change<Long> add(@Nullable Entry current, long increment) {
    byte[] text = Strings.valueOrNull(current);
    long number = text == null ? 0 : Numbers.parseLong(text);
    long sum = number + increment;
    // The sum overflowed when its sign differs from both.
    if (((number ^ sum) & (increment ^ sum)) < 0) {
      throw new CommandException("ERR increment or decrement would overflow");
    }
    return Change.putString(sum, Numbers.toBytes(sum), Strings.expiryOf(current));
  }

  private static void writeSum(Long sum, ReplyWriter out) {
    out.integer(sum);
  }
}
