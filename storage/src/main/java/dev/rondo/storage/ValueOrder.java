package dev.rondo.storage;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The order of a collection's elements by value, and among equal values by key, as places: what a
 * sorted set is read in.
 */
final class ValueOrder {
  private ValueOrder() {}

  /** The order from nothing, in O(n log n). */
  static int[] of(MapElements elements) {
    return sorted(IntStream.range(0, elements.size()), elements);
  }

  /**
   * The order after some edits from the one before, in O(n + k log k) for k edits: the elements
   * that were not edited stay in their order, at new places.
   */
  static int[] after(ElementEdits edits, MapElements before, int[] order, MapElements after) {
    BitSet gone = new BitSet(before.size());
    BitSet put = new BitSet(after.size());
    for (Map.Entry<byte[], Optional<byte[]>> edit : edits.ascending()) {
      int old = before.indexOf(edit.getKey());
      if (old >= 0) {
        gone.set(old);
      }
      if (edit.getValue().isPresent()) {
        put.set(after.indexOf(edit.getKey()));
      }
    }
    int[] newPlaces = newPlaces(before.size(), gone, put);
    int[] kept = Arrays.stream(order).filter(i -> !gone.get(i)).map(i -> newPlaces[i]).toArray();
    return merged(kept, sorted(put.stream(), after), after);
  }

  /** Where each element stands afterwards; of those that are gone it says nothing. */
  private static int[] newPlaces(int size, BitSet gone, BitSet put) {
    int[] places = new int[size];
    int next = 0;
    for (int i = 0; i < size; i++) {
      if (!gone.get(i)) {
        next = put.nextClearBit(next);
        places[i] = next++;
      }
    }
    return places;
  }

  private static int[] sorted(IntStream places, MapElements elements) {
    return places
        .boxed()
        .sorted(Comparator.comparing(elements::value, Arrays::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] merged(int[] one, int[] other, MapElements elements) {
    int[] all = new int[one.length + other.length];
    int i = 0;
    int j = 0;
    for (int at = 0; at < all.length; at++) {
      boolean takeOne =
          j == other.length || (i < one.length && isBefore(one[i], other[j], elements));
      all[at] = takeOne ? one[i++] : other[j++];
    }
    return all;
  }

  /** Places ascend as keys do. */
  private static boolean isBefore(int place, int other, MapElements elements) {
    int order = Arrays.compareUnsigned(elements.value(place), elements.value(other));
    return order < 0 || (order == 0 && place < other);
  }
}
