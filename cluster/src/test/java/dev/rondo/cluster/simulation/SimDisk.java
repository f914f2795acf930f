package dev.rondo.cluster.simulation;

import dev.rondo.cluster.node.RingStore;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Hint;
import dev.rondo.storage.Key;
import dev.rondo.storage.RowKey;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one machine keeps when its process ends. What was committed within the last second is with
 * the system only, as with {@code appendfsync everysec}: it survives the process but not the
 * machine. The ring is forced to the disk at once.
 */
final class SimDisk implements RingStore {
  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The order of rows in a store: by slot, hash, database, key. */
  static final Comparator<Key> ROW_ORDER =
      (one, other) -> Arrays.compareUnsigned(RowKey.encode(one), RowKey.encode(other));

  /** Rows, and hints by target and sequence. */
  static final class Contents {
    final NavigableMap<Key, Entry> rows = new TreeMap<>(ROW_ORDER);
    final NavigableMap<Long, NavigableMap<Long, Hint>> hints = new TreeMap<>();

    Contents copy() {
      Contents copy = new Contents();
      copy.rows.putAll(rows);
      hints.forEach((target, log) -> copy.hints.put(target, new TreeMap<>(log)));
      return copy;
    }
  }

  /**
   * A change of the contents.
   *
   * @param key whose row or hint it is; null when hints are removed
   */
  record Change(@Nullable Key key, Consumer<Contents> effect) {}

  private record Batch(long atNanos, List<Change> changes) {}

  private final LongSupplier nanoTime;
  private final ArrayDeque<Batch> unsynced = new ArrayDeque<>();
  private Contents synced = new Contents();
  private Contents contents = new Contents();
  private byte @Nullable [] ring;

  SimDisk(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** What a process finds that starts now. */
  Contents open() {
    return contents.copy();
  }

  /** What is committed; not to be changed. */
  Contents contents() {
    return contents;
  }

  void commit(List<Change> changes) {
    syncOld();
    changes.forEach(change -> change.effect().accept(contents));
    unsynced.add(new Batch(nanoTime.getAsLong(), List.copyOf(changes)));
  }

  private void syncOld() {
    long now = nanoTime.getAsLong();
    while (!unsynced.isEmpty() && now - unsynced.peek().atNanos() >= SYNC_NANOS) {
      unsynced.remove().changes().forEach(change -> change.effect().accept(synced));
    }
  }

  /** The machine lost its power. Answers the keys of which something is lost. */
  Set<Key> losePower() {
    syncOld();
    Set<Key> lost = keysOf(unsynced.stream().flatMap(batch -> batch.changes().stream()).toList());
    unsynced.clear();
    contents = synced.copy();
    return lost;
  }

  /** The disk was exchanged for an empty one. */
  void wipe() {
    unsynced.clear();
    synced = new Contents();
    contents = new Contents();
    ring = null;
  }

  static Set<Key> keysOf(List<Change> changes) {
    Set<Key> keys = new HashSet<>();
    for (Change change : changes) {
      if (change.key() != null) {
        keys.add(change.key());
      }
    }
    return keys;
  }

  /** How many hints there are, by target. */
  Map<Long, NavigableMap<Long, Hint>> hints() {
    return contents.hints;
  }

  @Override
  public byte @Nullable [] load() {
    return ring;
  }

  @Override
  public void save(byte[] newRing) {
    ring = newRing;
  }
}
