package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.Copies;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Message.ReadKind;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks all live replicas of a key which version they have, and counts those that have a certain
 * one. What a replica answers has been committed there.
 *
 * <p>When the caller cannot name the version, it is what all answers together have. That includes
 * the caller's own write only if somebody who certainly has it answered: as many that no W nodes
 * can be among the silent ones, or a majority and the replica that orders the key's writes.
 */
final class CopyCount {
  private final ClusterState state;
  private final Key key;
  private final List<NodeId> replicas;
  private final int writeCopies;
  private final int wanted;
  private final Predicate<Entry> isExpired;
  private final Completion<Copies> done;
  private final Map<NodeId, Optional<Entry>> answers = new HashMap<>();
  private @Nullable VectorClock version;
  private int outstanding;
  private boolean finished;

  /**
   * @param writeCopies how many replicas had the write when it was answered: W
   * @param version what to look for; null for the newest there is
   * @param wanted with so many copies it may end before all have answered
   * @param isExpired whether an entry may be gone on some nodes already: having none is as good
   */
  CopyCount(
      ClusterState state,
      Key key,
      int writeCopies,
      @Nullable VectorClock version,
      int wanted,
      Predicate<Entry> isExpired,
      Completion<Copies> done) {
    this.state = state;
    this.key = key;
    this.replicas = state.replicas(key.slot());
    this.writeCopies = writeCopies;
    this.version = version;
    this.wanted = wanted;
    this.isExpired = isExpired;
    this.done = done;
  }

  void start(ReplicaClient client, long deadlineNanos) {
    List<NodeId> live = state.live(replicas);
    synchronized (this) {
      outstanding = live.size() + 1; // and this method, so that it ends though nobody is live
    }
    for (NodeId node : live) {
      client.read(node, key, ReadKind.VERSION, deadlineNanos, outcomeOf(node));
    }
    ended(null, Optional.empty());
  }

  private ReplicaClient.ReadOutcome outcomeOf(NodeId node) {
    return new ReplicaClient.ReadOutcome() {
      @Override
      public void answered(@Nullable Entry stored) {
        ended(node, Optional.ofNullable(stored));
      }

      @Override
      public void failed() {
        ended(null, Optional.empty());
      }

      @Override
      public void slow() {}
    };
  }

  private void ended(@Nullable NodeId answered, Optional<Entry> stored) {
    Copies copies;
    synchronized (this) {
      outstanding--;
      if (answered != null) {
        answers.put(answered, stored);
      }
      copies = count();
      if (finished || (outstanding > 0 && copies.count() < wanted)) {
        return;
      }
      finished = true;
    }
    done.success(copies);
  }

  private Copies count() {
    VectorClock target = version;
    if (target == null) {
      if (!knowsNewest()) {
        return Copies.UNKNOWN;
      }
      target = newest();
    }
    boolean gone =
        answers.values().stream().allMatch(each -> each.isEmpty() || isExpired.test(each.get()));
    int count = 0;
    for (Optional<Entry> each : answers.values()) {
      if (gone || clockOf(each).covers(target)) {
        count++;
      }
    }
    return new Copies(count, target);
  }

  private boolean knowsNewest() {
    if (answers.size() > replicas.size() - writeCopies) {
      return true;
    }
    NodeId first = replicas.get(0);
    return answers.containsKey(first)
        && state.isCaughtUp(first)
        && answers.size() > replicas.size() / 2;
  }

  private VectorClock newest() {
    VectorClock merged = VectorClock.EMPTY;
    for (Optional<Entry> each : answers.values()) {
      merged = merged.merge(clockOf(each));
    }
    return merged;
  }

  private static VectorClock clockOf(Optional<Entry> stored) {
    return stored.map(Entry::clock).orElse(VectorClock.EMPTY);
  }
}
