package dev.rondo.cluster.node;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the hints kept for nodes that can be reached again: one page at a time for each node,
 * the next when all of the page was acknowledged, and only then is it forgotten. What a hint
 * without contents stands for is what this node has of the key now. Safe on any thread.
 */
final class HintReplay {
  private static final Logger LOG = LoggerFactory.getLogger(HintReplay.class);
  private static final int PAGE_HINTS = 256;
  private static final int PAGE_BYTES = 1 << 20;

  private final NodeState state;
  private final Replica local;
  private final HintStore hints;
  private final Requests requests;
  private final long timeoutMillis;
  private final Set<NodeId> underWay = ConcurrentHashMap.newKeySet();

  HintReplay(
      NodeState state, Replica local, HintStore hints, Requests requests, long timeoutMillis) {
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
    for (long actor : hints.targets()) {
      NodeId target = new NodeId(actor);
      if (state.isLive(target) && state.addressOf(target) != null && underWay.add(target)) {
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
            stop(target, cause);
          }
        });
  }

  private void stop(NodeId target, @Nullable Throwable cause) {
    underWay.remove(target);
    if (cause != null) {
      LOG.warn("hints for node {} cannot be read", target, cause);
    }
  }

  private void deliver(NodeId target, List<Hint> page) {
    Page under = new Page(target, page.size(), page.get(page.size() - 1).sequence());
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
                  under.ended(true);
                } else {
                  under.send(hint, EntryCodec.encode(StoredRow.of(stored)));
                }
              }

              @Override
              public void failure(Throwable cause) {
                LOG.warn("a hint for node {} cannot be resolved", target, cause);
                under.ended(false);
              }
            });
      }
    }
  }

  /** Hints on their way. */
  private final class Page {
    private final NodeId target;
    private final long lastSequence;
    private int missing;
    private boolean allWritten = true;

    Page(NodeId target, int size, long lastSequence) {
      this.target = target;
      this.missing = size;
      this.lastSequence = lastSequence;
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
              ended(
                  reply instanceof Message.WriteReply write
                      && (write.status() == Status.OK || write.status() == Status.NOT_MINE));
            }

            @Override
            public void failed(Requests.Failure failure) {
              ended(false);
            }
          });
    }

    void ended(boolean written) {
      synchronized (this) {
        allWritten &= written;
        if (--missing > 0) {
          return;
        }
      }
      if (allWritten) {
        hints.remove(target.actor(), lastSequence);
        page(target);
      } else {
        stop(target, null);
      }
    }
  }
}
