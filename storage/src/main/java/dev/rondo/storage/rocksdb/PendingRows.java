package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import dev.rondo.storage.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The latest change of each row that is applied and not yet written, by physical key. */
final class PendingRows {
  private final ConcurrentHashMap<Key, RowChange> changes = new ConcurrentHashMap<>();

  /** What the row is since its last change, or null when no change is pending. */
  @Nullable StoredRow get(Key physical) {
    RowChange change = changes.get(physical);
    return change == null ? null : change.after();
  }

  /**
   * Shows a change; called under the key's lock, after it was appended to the batch. The batch may
   * have been written meanwhile, and then the change is not pending any more.
   */
  void show(RowChange change) {
    RowChange earlier = changes.put(change.key(), change);
    if (earlier != null) {
      earlier.supersededBy(change);
    }
    if (change.isWritten()) {
      changes.remove(change.key(), change);
    }
  }

  /** The change was written: it leaves, unless a later one has taken its place. */
  void written(RowChange change) {
    change.nowWritten();
    if (!change.isSuperseded()) {
      changes.remove(change.key(), change);
    }
  }

  /** The pending changes that fit, in no order. */
  List<RowChange> matching(Predicate<Key> wanted) {
    List<RowChange> found = new ArrayList<>();
    changes.forEach(
        (key, change) -> {
          if (wanted.test(key)) {
            found.add(change);
          }
        });
    return found;
  }

  long size() {
    return changes.mappingCount();
  }

  /** Forgets everything, after the disk failed. */
  void clear() {
    changes.clear();
  }
}
