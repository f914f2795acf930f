package dev.rondo.server.command.bitmaps;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.strings.Strings;
import dev.rondo.server.command.strings.ValueLimit;
import dev.rondo.server.text.BitOps;
import dev.rondo.server.text.BitOps.Operator;
import dev.rondo.storage.Key;
import java.util.List;

/** Single bits, and whole bit strings combined: GETBIT, SETBIT, BITOP. */
final class BitCommands {
  private final ValueLimit limit;

  BitCommands(ValueLimit limit) {
    this.limit = limit;
  }

  /** GETBIT key offset. */
  void getbit(Invocation call) {
    long offset = BitOps.parseOffset(call.argument(2), limit.maxBytes());
    call.read(
        call.key(1),
        (entry, out) -> out.integer(BitOps.getBit(Strings.valueOrEmpty(entry), offset)));
  }

  /** SETBIT key offset bit. */
  void setbit(Invocation call) {
    long offset = BitOps.parseOffset(call.argument(2), limit.maxBytes());
    int bit = BitOps.parseBit(call.argument(3));
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          byte[] value = Strings.valueOrEmpty(current);
          int old = BitOps.getBit(value, offset);
          if (old == bit && offset >> 3 < value.length) {
            return Change.keep(old);
          }
          byte[] changed = BitOps.setBit(value, offset, bit);
          return Change.putString(old, changed, Strings.expiryOf(current));
        },
        (old, out) -> out.integer(old));
  }

  /** BITOP AND|OR|XOR|NOT destination key [key ...]. */
  static void bitop(Invocation call) {
    Operator operator = operator(call);
    if (operator == Operator.NOT && call.argumentCount() != 4) {
      throw new CommandException("ERR BITOP NOT must be called with a single source key.");
    }
    List<Key> keys = Strings.keys(call, 2, 1);
    call.transact(
        keys,
        view -> combine(view, operator, keys.get(0), keys.subList(1, keys.size())),
        (length, out) -> out.integer(length));
  }

  private static Operator operator(Invocation call) {
    for (Operator operator : Operator.values()) {
      if (call.argumentIs(1, operator.name())) {
        return operator;
      }
    }
    throw CommandException.syntaxError();
  }

  private static int combine(
      Transaction.View view, Operator operator, Key destination, List<Key> sources) {
    List<byte[]> values =
        sources.stream().map(key -> Strings.valueOrEmpty(view.read(key))).toList();
    byte[] result = BitOps.combine(operator, values);
    int length = result.length;
    Update<Integer> update =
        (current, nowMillis) -> length == 0 ? Change.delete(0) : Change.putString(length, result);
    return view.update(destination, Update.ofVersion(update));
  }
}
