package dev.rondo.server.command.lists;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Typed;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.ListPositions;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.SingleElement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items of a list, for reading, and what changes of them are as edits.
 *
 * <p>An item is a value at a position ({@link ListPositions}). Two nodes may have put values at one
 * position at the same time: then each of these siblings is an item, and they stand in the order of
 * their writes (by hybrid time, actor and counter), which is the same on all nodes. A change of one
 * of them gives all of them positions of their own, so that none is lost.
 */
public final class ListItems {
  /** A list without items, which is what a missing key is. */
  public static final ListItems EMPTY = new ListItems(null, null);

  /**
   * Positions grow where items are put between others again and again; when one would become longer
   * than this, all get new ones.
   */
  private static final int MAX_POSITION_BYTES = 64;

  private final @Nullable MapElements elements;

  /** The place of each item's element; null when each element is one item. */
  private final int @Nullable [] places;

  private ListItems(@Nullable MapElements elements, int @Nullable [] places) {
    this.elements = elements;
    this.places = places;
  }

  /**
   * The items of an entry; none for no entry.
   *
   * @throws CommandException WRONGTYPE when it holds something else
   */
  public static ListItems of(@Nullable Entry entry) {
    MapElements elements = Typed.collectionOrNull(entry, DataType.LIST);
    if (elements == null) {
      return EMPTY;
    }
    return new ListItems(elements, elements.hasSiblings() ? placesOfItems(elements) : null);
  }

  private static int[] placesOfItems(MapElements elements) {
    int[] places = new int[elements.dottedValues()];
    int item = 0;
    for (int place = 0; place < elements.size(); place++) {
      for (int i = elements.element(place).siblings(); i > 0; i--) {
        places[item++] = place;
      }
    }
    return places;
  }

  /** How many items there are. */
  public int size() {
    return elements == null ? 0 : elements.dottedValues();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /** An item's value; not to be changed. */
  public byte[] get(int item) {
    int place = placeOf(item);
    SingleElement element = elements().element(place);
    // Siblings are kept with the latest first, and shown with the earliest first.
    return element.value(element.siblings() - 1 - (item - firstItemOf(item)));
  }

  /** Edits that make another list of the same items. */
  public ElementEdits copying() {
    return EMPTY.pushing(IntStream.range(0, size()).mapToObj(this::get).toList(), false);
  }

  /** Edits that put values before the first item, or behind the last one, one after the other. */
  public ElementEdits pushing(List<byte[]> values, boolean left) {
    ElementEdits edits = new ElementEdits();
    byte[] end = elements == null ? null : elements.key(left ? 0 : elements.size() - 1);
    for (byte[] value : values) {
      if (end == null) {
        end = ListPositions.first();
      } else {
        end = left ? ListPositions.before(end) : ListPositions.after(end);
      }
      edits.put(end, value);
    }
    return edits;
  }

  /** Edits that remove items. */
  public ElementEdits removing(BitSet items) {
    ElementEdits edits = new ElementEdits();
    for (int item = items.nextSetBit(0); item >= 0; item = items.nextSetBit(endOf(item))) {
      List<byte[]> left = new ArrayList<>();
      for (int i = firstItemOf(item); i < endOf(item); i++) {
        if (!items.get(i)) {
          left.add(get(i));
        }
      }
      putInPlace(placeOf(item), left, edits);
    }
    return edits;
  }

  /** Edits that give an item another value. */
  ElementEdits setting(int item, byte[] value) {
    List<byte[]> siblings = siblings(item);
    siblings.set(item - firstItemOf(item), value);
    ElementEdits edits = new ElementEdits();
    putInPlace(placeOf(item), siblings, edits);
    return edits;
  }

  /**
   * Edits that put a value between two items, or at an end.
   *
   * @param before the item that will follow; the size for none
   */
  ElementEdits inserting(int before, byte[] value) {
    if (before == 0 || before == size()) {
      return pushing(List.of(value), before == 0);
    }
    ElementEdits edits = new ElementEdits();
    int place = placeOf(before);
    if (placeOf(before - 1) == place) {
      List<byte[]> siblings = siblings(before);
      siblings.add(before - firstItemOf(before), value);
      putInPlace(place, siblings, edits);
      return edits;
    }
    byte[] position = ListPositions.between(elements().key(place - 1), elements().key(place));
    return position.length > MAX_POSITION_BYTES
        ? withNewPositions(before, value)
        : edits.put(position, value);
  }

  /** Puts values at the place of one element, and between it and the next one. */
  private void putInPlace(int place, List<byte[]> values, ElementEdits edits) {
    byte[] position = elements().key(place);
    if (values.isEmpty()) {
      edits.remove(position);
      return;
    }
    boolean isLast = place + 1 == elements().size();
    byte[] end = isLast ? ListPositions.after(position) : elements().key(place + 1);
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        position = ListPositions.between(position, end);
      }
      edits.put(position, values.get(i));
    }
  }

  private ElementEdits withNewPositions(int before, byte[] value) {
    ElementEdits edits = new ElementEdits();
    for (int place = 0; place < elements().size(); place++) {
      edits.remove(elements().key(place));
    }
    // From where the list begins now: what is pushed to an end meanwhile stays at that end.
    byte[] position = ListPositions.after(ListPositions.before(elements().key(0)));
    for (int item = 0; item < size(); item++) {
      if (item == before) {
        edits.put(position, value);
        position = ListPositions.after(position);
      }
      edits.put(position, get(item));
      position = ListPositions.after(position);
    }
    return edits;
  }

  /** The values of an item's element, in the order of the items. */
  private List<byte[]> siblings(int item) {
    List<byte[]> values = new ArrayList<>();
    for (int i = firstItemOf(item); i < endOf(item); i++) {
      values.add(get(i));
    }
    return values;
  }

  private int placeOf(int item) {
    return places == null ? item : places[item];
  }

  /** The first of the items that share the element of one. */
  private int firstItemOf(int item) {
    int first = item;
    while (places != null && first > 0 && places[first - 1] == places[item]) {
      first--;
    }
    return first;
  }

  /** The item behind those that share the element of one. */
  private int endOf(int item) {
    int end = item + 1;
    while (places != null && end < places.length && places[end] == places[item]) {
      end++;
    }
    return end;
  }

  private MapElements elements() {
    if (elements == null) {
      throw new IndexOutOfBoundsException("an empty list has no items");
    }
    return elements;
  }
}
