package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Message.ReadKind;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a key from R replicas: the contents from one, versions from the others. When they agree
 * that is the answer. When they do not, the contents of whoever has seen more are fetched and
 * merged, and those of the replicas asked that lack something get the merged entry before the
 * reader is answered: so the next quorum read cannot answer less (Dynamo paper, section 4.5; read
 * repair).
 *
 * <p>When an answer takes longer than most of its node's, or does not come, one more replica is
 * asked, within the budgets for that. What comes too late is compared nevertheless, see {@link
 * LateAnswers}.
 */
final class ReadOperation {
  private final ReplicaClient client;
  private final ClusterState state;
  private final long deadlineNanos;
  private final Key key;
  private final Quorum quorum;
  private final List<NodeId> candidates;
  private final ExtraReads extraReads;
  private final Completion<@Nullable Entry> done;

  /** What each replica answered last. */
  private final Map<NodeId, Answer> answers = new TreeMap<>();

  private final boolean wantsElements;
  private ReadKind firstKind;
  private int nextCandidate;
  private int outstanding;
  private int fetching;
  private boolean resolved;
  private boolean finished;

  /** Set when the reader was answered. */
  private @Nullable LateAnswers late;

  private record Answer(@Nullable Entry stored) {
    boolean isLoaded() {
      return stored == null || stored.isLoaded();
    }

    VectorClock clock() {
      return stored == null ? VectorClock.EMPTY : stored.clock();
    }
  }

  /**
   * @param candidates live replicas, the best to ask first
   * @param done is given what is stored, tombstones and expired entries included
   */
  ReadOperation(
      ReplicaClient client,
      ClusterState state,
      long deadlineNanos,
      Key key,
      boolean needsElements,
      Requirement requirement,
      List<NodeId> candidates,
      ExtraReads extraReads,
      Completion<@Nullable Entry> done) {
    this.client = client;
    this.state = state;
    this.deadlineNanos = deadlineNanos;
    this.key = key;
    this.wantsElements = needsElements;
    this.firstKind = needsElements ? ReadKind.FULL : ReadKind.VERSION;
    this.quorum = new Quorum(requirement);
    this.candidates = candidates;
    this.extraReads = extraReads;
    this.done = done;
  }

  /** Asks as many as are needed. */
  void start() {
    List<NodeId> first = new ArrayList<>();
    synchronized (this) {
      Quorum planned = quorum.copy();
      List<NodeId> rest = new ArrayList<>();
      for (NodeId node : candidates) {
        boolean counts = !planned.isReached() && planned.answered(state.dataCentreOf(node));
        (counts ? first : rest).add(node);
      }
      candidates.clear();
      candidates.addAll(rest);
      outstanding = first.size() + 1; // and this method, so that nothing ends before all are asked
    }
    for (NodeId node : first) {
      ask(node, nextKind());
    }
    ended();
  }

  /** The contents are asked of the first; versions are enough from the others. */
  private synchronized ReadKind nextKind() {
    ReadKind kind = firstKind;
    firstKind = ReadKind.VERSION;
    return kind;
  }

  private void ask(NodeId node, ReadKind kind) {
    client.read(
        node,
        key,
        kind,
        deadlineNanos,
        new ReplicaClient.ReadOutcome() {
          @Override
          public void answered(@Nullable Entry stored) {
            LateAnswers tooLate;
            synchronized (ReadOperation.this) {
              if (!resolved) {
                answers.put(node, new Answer(stored));
                quorum.answered(state.dataCentreOf(node));
              }
              tooLate = answers.containsKey(node) ? null : late;
            }
            if (tooLate != null) {
              tooLate.answered(node, stored);
            }
            ended();
          }

          @Override
          public void failed() {
            askAnother(kind, extraReads.retries());
            ended();
          }

          @Override
          public void slow() {
            askAnother(kind, extraReads.hedges());
          }
        });
  }

  private void askAnother(ReadKind kind, RetryBudget budget) {
    NodeId next;
    synchronized (this) {
      boolean useless = finished || resolved || nextCandidate >= candidates.size();
      if (useless || !budget.tryTake()) {
        return;
      }
      next = candidates.get(nextCandidate++);
      outstanding++;
    }
    ask(next, kind);
  }

  private void ended() {
    int missing;
    synchronized (this) {
      outstanding--;
      missing = quorum.missing();
      if (finished || resolved || (missing > 0 && outstanding > 0)) {
        return;
      }
      resolved = missing == 0;
    }
    if (missing == 0) {
      resolve();
    } else {
      fail(unavailable(missing));
    }
  }

