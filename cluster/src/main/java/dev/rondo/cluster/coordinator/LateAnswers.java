package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Message.ReadKind;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import org.jspecify.annotations.Nullable;

/**
 * What replicas answer after a read has been answered already: one that lacks something is given
 * what the reader got, and when one has more, the replicas that the reader heard are given that.
 * Nobody waits for it, and nothing is tried again.
 */
final class LateAnswers {
  private final ReplicaClient client;
  private final Key key;
  private final long deadlineNanos;
  private final Iterable<NodeId> heard;
  private final @Nullable Entry result;

  /**
   * @param heard the replicas that have what the reader got
   * @param result what the reader got; loaded, or null for nothing
   */
  LateAnswers(
      ReplicaClient client,
      Key key,
      long deadlineNanos,
      Iterable<NodeId> heard,
      @Nullable Entry result) {
    this.client = client;
    this.key = key;
    this.deadlineNanos = deadlineNanos;
    this.heard = heard;
    this.result = result;
  }

  void answered(NodeId node, @Nullable Entry stored) {
    VectorClock known = result == null ? VectorClock.EMPTY : result.clock();
    VectorClock has = stored == null ? VectorClock.EMPTY : stored.clock();
    if (known.covers(has)) {
      if (result != null && !has.equals(known)) {
        write(node, result);
      }
    } else if (stored != null && stored.isLoaded()) {
      spread(node, stored);
    } else {
      client.read(node, key, ReadKind.FULL, deadlineNanos, new Fetched(node));
    }
  }

  private void spread(NodeId from, Entry stored) {
    Entry merged = result == null ? stored : result.merge(stored);
    if (!merged.clock().equals(stored.clock())) {
      write(from, merged);
    }
    heard.forEach(node -> write(node, merged));
  }

  private void write(NodeId node, Entry entry) {
    client.write(node, key, EncodedEntry.of(entry), null, deadlineNanos, NOBODY_WAITS);
  }

  private static final ReplicaClient.WriteOutcome NOBODY_WAITS =
      new ReplicaClient.WriteOutcome() {
        @Override
        public void written() {}

        @Override
        public void failed() {} // the next read that meets the difference repairs it
      };

  /** The contents of a copy that has more. */
  private final class Fetched implements ReplicaClient.ReadOutcome {
    private final NodeId node;

    Fetched(NodeId node) {
      this.node = node;
    }

    @Override
    public void answered(@Nullable Entry stored) {
      if (stored != null) {
        spread(node, stored);
      }
    }

    @Override
    public void failed() {} // the next read that meets the difference repairs it

    @Override
    public void slow() {}
  }
}
