package dev.rondo.storage;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one write does to the elements of a collection: elements put and elements removed, each
 * element key once; a later edit of a key takes the place of an earlier one. Not safe for use by
 * several threads.
 */
public final class ElementEdits {
  private static final byte[] EMPTY = {};

  private final TreeMap<byte[], Optional<byte[]>> edits = new TreeMap<>(Arrays::compareUnsigned);

  /** Edits that put everything a collection shows. */
  public static ElementEdits copyOf(MapElements elements) {
    ElementEdits all = new ElementEdits();
    for (int i = 0; i < elements.size(); i++) {
      all.put(elements.key(i), elements.value(i));
    }
    return all;
  }

  /** Gives an element a value. The arrays are given away. */
  public ElementEdits put(byte[] key, byte[] value) {
    edits.put(key, Optional.of(value));
    return this;
  }

  /** Adds an element that has no value of its own. The array is given away. */
  public ElementEdits add(byte[] key) {
    return put(key, EMPTY);
  }

  /** Removes an element; one that is missing stays so. The array is given away. */
  public ElementEdits remove(byte[] key) {
    edits.put(key, Optional.empty());
    return this;
  }

  /** How many elements are put or removed. */
  public int size() {
    return edits.size();
  }

  /** Whether nothing is to be done. */
  public boolean isEmpty() {
    return edits.isEmpty();
  }

  /** The edits in ascending order of the element keys; without a value it is a removal. */
  Set<Map.Entry<byte[], Optional<byte[]>>> ascending() {
    return edits.entrySet();
  }
}