  private static ClusterException unavailable(int missing) {
    return new ClusterException(
        ClusterException.Kind.UNAVAILABLE, "%d more replicas had to answer".formatted(missing));
  }

  /**
   * Enough have answered: answers if what they have fits together, else fetches what is missing.
   */
  private void resolve() {
    List<NodeId> unread = new ArrayList<>();
    Entry merged;
    boolean equal;
    synchronized (this) {
      merged = mergeOfLoaded();
      equal = allEqual();
      if (!equal) {
        for (Map.Entry<NodeId, Answer> each : answers.entrySet()) {
          if (!each.getValue().isLoaded() && !covers(merged, each.getValue().clock())) {
            unread.add(each.getKey());
          }
        }
        fetching = unread.size();
      }
    }
    if (equal) {
      succeed(merged != null || wantsElements ? merged : anyAnswer());
    } else if (unread.isEmpty() && merged != null) {
      repair(merged);
    } else {
      unread.forEach(this::fetch);
    }
  }

  private @Nullable Entry mergeOfLoaded() {
    Entry merged = null;
    for (Answer answer : answers.values()) {
      Entry stored = answer.stored();
      if (stored != null && stored.isLoaded()) {
        merged = merged == null ? stored : merged.merge(stored);
      }
    }
    return merged;
  }

  /** Whether all agree, and someone gave the contents if they are needed. */
  private boolean allEqual() {
    VectorClock clock = null;
    boolean sufficient = !wantsElements;
    for (Answer answer : answers.values()) {
      if (clock != null && !clock.equals(answer.clock())) {
        return false;
      }
      clock = answer.clock();
      sufficient |= answer.isLoaded();
    }
    return sufficient;
  }

  private synchronized @Nullable Entry anyAnswer() {
    return answers.values().iterator().next().stored();
  }

  private static boolean covers(@Nullable Entry merged, VectorClock clock) {
    return merged != null && merged.clock().covers(clock);
  }

  /** Gets the contents from a replica whose version shows that it knows more. */
  private void fetch(NodeId node) {
    client.read(
        node,
        key,
        ReadKind.FULL,
        deadlineNanos,
        new ReplicaClient.ReadOutcome() {
          @Override
          public void answered(@Nullable Entry stored) {
            boolean all;
            synchronized (ReadOperation.this) {
              answers.put(node, new Answer(stored));
              all = --fetching == 0;
            }
            if (all) {
              resolve();
            }
          }

          @Override
          public void failed() {
            fail(unavailable(1));
          }

          @Override
          public void slow() {
            // the deadline decides: only this replica has what is missing
          }
        });
  }

  /** Writes the merged entry to those that lack something of it, then answers. */
  private void repair(Entry merged) {
    List<NodeId> stale = new ArrayList<>();
    synchronized (this) {
      for (Map.Entry<NodeId, Answer> each : answers.entrySet()) {
        if (!each.getValue().clock().equals(merged.clock())) {
          stale.add(each.getKey());
        }
      }
      fetching = stale.size();
    }
    if (stale.isEmpty()) {
      succeed(merged);
      return;
    }
    EncodedEntry encoded = EncodedEntry.of(merged);
    for (NodeId node : stale) {
      client.write(
          node,
          key,
          encoded,
          null,
          deadlineNanos,
          new ReplicaClient.WriteOutcome() {
            @Override
            public void written() {
              boolean all;
              synchronized (ReadOperation.this) {
                all = --fetching == 0;
              }
              if (all) {
                succeed(merged);
              }
            }

            @Override
            public void failed() {
              fail(unavailable(1));
            }
          });
    }
  }

  @SuppressWarnings("NullAway") // done takes null: the checker ignores type arguments
  private void succeed(@Nullable Entry stored) {
    if (finishes()) {
      expectLateAnswers(stored);
      done.success(stored);
    }
  }

  private synchronized void expectLateAnswers(@Nullable Entry result) {
    if (outstanding > 0 && (result == null || result.isLoaded())) {
      late = new LateAnswers(client, key, deadlineNanos, List.copyOf(answers.keySet()), result);
    }
  }

  private void fail(ClusterException cause) {
    if (finishes()) {
      done.failure(cause);
    }
  }

  /** Whether this is the one call that ends the operation. */
  private synchronized boolean finishes() {
    boolean first = !finished;
    finished = true;
    return first;
  }
}
