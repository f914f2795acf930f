package dev.rondo.server.routing;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.storage.Completion;
import java.util.List;

/** Asks every node how many keys it has, and estimates how many there are. */
final class CountOfAll {
  private final Forwarder forwarder;
  private final List<NodeId> asked;
  private final int members;
  private final int copies;
  private final int database;
  private final Completion<Long> done;

  private final Object lock = new Object();
  private int missing;
  private int counted = 1;
  private long sum;

  /**
   * @param replicas how many copies a key has
   * @param here how many keys this node has
   */
  CountOfAll(
      ClusterState state,
      Forwarder forwarder,
      int replicas,
      int database,
      long here,
      Completion<Long> done) {
    List<NodeId> others = Members.others(state);
    this.forwarder = forwarder;
    this.asked = others.stream().filter(state::isLive).toList();
    this.members = others.size() + 1;
    this.copies = Math.min(replicas, members);
    this.database = database;
    this.done = done;
    this.sum = here;
    this.missing = asked.size();
  }

  void start() {
    if (asked.isEmpty()) {
      done.success(estimate());
      return;
    }
    byte[] request = ForwardCodec.encode(new ForwardRequest.Count(database));
    for (NodeId node : asked) {
      forwarder.forward(
          node,
          request,
          new Completion<>() {
            @Override
            public void success(byte[] reply) {
              long count;
              try {
                count = ForwardReplyCodec.decodeNumber(reply);
              } catch (MalformedForwardException e) {
                failure(e);
                return;
              }
              ended(count, 1);
            }

            @Override
            public void failure(Throwable cause) {
              ended(0, 0);
            }
          });
    }
  }

  private void ended(long count, int nodes) {
    long estimate;
    synchronized (lock) {
      sum += count;
      counted += nodes;
      missing--;
      if (missing > 0) {
        return;
      }
      estimate = estimate();
    }
    done.success(estimate);
  }

  private long estimate() {
    return Math.round((double) sum * members / counted / copies);
  }
}
