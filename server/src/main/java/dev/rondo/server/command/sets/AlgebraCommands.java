package dev.rondo.server.command.sets;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Key;
import dev.rondo.storage.MapElements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that work over several sets. */
final class AlgebraCommands {
  private AlgebraCommands() {}

  /** SINTER, SUNION and SDIFF: key [key ...]. */
  static Handler answering(SetAlgebra.Operation operation) {
    return call -> {
      List<Key> sources = keys(call, 1, call.argumentCount());
      call.transact(
          sources,
          view -> operation.of(read(view, sources)),
          (members, out) -> {
            out.set(members.size());
            members.forEach(out::bulk);
          });
    };
  }

  /** SINTERSTORE, SUNIONSTORE and SDIFFSTORE: destination key [key ...]. */
  static Handler storing(SetAlgebra.Operation operation) {
    return call -> {
      Key target = call.key(1);
      List<Key> sources = keys(call, 2, call.argumentCount());
      call.transact(
          keys(call, 1, call.argumentCount()),
          view -> store(view, target, operation.of(read(view, sources))),
          (size, out) -> out.integer(size));
    };
  }

  private static int store(Transaction.View view, Key target, List<byte[]> members) {
    ElementEdits edits = new ElementEdits();
    members.forEach(edits::add);
    return view.update(
        target,
        Update.ofVersion(
            (current, nowMillis) ->
                members.isEmpty()
                    ? Change.delete(0)
                    : Change.putCollection(members.size(), DataType.SET, edits)));
  }

  /** SINTERCARD numkeys key [key ...] [LIMIT limit]. */
  static void sintercard(Invocation call) {
    long count = positiveOr(call.argument(1), 1, "ERR numkeys should be greater than 0");
    if (count > call.argumentCount() - 2) {
      throw new CommandException("ERR Number of keys can't be greater than number of args");
    }
    int end = 2 + (int) count;
    long limit = 0;
    for (int i = end; i < call.argumentCount(); i += 2) {
      if (!call.argumentIs(i, "LIMIT") || i + 1 == call.argumentCount()) {
        throw CommandException.syntaxError();
      }
      limit = positiveOr(call.argument(i + 1), 0, "ERR LIMIT can't be negative");
    }
    int most = limit == 0 ? Integer.MAX_VALUE : (int) Math.min(limit, Integer.MAX_VALUE);
    List<Key> sources = keys(call, 2, end);
    call.transact(
        sources,
        view -> SetAlgebra.intersection(read(view, sources), most).size(),
        (size, out) -> out.integer(size));
  }

  private static long positiveOr(byte[] text, long least, String error) {
    long number = Numbers.isLong(text) ? Numbers.parseLong(text) : -1;
    if (number < least) {
      throw new CommandException(error);
    }
    return number;
  }

  private static List<Key> keys(Invocation call, int from, int to) {
    List<Key> keys = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      keys.add(call.key(i));
    }
    return keys;
  }

  private static List<Optional<MapElements>> read(Transaction.View view, List<Key> sources) {
    return sources.stream()
        .map(key -> Optional.ofNullable(MemberCommands.membersOrNull(view.read(key))))
        .toList();
  }
}
