package dev.rondo.cluster;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.Mutation.Outcome;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreTransaction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the keys. It turns pure updates into versioned rows: read, apply, advance the
 * vector clock by this node's counter, write, all under the key's lock in the {@link Store}.
 *
 * <p>On one node it is the whole keyspace. There every replica of a key (the only one) has seen
 * each deletion the moment it happens, so a deleted row is purged at once instead of staying as a
 * tombstone.
 */
public final class Replica implements Keyspace {
  private final Store store;
  private final InstantSource clock;
  private final Versioning versioning;
  private volatile PutListener listener = PutListener.NONE;

  /**
   * @param store where rows are kept
   * @param clock decides what has expired
   * @param hybridClock stamps writes; the one clock of the node
   * @param deletions what a deletion leaves behind
   */
  public Replica(Store store, InstantSource clock, HybridClock hybridClock, Deletions deletions) {
    this(store, clock, hybridClock, deletions, ClockPruning.DEFAULT);
  }

  /**
   * As the other, with a rule of its own.
   *
   * @param pruning when clocks are shortened
   */
  public Replica(
      Store store,
      InstantSource clock,
      HybridClock hybridClock,
      Deletions deletions,
      ClockPruning pruning) {
    this.store = store;
    this.clock = clock;
    this.versioning = new Versioning(store.actor(), hybridClock, deletions, pruning);
  }

  /** Has a listener told of what comes in from now on; there is one at most. */
  public void listener(PutListener newListener) {
    listener = newListener;
  }

  @Override
  public int replicas() {
    return 1;
  }

  @Override
  public void read(
      Key key, boolean needsElements, Consistency consistency, Completion<@Nullable Entry> done) {
    if (!satisfiable(consistency.read(), "read", done)) {
      return;
    }
    store.read(
        key,
        needsElements,
        new Completion<>() {
          @Override
          @SuppressWarnings("NullAway") // done takes null: the checker ignores type arguments
          public void success(@Nullable Entry stored) {
            done.success(live(stored, clock.millis()));
          }

          @Override
          public void failure(Throwable cause) {
            done.failure(cause);
          }
        });
  }

  @Override
  public <T extends @Nullable Object> void update(
      Key key, Consistency consistency, Update<T> update, Completion<T> done) {
    if (satisfiable(consistency.write(), "write", done)) {
      mutate(key, new VersionedUpdate<>(versioning, update, clock.millis()), done);
    }
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done) {
    if (satisfiable(consistency.read(), "read", done)
        && satisfiable(consistency.write(), "write", done)) {
      AnnouncedTransaction<T> announced = new AnnouncedTransaction<>(listener, onRows(work), done);
      store.transact(keys, announced, announced);
    }
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      Transaction<T> work, Completion<T> done) {
    AnnouncedTransaction<T> announced = new AnnouncedTransaction<>(listener, onRows(work), done);
    store.transactExclusively(announced, announced);
  }

  @Override
  public void scan(int database, long cursor, int maxKeys, Completion<ScanPage> done) {
    store.scan(
        database,
        cursor,
        maxKeys,
        new Completion<>() {
          @Override
          public void success(ScanPage page) {
            done.success(liveRows(page, clock.millis()));
          }

          @Override
          public void failure(Throwable cause) {
            done.failure(cause);
          }
        });
  }

  @Override
  public long size(int database) {
    return store.size(database);
  }

  @Override
  public long sizeWithExpiry(int database) {
    return store.sizeWithExpiry(database);
  }

  /** A hybrid time later than every event that this node knows of. */
  public long nextHybridTime() {
    return versioning.clock().next();
  }

  // What a coordinator asks of this node's copy.

  /** Reads a key as it is stored: tombstones and expired entries are answered, not hidden. */
  public void stored(Key key, boolean needsElements, Completion<@Nullable Entry> done) {
    store.read(key, needsElements, done);
  }

  /** Applies an update to this node's copy and answers with what it wrote, to be replicated. */
  public <T extends @Nullable Object> void apply(
      Key key, Update<T> update, Completion<Applied<T>> done) {
    mutate(key, new Captured<>(new VersionedUpdate<>(versioning, update, clock.millis())), done);
  }

  /**
   * Does a transaction on this node's copies and answers with what it wrote.
   *
   * @param done is given the result, and the entries of the keys that were changed
   */
  public <T extends @Nullable Object> void applyAll(
      Iterable<Key> keys, Transaction<T> work, Completion<AppliedAll<T>> done) {
    long nowMillis = clock.millis();
    StoreTransaction<AppliedAll<T>> captured =
        rows -> {
          Set<Key> changed = new LinkedHashSet<>();
          T result =
              work.run(
                  new RowsView(rows, nowMillis) {
                    @Override
                    public <R extends @Nullable Object> R update(Key key, Update<R> update) {
                      changed.add(key);
                      return super.update(key, update);
                    }
                  });
          Map<Key, Entry> written = new LinkedHashMap<>();
          for (Key key : changed) {
            Entry entry = rows.read(key);
            if (entry != null) {
              written.put(key, entry);
            }
          }
          return new AppliedAll<>(result, written);
        };
    AnnouncedTransaction<AppliedAll<T>> announced =
        new AnnouncedTransaction<>(listener, captured, done);
    store.transact(keys, announced, announced);
  }

