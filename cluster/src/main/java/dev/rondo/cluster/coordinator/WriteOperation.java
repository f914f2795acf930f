package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings one version of a key to its replicas and completes when W of them have it. For a replica
 * that cannot be reached another node takes the write with a hint, or, when there is none, this
 * node remembers the hint itself: so every replica gets the write in the end, whoever is counted.
 */
final class WriteOperation {
  private final ReplicaClient client;
  private final ClusterState state;
  private final Hints hints;
  private final boolean sloppy;
  private final long deadlineNanos;
  private final Key key;
  private final EncodedEntry entry;
  private final List<NodeId> replicas;
  private final Quorum quorum;
  private final Completion<Boolean> done;
  private final Set<NodeId> asked = new HashSet<>();
  private @Nullable Iterator<NodeId> fallbacks;
  private int outstanding;
  private boolean finished;

  /**
   * @param done is given true when the requirement is met, else a failure of kind TIMEOUT
   */
  WriteOperation(
      ReplicaClient client,
      ClusterState state,
      Hints hints,
      boolean sloppy,
      long deadlineNanos,
      Key key,
      EncodedEntry entry,
      Requirement requirement,
      Completion<Boolean> done) {
    this.client = client;
    this.state = state;
    this.hints = hints;
    this.sloppy = sloppy;
    this.deadlineNanos = deadlineNanos;
    this.key = key;
    this.entry = entry;
    this.replicas = state.replicas(key.slot());
    this.quorum = new Quorum(requirement);
    this.done = done;
  }

  /**
   * Begins.
   *
   * @param alreadyAt a replica that has the version already: this node, when it made it
   */
  void start(@Nullable NodeId alreadyAt) {
    synchronized (this) {
      outstanding = 1; // this method itself, so that nothing ends before all are asked
      if (alreadyAt != null) {
        quorum.answered(state.dataCentreOf(alreadyAt));
      }
    }
    for (NodeId node : replicas) {
      if (node.equals(alreadyAt)) {
        continue;
      }
      if (state.isLive(node)) {
        send(node, null);
      } else {
        standIn(node);
      }
    }
    ended();
  }

  private void send(NodeId node, @Nullable NodeId hintFor) {
    synchronized (this) {
      asked.add(node);
      outstanding++;
    }
    client.write(
        node,
        key,
        entry,
        hintFor,
        deadlineNanos,
        new ReplicaClient.WriteOutcome() {
          @Override
          public void written() {
            synchronized (WriteOperation.this) {
              quorum.answered(state.dataCentreOf(node));
            }
            ended();
          }

          @Override
          public void failed() {
            standIn(hintFor == null ? node : hintFor);
            ended();
          }
        });
  }

  /** Has another node keep the write for a replica; this one when no other can. */
  private void standIn(NodeId replica) {
    NodeId fallback = sloppy ? nextFallback() : null;
    if (fallback != null) {
      send(fallback, replica);
    } else if (!replica.equals(state.self())) {
      // a dropped hint is counted where it is dropped, and repair finds the difference
      var unused = hints.add(replica, key, replicas.contains(state.self()) ? null : entry.row());
    }
  }

  private synchronized @Nullable NodeId nextFallback() {
    if (fallbacks == null) {
      fallbacks = state.fallbacks(key.slot()).iterator();
    }
    while (!finished && fallbacks.hasNext()) {
      NodeId next = fallbacks.next();
      if (!next.equals(state.self()) && state.isLive(next) && !asked.contains(next)) {
        return next;
      }
    }
    return null;
  }

  /** One of those asked has ended: completes if that decides it. */
  private void ended() {
    boolean reached;
    synchronized (this) {
      outstanding--;
      reached = quorum.isReached();
      if (finished || (!reached && outstanding > 0)) {
        return;
      }
      finished = true;
    }
    if (reached) {
      done.success(true);
    } else {
      done.failure(
          new ClusterException(
              ClusterException.Kind.TIMEOUT,
              "%d more replicas had to have the write; it may have been applied"
                  .formatted(quorum.missing())));
    }
  }
}
