package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Completions;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transaction over keys that no single node orders: reads all of them from a majority, works on
 * what was read, and writes what changed to a majority. It is not isolated: others may read or
 * write the keys meanwhile, and concurrent writes become siblings. Majorities are needed for both
 * because this node's counter in a key's clock must never fall back.
 */
final class GatheredTransaction<T extends @Nullable Object> {
  private final Coordinator coordinator;
  private final Replica local;
  private final List<Key> keys;
  private final Consistency consistency;
  private final Transaction<T> work;
  private final Completion<T> done;
  private final long deadlineNanos;

  /**
   * @param consistency at least majorities
   */
  GatheredTransaction(
      Coordinator coordinator,
      Replica local,
      List<Key> keys,
      Consistency consistency,
      Transaction<T> work,
      Completion<T> done) {
    this.coordinator = coordinator;
    this.local = local;
    this.keys = keys;
    this.consistency = consistency;
    this.work = work;
    this.done = done;
    this.deadlineNanos = coordinator.deadline();
  }

  void start() {
    coordinator.readAll(keys, consistency.read(), deadlineNanos, Completions.then(done, this::run));
  }

  private void run(List<@Nullable Entry> stored) {
    View view = new View();
    T result;
    try {
      for (int i = 0; i < stored.size(); i++) {
        view.entries.put(keys.get(i), stored.get(i));
      }
      result = work.run(view);
    } catch (RuntimeException e) {
      done.failure(e);
      return;
    }
    for (Key key : view.written.keySet()) {
      if (!coordinator.canReach(key.slot(), consistency.write(), done)) {
        return;
      }
    }
    coordinator.writeAll(view.written, consistency.write(), deadlineNanos, null, result, done);
  }

  private final class View implements Transaction.View {
    private final Map<Key, @Nullable Entry> entries = new HashMap<>();
    private final Map<Key, Entry> written = new LinkedHashMap<>();
    private final long nowMillis = local.nowMillis();

    @Override
    public long nowMillis() {
      return nowMillis;
    }

    @Override
    public @Nullable Entry read(Key key) {
      return local.visible(stored(key));
    }

    private @Nullable Entry stored(Key key) {
      if (!entries.containsKey(key)) {
        throw new IllegalArgumentException("not a key of this transaction: " + key);
      }
      return entries.get(key);
    }

    @Override
    public <R extends @Nullable Object> R update(Key key, Update<R> update) {
      var applied = local.version(stored(key), update, nowMillis);
      Entry after = applied.written();
      if (after != null) {
        entries.put(key, after);
        written.put(key, after);
      }
      return applied.result();
    }

    @Override
    public void flush(int database, long upTo) {
      throw needsEverything();
    }

    @Override
    public void swap(int one, int other) {
      throw needsEverything();
    }

    @Override
    public long size(int database) {
      return coordinator.size(database);
    }

    @Override
    public long sizeWithExpiry(int database) {
      return coordinator.sizeWithExpiry(database);
    }

    @Override
    public ScanPage scan(int database, long cursor, int maxKeys) {
      throw needsEverything();
    }

    private static ClusterException needsEverything() {
      return new ClusterException(
          ClusterException.Kind.UNAVAILABLE, "no command can hold a whole cluster still");
    }
  }
}