  /**
   * Merges what another replica has into this node's copy, unless it is from before the database
   * was flushed.
   *
   * @param done is told whether that changed anything
   */
  public void merge(Key key, Entry incoming, Completion<Boolean> done) {
    versioning.clock().observe(incoming.latestHybridTime());
    LongSupplier flushedUpTo = () -> store.flushedUpTo(key.database());
    mutate(
        key,
        new MergeOf(incoming, flushedUpTo, false),
        new Completion<>() {
          @Override
          public void success(MergeOf.Result result) {
            if (result == MergeOf.Result.NEEDS_ELEMENTS) {
              mutate(
                  key,
                  new MergeOf(incoming, flushedUpTo, true),
                  Completions.map(done, MergeOf::changed));
            } else {
              done.success(MergeOf.changed(result));
            }
          }

          @Override
          public void failure(Throwable cause) {
            done.failure(cause);
          }
        });
  }

  /** What an entry read anywhere looks like to clients: null when it is deleted or has expired. */
  public @Nullable Entry visible(@Nullable Entry stored) {
    return live(stored, clock.millis());
  }

  /**
   * Applies an update to an entry read elsewhere and gives what comes out its version, as if this
   * node held the key; stores nothing.
   */
  public <T extends @Nullable Object> Applied<T> version(
      @Nullable Entry stored, Update<T> update, long nowMillis) {
    Outcome<T> outcome = new VersionedUpdate<>(versioning, update, nowMillis).apply(stored);
    return new Applied<>(outcome.result(), outcome.entry());
  }

  /** This node's time, in milliseconds since 1970. */
  public long nowMillis() {
    return clock.millis();
  }

  /** A mutation that answers with what it wrote, too. */
  private record Captured<T extends @Nullable Object>(Mutation<T> mutation)
      implements Mutation<Applied<T>> {
    @Override
    public boolean needsElements() {
      return mutation.needsElements();
    }

    @Override
    public Outcome<Applied<T>> apply(@Nullable Entry stored) {
      Outcome<T> outcome = mutation.apply(stored);
      return new Outcome<>(
          new Applied<>(outcome.result(), outcome.entry()), outcome.action(), outcome.entry());
    }
  }

  private <T extends @Nullable Object> void mutate(
      Key key, Mutation<T> mutation, Completion<T> done) {
    Announced<T> announced = new Announced<>(listener, key, mutation, done);
    store.mutate(key, announced, announced);
  }

  private boolean satisfiable(Level level, String verb, Completion<?> done) {
    int required = level.required(replicas());
    if (required <= replicas()) {
      return true;
    }
    done.failure(
        new ClusterException(
            ClusterException.Kind.TOO_FEW_REPLICAS,
            "consistency %s=%s needs %d replicas, but keys have %d"
                .formatted(verb, level, required, replicas())));
    return false;
  }

  private <T extends @Nullable Object> StoreTransaction<T> onRows(Transaction<T> work) {
    long nowMillis = clock.millis();
    return rows -> work.run(new RowsView(rows, nowMillis));
  }

  private static @Nullable Entry live(@Nullable Entry stored, long nowMillis) {
    return stored != null && stored.isLive(nowMillis) ? stored : null;
  }

  private static ScanPage liveRows(ScanPage page, long nowMillis) {
    List<ScanPage.Row> live = new ArrayList<>(page.rows().size());
    for (ScanPage.Row row : page.rows()) {
      if (row.entry().isLive(nowMillis)) {
        live.add(row);
      }
    }
    return new ScanPage(page.nextCursor(), live);
  }

  /** A transaction's view over the store's rows. */
  private class RowsView implements Transaction.View {
    private final StoreTransaction.Rows rows;
    private final long nowMillis;

    RowsView(StoreTransaction.Rows rows, long nowMillis) {
      this.rows = rows;
      this.nowMillis = nowMillis;
    }

    @Override
    public long nowMillis() {
      return nowMillis;
    }

    @Override
    public @Nullable Entry read(Key key) {
      return live(rows.read(key), nowMillis);
    }

    @Override
    public <R extends @Nullable Object> R update(Key key, Update<R> update) {
      return rows.mutate(key, new VersionedUpdate<>(versioning, update, nowMillis));
    }

    @Override
    public void flush(int database, long upTo) {
      versioning.clock().observe(upTo);
      rows.flush(database, upTo);
    }

    @Override
    public void swap(int one, int other) {
      rows.swap(one, other);
    }

    @Override
    public long size(int database) {
      return rows.size(database);
    }

    @Override
    public long sizeWithExpiry(int database) {
      return store.sizeWithExpiry(database);
    }

    @Override
    public ScanPage scan(int database, long cursor, int maxKeys) {
      return liveRows(rows.scan(database, cursor, maxKeys), nowMillis);
    }
  }
}
