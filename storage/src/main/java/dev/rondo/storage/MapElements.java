package dev.rondo.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a collection in ascending order of their keys, compared as unsigned bytes: the
 * fields of a hash, the members of a set, the positions of a list. What keys and values mean is the
 * affair of the commands on each type.
 *
 * <p>Immutable, except for an order that is computed when it is first asked for. Looking a key up
 * costs O(log n); a change copies references to all elements, so this is meant for collections that
 * fit a row.
 */
public final class MapElements implements Elements {
  private static final byte[][] NO_KEYS = {};
  private static final long ELEMENT_BYTES = 48;

  private final byte[][] keys;
  private final SingleElement[] values;
  private final long latestHybridTime;
  private final long weightBytes;
  private int @Nullable [] byValue;

  /**
   * @param keys ascending, without duplicates; owned by this from now on
   * @param values what each key has: at least one dotted value
   */
  private MapElements(byte[][] keys, SingleElement[] values) {
    this.keys = keys;
    this.values = values;
    long latest = 0;
    long bytes = 64;
    for (int i = 0; i < keys.length; i++) {
      latest = Math.max(latest, values[i].latestHybridTime());
      bytes += ELEMENT_BYTES + keys[i].length + values[i].weightBytes();
    }
    this.latestHybridTime = latest;
    this.weightBytes = bytes;
  }

  private static Elements of(List<byte[]> keys, List<SingleElement> values) {
    return keys.isEmpty()
        ? NONE
        : new MapElements(keys.toArray(NO_KEYS), values.toArray(SingleElement[]::new));
  }

  /**
   * Elements as a codec reads them.
   *
   * @throws StoreException when the keys do not ascend
   */
  static MapElements decoded(byte[][] keys, SingleElement[] values) {
    for (int i = 1; i < keys.length; i++) {
      if (Arrays.compareUnsigned(keys[i - 1], keys[i]) >= 0) {
        throw StoreException.corrupt("element keys out of order");
      }
    }
    return new MapElements(keys, values);
  }

  /** How many elements there are; at least one. */
  public int size() {
    return keys.length;
  }

  /** The i-th key in ascending order; not to be changed. */
  public byte[] key(int i) {
    return keys[i];
  }

  /** The value shown of the i-th element: of its siblings, the latest. Not to be changed. */
  public byte[] value(int i) {
    return values[i].value(0);
  }

  /** The dotted values of the i-th element. */
  public SingleElement element(int i) {
    return values[i];
  }

  /** Where a key stands, or, when it is missing, {@code -(where it would stand) - 1}. */
  public int indexOf(byte[] key) {
    return Arrays.binarySearch(keys, key, Arrays::compareUnsigned);
  }

  /** Whether there is such an element. */
  public boolean contains(byte[] key) {
    return indexOf(key) >= 0;
  }

  /** The value shown of an element; null when it is missing. Not to be changed. */
  public byte @Nullable [] get(byte[] key) {
    int i = indexOf(key);
    return i < 0 ? null : value(i);
  }

  /**
   * The elements' places in ascending order of their shown values, compared as unsigned bytes, and
   * among equal values of their keys. Not to be changed. Costs O(n log n) the first time.
   */
  public int[] byValue() {
    int[] order = byValue;
    if (order == null) {
      order =
          IntStream.range(0, keys.length)
              .boxed()
              .sorted(Comparator.comparing(this::value, Arrays::compareUnsigned))
              .mapToInt(Integer::intValue)
              .toArray();
      byValue = order;
    }
    return order;
  }

  /**
   * These elements after some edits, which have seen them: an edited element's siblings are gone.
   *
   * @param dot the write the edits belong to
   * @return {@link #NONE} when nothing is left
   */
  public Elements edit(ElementEdits edits, Dot dot) {
    List<byte[]> newKeys = new ArrayList<>(keys.length + edits.size());
    List<SingleElement> newValues = new ArrayList<>(keys.length + edits.size());
    int i = 0;
    for (Map.Entry<byte[], Optional<byte[]>> edit : edits.ascending()) {
      byte[] key = edit.getKey();
      int order = -1;
      while (i < keys.length && (order = Arrays.compareUnsigned(keys[i], key)) < 0) {
        newKeys.add(keys[i]);
        newValues.add(values[i++]);
      }
      if (i < keys.length && order == 0) {
        i++;
      }
      if (edit.getValue().isPresent()) {
        newKeys.add(key);
        newValues.add(SingleElement.of(dot, edit.getValue().get()));
      }
    }
    for (; i < keys.length; i++) {
      newKeys.add(keys[i]);
      newValues.add(values[i]);
    }
    return of(newKeys, newValues);
  }

  /**
   * New elements that one write made.
   *
   * @return {@link #NONE} when the edits put nothing
   */
  public static Elements of(ElementEdits edits, Dot dot) {
    return new MapElements(NO_KEYS, new SingleElement[0]).edit(edits, dot);
  }

  @Override
  public boolean isEmpty() {
    return keys.length == 0;
  }

  @Override
  public long latestHybridTime() {
    return latestHybridTime;
  }

  @Override
  public long weightBytes() {
    return weightBytes;
  }

  @Override
  public Elements merge(VectorClock clock, Elements other, VectorClock otherClock) {
    MapElements theirs =
        other instanceof MapElements map ? map : new MapElements(NO_KEYS, new SingleElement[0]);
    List<byte[]> mergedKeys = new ArrayList<>(keys.length + theirs.keys.length);
    List<SingleElement> merged = new ArrayList<>(keys.length + theirs.keys.length);
    int i = 0;
    int j = 0;
    while (i < keys.length || j < theirs.keys.length) {
      int order =
          i == keys.length
              ? 1
              : j == theirs.keys.length ? -1 : Arrays.compareUnsigned(keys[i], theirs.keys[j]);
      byte[] key = order <= 0 ? keys[i] : theirs.keys[j];
      SingleElement mine = order <= 0 ? values[i++] : SingleElement.NOTHING;
      SingleElement their = order >= 0 ? theirs.values[j++] : SingleElement.NOTHING;
      SingleElement both = mine.mergeOne(clock, their, otherClock);
      if (!both.isEmpty()) {
        mergedKeys.add(key);
        merged.add(both);
      }
    }
    return of(mergedKeys, merged);
  }
}
