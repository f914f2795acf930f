package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.Applied;
import dev.rondo.cluster.AppliedAll;
import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Completions;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Copies;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Level;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.VectorClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keyspace of a cluster: any node reads any key; writes of a key are made by the node that
 * orders its slot's writes ({@link ClusterState#writeCoordinator}), to which the front end hands
 * the command. A node that is asked although it is not that one serves nevertheless if it is a
 * replica, for views of the cluster differ for a moment whenever it changes.
 */
public final class Coordinator implements Keyspace {
  private static final int READ_ATTEMPTS = 3;

  private final ClusterState state;
  private final Replica local;
  private final Requests requests;
  private final ReplicaClient client;
  private final Hints hints;
  private final CoordinatorSettings settings;
  private final Reach reach;
  private final ExtraReads extraReads;
  private final int replicas;

  /**
   * @param replicas N
   */
  public Coordinator(
      ClusterState state,
      Replica local,
      Requests requests,
      Hints hints,
      CoordinatorSettings settings,
      int replicas) {
    this.state = state;
    this.local = local;
    this.requests = requests;
    this.client = new ReplicaClient(state, local, requests);
    this.hints = hints;
    this.settings = settings;
    this.reach = new Reach(state, requests, settings.sloppy());
    this.extraReads = ExtraReads.of(settings);
    this.replicas = replicas;
  }

  @Override
  public int replicas() {
    return replicas;
  }

  @Override
  public void read(
      Key key, boolean needsElements, Consistency consistency, Completion<@Nullable Entry> done) {
    readStored(
        key, needsElements, consistency.read(), deadline(), Completions.map(done, this::visible));
  }

  @SuppressWarnings("NullAway") // the checker ignores type arguments
  private @Nullable Entry visible(@Nullable Entry stored) {
    return local.visible(stored);
  }

  /** When a request that begins now is to be answered. */
  long deadline() {
    return requests.deadlineIn(settings.requestTimeoutMillis());
  }

  private void readStored(
      Key key,
      boolean needsElements,
      Level level,
      long deadlineNanos,
      Completion<@Nullable Entry> done) {
    extraReads.earn();
    readStored(key, needsElements, level, deadlineNanos, READ_ATTEMPTS, done);
  }

  /** A read changes nothing, so one that failed is repeated while there is a chance. */
  private void readStored(
      Key key,
      boolean needsElements,
      Level level,
      long deadlineNanos,
      int attempts,
      Completion<@Nullable Entry> done) {
    List<NodeId> all = state.replicas(key.slot());
    Requirement requirement = requirement(level, all);
    List<NodeId> candidates = state.readers(all);
    ClusterException refusal = reach.readers(level, requirement, all, candidates);
    if (refusal != null) {
      done.failure(refusal);
      return;
    }
    if (requirement.total() == 1 && candidates.get(0).equals(state.self())) {
      local.stored(key, needsElements, done);
      return;
    }
    new ReadOperation(
            client,
            state,
            deadlineNanos,
            key,
            needsElements,
            requirement,
            candidates,
            extraReads,
            new Completion<>() {
              @Override
              @SuppressWarnings("NullAway") // done takes null: the checker ignores type arguments
              public void success(@Nullable Entry stored) {
                done.success(stored);
              }

              @Override
              public void failure(Throwable cause) {
                if (attempts > 1 && extraReads.retries().tryTake()) {
                  readStored(key, needsElements, level, deadlineNanos, attempts - 1, done);
                } else {
                  done.failure(cause);
                }
              }
            })
        .start();
  }

  @Override
  public <T extends @Nullable Object> void update(
      Key key, Consistency consistency, Update<T> update, Completion<T> done) {
    int slot = key.slot();
    if (!mayWrite(slot, consistency.write(), done)) {
      return;
    }
    long deadline = deadline();
    Runnable apply = () -> applyHere(key, consistency, deadline, update, done);
    if (isSettled(slot)) {
      apply.run();
    } else {
      bringUpToDate(List.of(key), 0, deadline, apply, done);
    }
  }

  private <T extends @Nullable Object> void applyHere(
      Key key, Consistency consistency, long deadlineNanos, Update<T> update, Completion<T> done) {
    local.apply(
        key,
        update,
        Completions.<Applied<T>>then(
            done,
            applied -> {
              Entry written = applied.written();
              if (written == null) {
                done.success(applied.result());
              } else {
                Completion<Boolean> reached = Completions.map(done, met -> applied.result());
                write(key, written, consistency.write(), deadlineNanos, state.self(), reached);
              }
            }));
  }

  private void write(
      Key key,
      Entry written,
      Level level,
      long deadlineNanos,
      @Nullable NodeId alreadyAt,
      Completion<Boolean> done) {
    Requirement requirement = requirement(level, state.replicas(key.slot()));
    new WriteOperation(
            client,
            state,
            hints,
            settings.sloppy(),
            deadlineNanos,
            key,
            EncodedEntry.of(written),
            requirement,
            done)
        .start(alreadyAt);
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done) {
    List<Key> named = new ArrayList<>(new LinkedHashSet<>(listOf(keys)));
    if (named.isEmpty()) {
      local.transact(named, Consistency.ONE, work, done);
      return;
    }
    int slot = named.get(0).slot();
    boolean oneSlot = named.stream().allMatch(key -> key.slot() == slot);
    if (!oneSlot || !state.self().equals(state.writeCoordinator(slot))) {
      new GatheredTransaction<>(this, local, named, atLeastMajorities(consistency), work, done)
          .start();
    } else if (mayWrite(slot, consistency.write(), done)) {
      long deadline = deadline();
      Runnable applyAll = () -> applyAllHere(named, consistency, deadline, work, done);
      if (isSettled(slot)) {
        applyAll.run();
      } else {
        bringUpToDate(named, 0, deadline, applyAll, done);
      }
    }
  }

