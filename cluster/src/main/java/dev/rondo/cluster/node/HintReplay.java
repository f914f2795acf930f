package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Requests;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Hint;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.StoredRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the hints kept for nodes that can be reached again: one page at a time for each node,
 * the next when all of the page was acknowledged; what arrived is forgotten up to the first hint
 * that did not. What a hint without contents stands for is what this node has of the key now. Safe
 * on any thread.
 *
 * <p>A hint that its target refuses, though it answers, must not keep back those behind it for
 * ever: after {@value #MAX_REFUSALS} rounds, each later than the one before, it is given up, and
 * the target is marked as needing repair.
 */
final class HintReplay {
  static final int MAX_REFUSALS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(HintReplay.class);
  private static final int PAGE_HINTS = 256;
  private static final int PAGE_BYTES = 1 << 20;
  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long MAX_WAIT_MILLIS = 8000;

  /** All hints of a target, when not even their log can be read. */
  private static final long ALL = Long.MAX_VALUE;

  private final ClusterState state;
  private final Replica local;
  private final HintStore hints;
  private final Requests requests;
  private final long timeoutMillis;
  private final Set<NodeId> underWay = ConcurrentHashMap.newKeySet();
  private final Map<NodeId, Refusals> refusals = new ConcurrentHashMap<>();

  /**
   * How often the first hint in a target's log was refused.
   *
   * @param untilNanos when to try again
   */
  private record Refusals(long sequence, int times, long untilNanos) {}

  HintReplay(
      ClusterState state, Replica local, HintStore hints, Requests requests, long timeoutMillis) {
    this.state = state;
    this.local = local;
    this.hints = hints;
    this.requests = requests;
    this.timeoutMillis = timeoutMillis;
  }

  /** Whether hints for a node are still to be delivered. */
  boolean keepsAnyFor(NodeId node) {
    return hints.count(node.actor()) > 0;
  }

  /** Begins to deliver where that is possible and not under way; called now and then. */
  void tick() {
    long now = requests.deadlineIn(0);
    for (long actor : hints.targets()) {
      NodeId target = new NodeId(actor);
      Refusals refused = refusals.get(target);
      boolean waits = refused != null && now - refused.untilNanos() < 0;
      if (!waits
          && state.isLive(target)
          && state.addressOf(target) != null
          && underWay.add(target)) {
        page(target);
      }
    }
  }

  private void page(NodeId target) {
    hints.next(
        target.actor(),
        0,
        PAGE_HINTS,
        PAGE_BYTES,
        new Completion<>() {
          @Override
          public void success(List<Hint> page) {
            if (page.isEmpty()) {
              underWay.remove(target);
            } else {
              deliver(target, page);
            }
          }

          @Override
          public void failure(Throwable cause) {
            LOG.warn("hints for node {} cannot be read", target, cause);
            refused(target, ALL);
            underWay.remove(target);
          }
        });
  }

  /** A round ended at a hint that did not get through although the target can be reached. */
  private void refused(NodeId target, long sequence) {
    Refusals before = refusals.get(target);
    int times = before != null && before.sequence() == sequence ? before.times() + 1 : 1;
    if (times >= MAX_REFUSALS) {
      LOG.warn("gave up a hint for node {}, which needs repair", target);
      hints.giveUp(target.actor(), sequence);
      refusals.remove(target);
    } else {
      long wait = Math.min(MAX_WAIT_MILLIS, FIRST_WAIT_MILLIS << times);
      refusals.put(target, new Refusals(sequence, times, requests.deadlineIn(wait)));
    }
  }

  private void deliver(NodeId target, List<Hint> page) {
    Page under = new Page(target, page);
    for (Hint hint : page) {
      byte[] row = hint.row();
      if (row != null) {
        under.send(hint, row);
      } else {
        local.stored(
            hint.key(),
            true,
            new Completion<>() {
              @Override
              public void success(@Nullable Entry stored) {
                if (stored == null) {
                  under.ended(hint, Outcome.ARRIVED);
                } else {
                  under.send(hint, EntryCodec.encode(StoredRow.of(stored)));
                }
              }

              @Override
              public void failure(Throwable cause) {
                LOG.warn("a hint for node {} cannot be resolved", target, cause);
                under.ended(hint, Outcome.REFUSED);
              }
            });
      }
    }
  }

  private enum Outcome {
    ARRIVED,
    /** It was tried, and may never work. */
    REFUSED,
    /** The target did not answer in time. */
    LATE,
    /** The target could not be asked. */
    UNREACHED
  }

  /** Hints on their way. */
  private final class Page {
    private final NodeId target;
    private final long lastSequence;
    private int missing;

    /** The first hint that did not arrive, and why. */
    private long firstFailed = ALL;

    private Outcome failure = Outcome.ARRIVED;

    Page(NodeId target, List<Hint> hints) {
      this.target = target;
      this.missing = hints.size();
      this.lastSequence = hints.get(hints.size() - 1).sequence();
    }

    void send(Hint hint, byte[] row) {
      requests.send(
          target,
          state.addressOf(target),
          Lane.BULK,
          requests.deadlineIn(timeoutMillis),
          id -> new Message.Write(id, state.epoch(), hint.key(), row, null),
          new Requests.Outcome() {
            @Override
            public void replied(Message.Reply reply) {
              // a node that is no replica of the key any more needs the hint no longer
              boolean done =
                  reply instanceof Message.WriteReply write
                      && (write.status() == Status.OK || write.status() == Status.NOT_MINE);
              ended(hint, done ? Outcome.ARRIVED : Outcome.REFUSED);
            }

            @Override
            public void failed(Requests.Failure why) {
              // a target that is slow is no reason to give a hint up
              ended(hint, why == Requests.Failure.LATE ? Outcome.LATE : Outcome.UNREACHED);
            }
          });
    }

    void ended(Hint hint, Outcome outcome) {
      synchronized (this) {
        if (outcome != Outcome.ARRIVED && hint.sequence() < firstFailed) {
          firstFailed = hint.sequence();
          failure = outcome;
        }
        if (--missing > 0) {
          return;
        }
      }
      if (failure == Outcome.ARRIVED) {
        hints.remove(target.actor(), lastSequence);
        page(target);
        return;
      }
      hints.remove(target.actor(), firstFailed - 1);
      if (failure == Outcome.REFUSED) {
        refused(target, firstFailed);
      }
      underWay.remove(target);
    }
  }
}
