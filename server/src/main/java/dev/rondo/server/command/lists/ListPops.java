package dev.rondo.server.command.lists;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Counts;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.PopOptions;
import dev.rondo.server.command.Popped;
import dev.rondo.server.command.WaitTimeout;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Commands that take items from an end of a list, and those that move one to another list. */
public final class ListPops {
  private ListPops() {}

  /**
   * Takes items from one end of the list an entry holds.
   *
   * @param left whether from the beginning
   * @param count how many at most
   * @throws CommandException WRONGTYPE when the entry is no list
   */
  public static Change<List<byte[]>> pop(@Nullable Entry current, boolean left, long count) {
    ListItems list = ListItems.of(current);
    int taken = (int) Math.min(count, list.size());
    List<byte[]> values = new ArrayList<>(taken);
    for (int i = 0; i < taken; i++) {
      values.add(list.get(left ? i : list.size() - 1 - i));
    }
    BitSet items = new BitSet(list.size());
    items.set(left ? 0 : list.size() - taken, left ? taken : list.size());
    return Change.edit(values, DataType.LIST, list.removing(items));
  }

  /**
   * Moves an item from an end of one list to an end of another, or of the same.
   *
   * @param view a transaction that named both keys
   * @return the item; nothing when there is none
   * @throws CommandException WRONGTYPE when either is no list; nothing is changed then
   */
  public static Optional<byte[]> move(
      Transaction.View view, Key source, boolean fromLeft, Key target, boolean toLeft) {
    ListItems list = ListItems.of(view.read(source));
    if (list.isEmpty()) {
      return Optional.empty();
    }
    if (source.equals(target)) {
      return Optional.of(
          view.update(source, (current, nowMillis) -> rotate(current, fromLeft, toLeft)));
    }
    ListItems.of(view.read(target));
    byte[] value = view.update(source, (current, nowMillis) -> popOne(current, fromLeft));
    view.update(
        target,
        (current, nowMillis) ->
            Change.edit(
                true, DataType.LIST, ListItems.of(current).pushing(List.of(value), toLeft)));
    return Optional.of(value);
  }

  private static Change<byte[]> popOne(@Nullable Entry current, boolean left) {
    Change<List<byte[]>> popped = pop(current, left, 1);
    return new Change<>(popped.result().get(0), popped.effect());
  }

  private static Change<byte[]> rotate(@Nullable Entry current, boolean fromLeft, boolean toLeft) {
    ListItems list = ListItems.of(current);
    int item = fromLeft ? 0 : list.size() - 1;
    byte[] value = list.get(item);
    if (fromLeft == toLeft || list.size() == 1) {
      return Change.keep(value);
    }
    BitSet items = new BitSet();
    items.set(item);
    ElementEdits edits = list.removing(items).and(list.pushing(List.of(value), toLeft));
    return Change.edit(value, DataType.LIST, edits);
  }

  /** LPOP or RPOP. */
  static Handler pop(boolean left) {
    return call -> {
      if (call.argumentCount() > 3) {
        throw CommandException.wrongArity(call.spec().name());
      }
      boolean counted = call.argumentCount() == 3;
      long count = counted ? Counts.positive(call.argument(2)) : 1;
      call.update(
          call.key(1),
          (current, nowMillis) -> popOrNothing(current, left, count),
          (taken, out) -> write(taken, counted, out));
    };
  }

  /** As {@link #pop}, with nothing for a missing list: it is answered differently from no items. */
  private static Change<Optional<List<byte[]>>> popOrNothing(
      @Nullable Entry current, boolean left, long count) {
    if (current == null) {
      return Change.keep(Optional.empty());
    }
    Change<List<byte[]>> popped = pop(current, left, count);
    return new Change<>(Optional.of(popped.result()), popped.effect());
  }

  private static void write(Optional<List<byte[]>> taken, boolean counted, ReplyWriter out) {
    if (taken.isEmpty()) {
      if (counted) {
        out.nilArray();
      } else {
        out.nil();
      }
    } else if (counted) {
      writeAll(taken.get(), out);
    } else {
      out.bulk(taken.get().get(0));
    }
  }

  private static void writeAll(List<byte[]> values, ReplyWriter out) {
    out.array(values.size());
    values.forEach(out::bulk);
  }

  static void lmpop(Invocation call) {
    Popped.run(call, 1, "LEFT", "RIGHT", ListPops::pop, ListPops::writeAll);
  }

  static void blmpop(Invocation call) {
    Popped.run(call, 2, "LEFT", "RIGHT", ListPops::pop, ListPops::writeAll);
  }

  /** BLPOP or BRPOP. */
  static Handler blockingPop(boolean left) {
    return call ->
        Popped.take(
            call,
            WaitTimeout.keysBefore(call),
            ListPops::pop,
            new PopOptions(left, 1),
            (popped, out) -> {
              out.array(2);
              out.bulk(popped.key().bytes());
              out.bulk(popped.elements().get(0));
            });
  }

  static void lmove(Invocation call) {
    move(call, isLeft(call, 3), isLeft(call, 4));
  }

  static void blmove(Invocation call) {
    boolean fromLeft = isLeft(call, 3);
    boolean toLeft = isLeft(call, 4);
    WaitTimeout.check(call.argument(5));
    move(call, fromLeft, toLeft);
  }

  static void rpoplpush(Invocation call) {
    move(call, false, true);
  }

  static void brpoplpush(Invocation call) {
    WaitTimeout.check(call.argument(3));
    move(call, false, true);
  }

  /**
   * Reads LEFT or RIGHT.
   *
   * @throws CommandException a syntax error for anything else
   */
  public static boolean isLeft(Invocation call, int at) {
    if (!call.argumentIs(at, "LEFT") && !call.argumentIs(at, "RIGHT")) {
      throw CommandException.syntaxError();
    }
    return call.argumentIs(at, "LEFT");
  }

  private static void move(Invocation call, boolean fromLeft, boolean toLeft) {
    Key source = call.key(1);
    Key target = call.key(2);
    call.attempt(
        List.of(source, target),
        view -> move(view, source, fromLeft, target, toLeft),
        (moved, out) -> out.bulk(moved),
        ReplyWriter::nil);
  }
}