  private Consistency atLeastMajorities(Consistency asked) {
    Comparator<Level> strictness = Level.byStrictness(replicas);
    BinaryOperator<Level> stricter = BinaryOperator.maxBy(strictness);
    return new Consistency(
        stricter.apply(asked.read(), Level.Named.QUORUM),
        stricter.apply(asked.write(), Level.Named.QUORUM));
  }

  private static List<Key> listOf(Iterable<Key> keys) {
    List<Key> list = new ArrayList<>();
    keys.forEach(list::add);
    return list;
  }

  private <T extends @Nullable Object> void applyAllHere(
      List<Key> keys,
      Consistency consistency,
      long deadlineNanos,
      Transaction<T> work,
      Completion<T> done) {
    local.applyAll(
        keys,
        work,
        Completions.<AppliedAll<T>>then(
            done,
            applied ->
                writeAll(
                    applied.written(),
                    consistency.write(),
                    deadlineNanos,
                    state.self(),
                    applied.result(),
                    done)));
  }

  /** Brings several entries to their replicas; completes when all have what the level asks. */
  <T extends @Nullable Object> void writeAll(
      Map<Key, Entry> written,
      Level level,
      long deadlineNanos,
      @Nullable NodeId alreadyAt,
      T result,
      Completion<T> done) {
    AllOf<T> all = new AllOf<>(written.size(), result, done);
    written.forEach((key, entry) -> write(key, entry, level, deadlineNanos, alreadyAt, all));
  }

  /** Reads what is stored under several keys; the answers are in the order of the keys. */
  void readAll(
      List<Key> keys, Level level, long deadlineNanos, Completion<List<@Nullable Entry>> done) {
    @Nullable Entry[] entries = new Entry[keys.size()];
    AllOf<List<@Nullable Entry>> all = new AllOf<>(entries.length, Arrays.asList(entries), done);
    for (int i = 0; i < entries.length; i++) {
      int at = i;
      readStored(
          keys.get(i),
          true,
          level,
          deadlineNanos,
          Completions.<@Nullable Entry>then(
              all,
              stored -> {
                entries[at] = stored;
                all.success(true);
              }));
    }
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      Transaction<T> work, Completion<T> done) {
    done.failure(
        new ClusterException(
            ClusterException.Kind.UNAVAILABLE, "no command can hold a whole cluster still"));
  }

  @Override
  public void copies(
      Key key,
      Level writeCopies,
      @Nullable VectorClock version,
      int wanted,
      long timeoutMillis,
      Completion<Copies> done) {
    long now = local.nowMillis();
    int had = requirement(writeCopies, state.replicas(key.slot())).total();
    new CopyCount(state, key, had, version, wanted, entry -> entry.isExpired(now), done)
        .start(client, requests.deadlineIn(timeoutMillis));
  }

  @Override
  public void scan(int database, long cursor, int maxKeys, Completion<ScanPage> done) {
    local.scan(database, cursor, maxKeys, done);
  }

  @Override
  public long size(int database) {
    return local.size(database);
  }

  @Override
  public long sizeWithExpiry(int database) {
    return local.sizeWithExpiry(database);
  }

  // Who is asked, and whether that is enough.

  private Requirement requirement(Level level, List<NodeId> all) {
    return reach.requirement(level, all);
  }

  /** Whether a write may begin here; if not, nothing was done. */
  private boolean mayWrite(int slot, Level level, Completion<?> done) {
    if (!state.replicas(slot).contains(state.self())) {
      done.failure(
          new ClusterException(
              ClusterException.Kind.UNAVAILABLE, "this node is no replica of the key any more"));
      return false;
    }
    return canReach(slot, level, done);
  }

  /** Whether enough nodes can be reached for a write to be worth beginning. */
  boolean canReach(int slot, Level level, Completion<?> done) {
    ClusterException refusal = reach.writers(slot, level);
    if (refusal != null) {
      done.failure(refusal);
    }
    return refusal == null;
  }

  /** Whether this node has been the one that orders the slot's writes all along. */
  private boolean isSettled(int slot) {
    return state.replicas(slot).get(0).equals(state.self()) && state.isCaughtUp(state.self());
  }

  /**
   * Merges what a majority of the replicas has into this node's copies, before this node takes over
   * ordering writes: it may have missed some.
   */
  private void bringUpToDate(
      List<Key> keys, int from, long deadlineNanos, Runnable then, Completion<?> done) {
    if (from == keys.size()) {
      then.run();
      return;
    }
    Key key = keys.get(from);
    List<NodeId> all = state.replicas(key.slot());
    int majority = all.size() / 2 + 1;
    int live = state.live(all).size();
    Level reachable = new Level.Count(Math.max(1, Math.min(majority, live)));
    Runnable next = () -> bringUpToDate(keys, from + 1, deadlineNanos, then, done);
    readStored(
        key,
        true,
        reachable,
        deadlineNanos,
        Completions.<@Nullable Entry>then(
            done,
            stored -> {
              if (stored == null) {
                next.run();
              } else {
                local.merge(key, stored, Completions.then(done, changed -> next.run()));
              }
            }));
  }
}
