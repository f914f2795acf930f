package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.storage.Completion;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a key to the replicas that a new ring makes of it: this node goes over its rows and keeps a
 * hint for every replica that is new, which then gets the entry as any node that missed a write
 * does. All former replicas do so, for any of them may have what the others lack. It begins a
 * moment after the ring has changed, when everybody writes to the new replicas already.
 *
 * <p>Meant for clusters that are empty or small. Safe on any thread.
 */
final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
  private static final int PAGE_ROWS = 1000;
  private static final int RETRY_MILLIS = 1000;

  private final NodeId self;
  private final Store store;
  private final HintStore hints;
  private final Scheduler scheduler;
  private final int databases;
  private final int delayMillis;

  /** Changes of the ring whose rows have not all been looked at; guarded by this. */
  private final List<Step> pending = new ArrayList<>();

  private record Step(Ring before, Ring after) {}

  Transfer(
      NodeId self,
      Store store,
      HintStore hints,
      Scheduler scheduler,
      int databases,
      int delayMillis) {
    this.self = self;
    this.store = store;
    this.hints = hints;
    this.scheduler = scheduler;
    this.databases = databases;
    this.delayMillis = delayMillis;
  }

  /** Whether rows are still to be looked at. */
  synchronized boolean isUnderWay() {
    return !pending.isEmpty();
  }

  /** A new ring came. */
  void ringChanged(@Nullable Ring before, Ring after) {
    if (before == null || !before.contains(self)) {
      return;
    }
    Step step = new Step(before, after);
    boolean first;
    synchronized (this) {
      first = pending.isEmpty();
      pending.add(step);
    }
    if (first) {
      begin();
    }
  }

  private void begin() {
    var unused = scheduler.schedule(delayMillis, () -> page(0, ScanPage.END));
  }

  private synchronized @Nullable Step current() {
    return pending.isEmpty() ? null : pending.get(0);
  }

  private void page(int database, long cursor) {
    Step step = current();
    if (step == null) {
      return;
    }
    store.scan(
        database,
        cursor,
        PAGE_ROWS,
        new Completion<>() {
          @Override
          public void success(ScanPage page) {
            page.rows().forEach(row -> look(row, step));
            boolean ended = page.nextCursor() == ScanPage.END;
            if (!ended) {
              page(database, page.nextCursor());
            } else if (database + 1 < databases) {
              page(database + 1, ScanPage.END);
            } else {
              finished();
            }
          }

          @Override
          public void failure(Throwable cause) {
            LOG.warn("rows to hand over cannot be read, trying again", cause);
            var unused = scheduler.schedule(RETRY_MILLIS, () -> page(database, cursor));
          }
        });
  }

  private void look(ScanPage.Row row, Step step) {
    int slot = row.key().slot();
    List<NodeId> before = step.before().preferenceList(slot);
    List<NodeId> after = step.after().preferenceList(slot);
    if (before.equals(after)) {
      return;
    }
    Set<NodeId> fresh = new HashSet<>(after);
    before.forEach(fresh::remove);
    fresh.remove(self);
    for (NodeId node : fresh) {
      // a dropped hint is counted where it is dropped, and repair finds the difference
      var unused = hints.add(node.actor(), row.key(), null);
    }
  }

  private void finished() {
    boolean more;
    synchronized (this) {
      pending.remove(0);
      more = !pending.isEmpty();
    }
    if (more) {
      begin();
    }
  }
}
