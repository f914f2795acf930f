package dev.rondo.cluster.membership;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of changes in order, one call at a time and with no lock held, on whichever
 * thread brought a change while no other was telling. Changes beyond a bound are told as one.
 */
final class ListenerQueue {
  private static final Logger log = LoggerFactory.getLogger(ListenerQueue.class);
  private static final int MAX_WAITING = 64;

  private record Change(MembershipView before, MembershipView after) {}

  private final List<MembershipListener> listeners = new CopyOnWriteArrayList<>();
  private final ArrayDeque<Change> waiting = new ArrayDeque<>();
  private boolean delivering;

  void add(MembershipListener listener) {
    listeners.add(listener);
  }

  synchronized void enqueue(MembershipView before, MembershipView after) {
    Change last = waiting.size() < MAX_WAITING ? null : waiting.pollLast();
    waiting.add(new Change(last == null ? before : last.before(), after));
  }

  /** Tells what waits, unless another call is at it: that one goes on to the end. */
  void deliver() {
    for (Change change = next(true); change != null; change = next(false)) {
      for (MembershipListener listener : listeners) {
        try {
          listener.changed(change.before(), change.after());
        } catch (RuntimeException e) {
          log.error("a listener failed on a change of the membership", e);
        }
      }
    }
  }

  private synchronized @Nullable Change next(boolean first) {
    if (first && delivering) {
      return null;
    }
    Change change = waiting.poll();
    delivering = change != null;
    return change;
  }
}
