package dev.rondo.server.command.keys;

import dev.rondo.cluster.Change;
import dev.rondo.server.command.lists.ListItems;
import dev.rondo.server.rdb.RestoredValue;
import dev.rondo.server.rdb.RestoredValue.HashValue;
import dev.rondo.server.rdb.RestoredValue.ListValue;
import dev.rondo.server.rdb.RestoredValue.SetValue;
import dev.rondo.server.rdb.RestoredValue.SortedSetValue;
import dev.rondo.server.rdb.RestoredValue.StringValue;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Scores;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What entries hold, as DUMP writes and RESTORE reads it: from elements to plain values, and back.
 */
final class DumpedValue {
  private DumpedValue() {}

  /** The value a loaded entry shows; of a hash, the fields that have not expired. */
  static RestoredValue of(Entry entry, long nowMillis) {
    if (!(entry.shownElements() instanceof MapElements elements)) {
      return new StringValue(entry.stringValue());
    }
    return switch (entry.type()) {
      case HASH -> hash(elements, nowMillis);
      case LIST -> {
        ListItems items = ListItems.of(entry);
        yield new ListValue(each(items.size(), items::get));
      }
      case SET -> new SetValue(each(elements.size(), elements::key));
      case SORTED_SET ->
          new SortedSetValue(
              each(
                  elements.size(),
                  i -> Map.entry(elements.key(i), Scores.decode(elements.value(i)))));
      case STRING, STREAM ->
          throw new IllegalStateException("cannot dump a " + entry.type().redisName());
    };
  }

  private static HashValue hash(MapElements fields, long nowMillis) {
    return new HashValue(
        IntStream.range(0, fields.size())
            .filter(i -> HashFields.expireAtMillis(fields.value(i)) >= nowMillis)
            .mapToObj(i -> Map.entry(fields.key(i), HashFields.value(fields.value(i))))
            .toList());
  }

  private static <T> List<T> each(int size, IntFunction<T> part) {
    return IntStream.range(0, size).mapToObj(part).toList();
  }

  /** Lets a key hold a value, with this expiry. */
  static <T> Change<T> put(T result, RestoredValue value, long expireAtMillis) {
    if (value instanceof StringValue string) {
      return Change.putString(result, string.bytes(), expireAtMillis);
    }
    if (value instanceof ListValue list) {
      return Change.putCollection(
          result, DataType.LIST, ListItems.EMPTY.pushing(list.elements(), false), expireAtMillis);
    }
    ElementEdits edits = new ElementEdits();
    if (value instanceof SetValue set) {
      set.members().forEach(edits::add);
      return Change.putCollection(result, DataType.SET, edits, expireAtMillis);
    }
    if (value instanceof SortedSetValue sortedSet) {
      sortedSet
          .members()
          .forEach(member -> edits.put(member.getKey(), Scores.encode(member.getValue())));
      return Change.putCollection(result, DataType.SORTED_SET, edits, expireAtMillis);
    }
    ((HashValue) value)
        .fields()
        .forEach(field -> edits.put(field.getKey(), HashFields.encode(field.getValue())));
    return Change.putCollection(result, DataType.HASH, edits, expireAtMillis);
  }
}
