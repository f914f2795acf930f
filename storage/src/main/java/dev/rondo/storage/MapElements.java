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
 * <p>Immutable, except for what is computed when it is first asked for. Looking a key up costs
 * O(log n); a change copies references to all elements, so this is meant for collections that fit a
 * row.
 */
public final class MapElements implements Elements {
  private static final Comparator<byte[]> BY_BYTES = Arrays::compareUnsigned;
  private static final byte[][] NO_KEYS = {};
  private static final long ELEMENT_BYTES = 48;

  /** What a collection may weigh; less than half of the longest frame between nodes. */
  static final long MAX_WEIGHT_BYTES = 256L << 20;

  private final byte[][] keys;
  private final SingleElement[] values;
  private final long latestHybridTime;
  private final long weightBytes;
  private final int dottedValues;
  private volatile int @Nullable [] byValue;
  private volatile int @Nullable [] byHash;
  private volatile HashFields.@Nullable Expiries fieldExpiries;

  /**
   * @param keys ascending, without duplicates; owned by this from now on
   * @param values what each key has: at least one dotted value
   */
  private MapElements(byte[][] keys, SingleElement[] values) {
    this.keys = keys;
    this.values = values;
    long latest = 0;
    long bytes = 64;
    int dotted = 0;
    for (int i = 0; i < keys.length; i++) {
      latest = Math.max(latest, values[i].latestHybridTime());
      bytes += ELEMENT_BYTES + keys[i].length + values[i].weightBytes();
      dotted += values[i].siblings();
    }
    this.latestHybridTime = latest;
    this.weightBytes = bytes;
    this.dottedValues = dotted;
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

  /**
   * Refuses a collection that does not fit a row, and the frame that carries it to other nodes.
   *
   * @throws StoreException TOO_LARGE
   */
  public void requireFitsRow() {
    if (weightBytes > MAX_WEIGHT_BYTES) {
      throw StoreException.tooLarge(
          "a collection takes at most " + (MAX_WEIGHT_BYTES >> 20) + " MB of memory");
    }
  }

  /** How many elements there are; at least one. */
  public int size() {
    return keys.length;
  }

  /** Whether an element has several values, because writes were concurrent. */
  public boolean hasSiblings() {
    return dottedValues > keys.length;
  }

  /** How many values the elements have together: as many as elements unless there are siblings. */
  public int dottedValues() {
    return dottedValues;
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
    return Arrays.binarySearch(keys, key, BY_BYTES);
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
   * among equal values of their keys. Not to be changed. Costs O(n log n) the first time; edited
   * elements whose order was known know theirs.
   */
  public int[] byValue() {
    int[] order = byValue;
    if (order == null) {
      order = ValueOrder.of(this);
      byValue = order;
    }
    return order;
  }

  /**
   * The elements' places in ascending order of {@link #hashOf} their keys, which is the order they
   * are scanned in. Not to be changed. Costs O(n log n) the first time.
   */
  public int[] byHash() {
    int[] order = byHash;
    if (order == null) {
      order =
          IntStream.range(0, keys.length)
              // The sign is turned round, since longs are sorted as signed ones.
              .mapToLong(i -> (hashOf(keys[i]) << Integer.SIZE ^ Long.MIN_VALUE) | i)
              .sorted()
              .mapToInt(hashAndPlace -> (int) hashAndPlace)
              .toArray();
      byHash = order;
    }
    return order;
  }

  /** An element key's place in the order of {@link #byHash}: 0 to 2^32 - 1. Never changes. */
  public static long hashOf(byte[] key) {
    return Integer.toUnsignedLong(Murmur3.hash32(key));
  }

  /** When the fields expire that these are if they are a hash's. Costs O(n) the first time. */
  public HashFields.Expiries fieldExpiries() {
    HashFields.Expiries expiries = fieldExpiries;
    if (expiries == null) {
      expiries = HashFields.expiriesOf(this);
      fieldExpiries = expiries;
    }
    return expiries;
  }

  /**
   * These elements after some edits, which have seen them: an edited element's siblings are gone.
   *
   * @param dot the write the edits belong to
   * @return {@link #NONE} when nothing is left
   */
  public Elements edit(ElementEdits edits, Dot dot) {
    byte[][] newKeys = new byte[keys.length + edits.size()][];
    SingleElement[] newValues = new SingleElement[newKeys.length];
    int from = 0;
    int size = 0;
    for (Map.Entry<byte[], Optional<byte[]>> edit : edits.ascending()) {
      int place = Arrays.binarySearch(keys, from, keys.length, edit.getKey(), BY_BYTES);
      int end = place >= 0 ? place : -place - 1;
      System.arraycopy(keys, from, newKeys, size, end - from);
      System.arraycopy(values, from, newValues, size, end - from);
      size += end - from;
      from = place >= 0 ? end + 1 : end;
      if (edit.getValue().isPresent()) {
        newKeys[size] = edit.getKey();
        newValues[size++] = SingleElement.of(dot, edit.getValue().get());
      }
    }
    int rest = keys.length - from;
    System.arraycopy(keys, from, newKeys, size, rest);
    System.arraycopy(values, from, newValues, size, rest);
    size += rest;
    if (size == 0) {
      return NONE;
    }
    MapElements edited =
        new MapElements(Arrays.copyOf(newKeys, size), Arrays.copyOf(newValues, size));
    int[] order = byValue;
    if (order != null) {
      edited.byValue = ValueOrder.after(edits, this, order, edited);
    }
    return edited;
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
