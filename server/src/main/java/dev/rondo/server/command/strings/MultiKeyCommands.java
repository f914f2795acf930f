package dev.rondo.server.command.strings;

import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several strings at once: MGET, MSET, MSETNX. */
final class MultiKeyCommands {
  private MultiKeyCommands() {}

  /** MGET key [key ...]. */
  static void mget(Invocation call) {
    List<Key> keys = Strings.keys(call, 1, 1);
    call.transact(
        keys, view -> values(view, keys), (values, out) -> writeValues(call, values, out));
  }

  private static byte[] @Nullable [] values(Transaction.View view, List<Key> keys) {
    byte[] @Nullable [] values = new byte[keys.size()][];
    for (int i = 0; i < values.length; i++) {
      Entry entry = view.read(keys.get(i));
      if (entry != null && entry.type() == DataType.STRING) {
        values[i] = entry.stringValue();
      }
    }
    return values;
  }

  private static void writeValues(Invocation call, byte[] @Nullable [] values, ReplyWriter out) {
    out.array(values.length);
    for (byte[] value : values) {
      call.noteLookup(value != null);
      Strings.writeBulk(value, out);
    }
  }

  /** MSET key value [key value ...]. */
  static void mset(Invocation call) {
    List<Key> keys = keysOfPairs(call);
    call.transact(
        keys,
        view -> {
          putAll(call, keys, view);
          return true;
        },
        (done, out) -> out.ok());
  }

  /** MSETNX key value [key value ...]. */
  static void msetnx(Invocation call) {
    List<Key> keys = keysOfPairs(call);
    call.transact(
        keys,
        view -> {
          boolean noneExists = keys.stream().allMatch(key -> view.read(key) == null);
          if (noneExists) {
            putAll(call, keys, view);
          }
          return noneExists;
        },
        (done, out) -> out.integer(done ? 1 : 0));
  }

  private static List<Key> keysOfPairs(Invocation call) {
    if (call.argumentCount() % 2 == 0) {
      throw CommandException.wrongArity(call.spec().name());
    }
    return Strings.keys(call, 1, 2);
  }

  private static void putAll(Invocation call, List<Key> keys, Transaction.View view) {
    for (int i = 0; i < keys.size(); i++) {
      view.update(keys.get(i), SetCommand.overwrite(call.argument(2 * i + 2)));
    }
  }
}
