package dev.rondo.storage.rocksdb;

import java.util.List;

/**
 * Makes changes seen: appends them to the open batch first, so that whoever sees one and commits,
 * commits it, and shows them to all readers then. The caller holds the locks of the stripes.
 */
final class RowPublisher {
  private final StripedLocks locks;
  private final OpenBatch open;
  private final PendingRows pending;
  private final EntryCache cache;
  private final PhysicalDatabases databases;
  private final ExpiryHorizon horizon;

  RowPublisher(
      StripedLocks locks,
      OpenBatch open,
      PendingRows pending,
      EntryCache cache,
      PhysicalDatabases databases,
      ExpiryHorizon horizon) {
    this.locks = locks;
    this.open = open;
    this.pending = pending;
    this.cache = cache;
    this.databases = databases;
    this.horizon = horizon;
  }

  /** Shows the change of one row. */
  void publish(RowChange change) {
    int stripe = StripedLocks.stripeOf(change.key());
    locks.beginChange(stripe);
    try {
      open.append(change);
      show(change);
    } finally {
      locks.endChange(stripe);
    }
  }

  /** Shows several changes at once: no reader sees one and after that misses another. */
  void publish(int[] stripes, List<BatchOperation> operations) {
    if (operations.isEmpty()) {
      return;
    }
    locks.beginChange(stripes);
    try {
      // before a commit on another thread can say that it is over
      for (BatchOperation operation : operations) {
        if (operation instanceof BatchOperation.RemoveEverything removed) {
          databases.emptying(removed.ids());
        }
      }
      open.append(operations);
      for (BatchOperation operation : operations) {
        if (operation instanceof RowChange change) {
          show(change);
        } else if (operation instanceof BatchOperation.MapDatabases mapped) {
          databases.use(mapped.map());
        } else if (operation instanceof BatchOperation.RemoveEverything) {
          cache.clear();
        }
      }
    } finally {
      locks.endChange(stripes);
    }
  }

  private void show(RowChange change) {
    pending.show(change);
    if (change.addsIndexRow()) {
      horizon.added(change.newIndexMillis());
    }
    if (change.after().isAbsent()) {
      cache.remove(change.key());
    } else {
      cache.written(change.key(), change.after());
    }
  }
}
