package dev.rondo.server.command.lists;

import dev.rondo.cluster.Change;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import dev.rondo.server.text.Ranges;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that push, show, change and remove items. */
final class ItemCommands {
  private ItemCommands() {}

  /**
   * LPUSH, RPUSH, LPUSHX or RPUSHX.
   *
   * @param onlyPresent whether a missing list stays missing
   */
  static Handler push(boolean left, boolean onlyPresent) {
    return call -> {
      List<byte[]> values = Arrays.asList(call.arguments()).subList(2, call.argumentCount());
      call.update(
          call.key(1),
          (current, nowMillis) -> {
            ListItems list = ListItems.of(current);
            return onlyPresent && list.isEmpty()
                ? Change.keep(0)
                : Change.edit(
                    list.size() + values.size(), DataType.LIST, list.pushing(values, left));
          },
          (size, out) -> out.integer(size));
    };
  }

  static void llen(Invocation call) {
    call.read(call.key(1), (entry, out) -> out.integer(ListItems.of(entry).size()));
  }

  static void lrange(Invocation call) {
    long start = Numbers.parseLong(call.argument(2));
    long end = Numbers.parseLong(call.argument(3));
    call.read(
        call.key(1),
        (entry, out) -> {
          ListItems list = ListItems.of(entry);
          Ranges.Span span = Ranges.within(start, end, list.size());
          out.array((int) span.length());
          for (int item = (int) span.from(); item < span.toExclusive(); item++) {
            out.bulk(list.get(item));
          }
        });
  }

  /** The index is looked at only when there is a list. */
  static void lindex(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          ListItems list = ListItems.of(entry);
          int item = entry == null ? -1 : item(list, call.argument(2));
          if (item < 0) {
            out.nil();
          } else {
            out.bulk(list.get(item));
          }
        });
  }

  static void lset(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> set(current, call.argument(2), call.argument(3)),
        (done, out) -> out.ok());
  }

  private static Change<Boolean> set(@Nullable Entry current, byte[] index, byte[] value) {
    ListItems list = ListItems.of(current);
    if (current == null) {
      throw CommandException.noSuchKey();
    }
    int item = item(list, index);
    if (item < 0) {
      throw new CommandException("ERR index out of range");
    }
    return Arrays.equals(list.get(item), value)
        ? Change.keep(true)
        : Change.edit(true, DataType.LIST, list.setting(item, value));
  }

  /** The item an index means, from the end when negative; -1 for none. */
  private static int item(ListItems list, byte[] text) {
    long index = Numbers.parseLong(text);
    long item = index < 0 ? index + list.size() : index;
    return item >= 0 && item < list.size() ? (int) item : -1;
  }

  static void linsert(Invocation call) {
    boolean before = call.argumentIs(2, "BEFORE");
    if (!before && !call.argumentIs(2, "AFTER")) {
      throw CommandException.syntaxError();
    }
    call.update(
        call.key(1),
        (current, nowMillis) ->
            insert(ListItems.of(current), before, call.argument(3), call.argument(4)),
        (size, out) -> out.integer(size));
  }

  private static Change<Integer> insert(
      ListItems list, boolean before, byte[] pivot, byte[] value) {
    if (list.isEmpty()) {
      return Change.keep(0);
    }
    for (int item = 0; item < list.size(); item++) {
      if (Arrays.equals(list.get(item), pivot)) {
        return Change.edit(
            list.size() + 1, DataType.LIST, list.inserting(before ? item : item + 1, value));
      }
    }
    return Change.keep(-1);
  }

  static void lrem(Invocation call) {
    long count = Numbers.parseLong(call.argument(2));
    call.update(
        call.key(1),
        (current, nowMillis) -> remove(ListItems.of(current), count, call.argument(3)),
        (removed, out) -> out.integer(removed));
  }

  /** Removes from the end when the count is negative, and all that are equal when it is 0. */
  private static Change<Integer> remove(ListItems list, long count, byte[] value) {
    // The lowest count has no counterpart, and more than all are all.
    long most = count == 0 || count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
    BitSet items = new BitSet(list.size());
    int removed = 0;
    for (int i = 0; i < list.size() && removed < most; i++) {
      int item = count < 0 ? list.size() - 1 - i : i;
      if (Arrays.equals(list.get(item), value)) {
        items.set(item);
        removed++;
      }
    }
    return Change.edit(removed, DataType.LIST, list.removing(items));
  }

  static void ltrim(Invocation call) {
    long start = Numbers.parseLong(call.argument(2));
    long end = Numbers.parseLong(call.argument(3));
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          ListItems list = ListItems.of(current);
          Ranges.Span span = Ranges.within(start, end, list.size());
          BitSet items = new BitSet(list.size());
          items.set(0, list.size());
          items.clear((int) span.from(), (int) span.toExclusive());
          return Change.edit(true, DataType.LIST, list.removing(items));
        },
        (done, out) -> out.ok());
  }

  static void lpos(Invocation call) {
    PositionQuery query = PositionQuery.parse(call.arguments(), 3);
    call.read(
        call.key(1),
        (entry, out) -> {
          List<Integer> found = query.in(ListItems.of(entry), call.argument(2));
          if (query.wantsAll()) {
            out.array(found.size());
            found.forEach(out::integer);
          } else if (found.isEmpty()) {
            out.nil();
          } else {
            out.integer(found.get(0));
          }
        });
  }
}
