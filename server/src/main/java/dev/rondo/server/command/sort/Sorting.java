package dev.rondo.server.command.sort;

import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.lists.ListItems;
import dev.rondo.server.command.sortedsets.SortedSet;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.MapElements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts the items of one key, as a query says, with what a transaction shows of other keys. */
final class Sorting {
  /** A value to sort by, and the item it belongs to. */
  @SuppressWarnings("ArrayRecordComponent") // compared by the comparators below only
  private record Weighted(byte[] item, double number, byte @Nullable [] text) {}

  /** Numbers of the same size are told apart by their items, so that the order is certain. */
  private static final Comparator<Weighted> BY_NUMBER =
      // Adding zero: minus zero and zero are the same here.
      Comparator.comparingDouble((Weighted weighted) -> weighted.number + 0.0)
          .thenComparing(Weighted::item, Arrays::compareUnsigned);

  /** What has nothing to be sorted by comes first. */
  private static final Comparator<Weighted> BY_TEXT =
      (one, other) -> {
        if (one.text == null || other.text == null) {
          return Boolean.compare(one.text != null, other.text != null);
        }
        return Arrays.compareUnsigned(one.text, other.text);
      };

  private final SortQuery query;
  private final int database;
  private final Transaction.View view;

  Sorting(SortQuery query, int database, Transaction.View view) {
    this.query = query;
    this.database = database;
    this.view = view;
  }

  /**
   * The items of an entry in the order they have: a sorted set's by score, a set's by bytes.
   *
   * @throws CommandException WRONGTYPE when it is no list, set or sorted set
   */
  static List<byte[]> items(@Nullable Entry entry) {
    List<byte[]> items = new ArrayList<>();
    if (entry == null) {
      return items;
    }
    switch (entry.type()) {
      case LIST -> {
        ListItems list = ListItems.of(entry);
        for (int i = 0; i < list.size(); i++) {
          items.add(list.get(i));
        }
      }
      case SET -> {
        MapElements set = (MapElements) entry.shownElements();
        for (int i = 0; i < set.size(); i++) {
          items.add(set.key(i));
        }
      }
      case SORTED_SET -> {
        SortedSet set = SortedSet.of(entry);
        for (int i = 0; i < set.size(); i++) {
          items.add(set.member(i));
        }
      }
      default -> throw CommandException.wrongType();
    }
    return items;
  }

  /** The keys that have to be looked at to sort an entry. */
  static Set<Key> keys(SortQuery query, int database, @Nullable Entry entry) {
    Set<Key> keys = new LinkedHashSet<>();
    for (byte[] item : items(entry)) {
      for (SortPattern pattern : query.patterns()) {
        Key key = pattern.key(database, item);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** What is answered or stored: an item, or nothing, for each place. */
  List<Optional<byte[]>> sorted(@Nullable Entry entry) {
    List<byte[]> items = limited(ordered(entry));
    List<Optional<byte[]>> answer = new ArrayList<>();
    for (byte[] item : items) {
      if (query.get().isEmpty()) {
        answer.add(Optional.of(item));
      }
      for (SortPattern pattern : query.get()) {
        answer.add(Optional.ofNullable(value(pattern, item)));
      }
    }
    return answer;
  }

  private List<byte[]> ordered(@Nullable Entry entry) {
    List<byte[]> items = items(entry);
    if (query.keepsOrder()) {
      boolean hasOrder = entry != null && entry.type() != DataType.SET;
      // A set is stored in the order of its members' bytes, and has no other order to turn round.
      if (query.descending() && (hasOrder || query.isStored())) {
        Collections.reverse(items);
      }
      return items;
    }
    List<Weighted> weighted = new ArrayList<>(items.size());
    items.forEach(item -> weighted.add(weighted(item)));
    Comparator<Weighted> order = query.alphabetic() ? BY_TEXT : BY_NUMBER;
    weighted.sort(query.descending() ? order.reversed() : order);
    return weighted.stream().map(Weighted::item).toList();
  }

  private Weighted weighted(byte[] item) {
    SortPattern by = query.by();
    byte[] text = by == null ? item : value(by, item);
    if (query.alphabetic() || text == null) {
      return new Weighted(item, 0, text);
    }
    OptionalDouble number = Numbers.parseWeight(text);
    if (number.isEmpty()) {
      throw new CommandException("ERR One or more scores can't be converted into double");
    }
    return new Weighted(item, number.getAsDouble(), text);
  }

  private byte @Nullable [] value(SortPattern pattern, byte[] item) {
    Key key = pattern.key(database, item);
    return pattern.value(item, key == null ? null : view.read(key), view.nowMillis());
  }

  private List<byte[]> limited(List<byte[]> items) {
    int size = items.size();
    int from = (int) Math.min(Math.max(query.offset(), 0), size);
    int count = query.count() < 0 ? size : (int) Math.min(query.count(), size);
    return items.subList(from, Math.min(size, from + count));
  }
}
