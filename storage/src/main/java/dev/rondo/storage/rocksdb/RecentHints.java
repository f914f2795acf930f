package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of which a log has a hint without a row that nobody has read yet: a second one would say
 * nothing new. Remembers the latest ones only. For one thread at a time.
 */
final class RecentHints {
  static final int MAX_KEYS = 10_000;

  /** Longer keys are not remembered. */
  private static final int MAX_KEY_BYTES = 1024;

  /** The sequence of each key's hint; the values ascend. */
  private final Map<Key, Long> sequences = new LinkedHashMap<>();

  boolean contains(Key key) {
    return sequences.containsKey(key);
  }

  /** Remembers a key's hint, which stands after all others. */
  void add(Key key, long sequence) {
    if (key.bytes().length > MAX_KEY_BYTES) {
      return;
    }
    sequences.put(key, sequence);
    if (sequences.size() > MAX_KEYS) {
      Iterator<Key> eldest = sequences.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** The hints up to a sequence, that one included, have been read or are gone. */
  void forgetUpTo(long sequence) {
    Iterator<Long> eldest = sequences.values().iterator();
    while (eldest.hasNext() && eldest.next() <= sequence) {
      eldest.remove();
    }
  }

  void clear() {
    sequences.clear();
  }
}
