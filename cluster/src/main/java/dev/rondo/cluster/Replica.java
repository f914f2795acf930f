package dev.rondo.cluster;

import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Elements;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.Mutation.Outcome;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreTransaction;
import dev.rondo.storage.VectorClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
  private final HybridClock hybridClock;
  private final long actor;

  /**
   * @param store where rows are kept
   * @param clock decides what has expired
   * @param hybridClock stamps writes; the one clock of the node
   */
  public Replica(Store store, InstantSource clock, HybridClock hybridClock) {
    this.store = store;
    this.clock = clock;
    this.hybridClock = hybridClock;
    this.actor = store.actor();
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
      store.mutate(key, new VersionedUpdate<>(update, clock.millis()), done);
    }
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done) {
    if (satisfiable(consistency.read(), "read", done)
        && satisfiable(consistency.write(), "write", done)) {
      store.transact(keys, onRows(work), done);
    }
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      Transaction<T> work, Completion<T> done) {
    store.transactExclusively(onRows(work), done);
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

  /** An update as the store's mutation: hides what is dead, and versions what comes out. */
  private final class VersionedUpdate<T extends @Nullable Object> implements Mutation<T> {
    private final Update<T> update;
    private final long nowMillis;

    VersionedUpdate(Update<T> update, long nowMillis) {
      this.update = update;
      this.nowMillis = nowMillis;
    }

    @Override
    public boolean needsElements() {
      return update.needsElements();
    }

    @Override
    public Outcome<T> apply(@Nullable Entry stored) {
      Entry current = live(stored, nowMillis);
      Change<T> change = update.apply(current, nowMillis);
      Change.Effect effect = change.effect();
      if (effect instanceof Change.Keep) {
        return Outcome.keep(change.result());
      }
      if (effect instanceof Change.PutString put && nowMillis <= put.expireAtMillis()) {
        return Outcome.put(change.result(), stringEntry(stored, put));
      }
      if (effect instanceof Change.Expire expire && nowMillis <= expire.expireAtMillis()) {
        return Outcome.put(change.result(), withExpiry(current, expire));
      }
      return stored == null ? Outcome.keep(change.result()) : Outcome.purge(change.result());
    }

    private Entry stringEntry(@Nullable Entry stored, Change.PutString put) {
      VectorClock seen = stored == null ? VectorClock.EMPTY : stored.clock();
      VectorClock next = seen.increment(actor);
      long time = hybridClock.next();
      Elements elements =
          SingleElement.of(new Dot(actor, next.counterOf(actor), time), put.value());
      boolean expirySet = put.expireAtMillis() != Entry.NO_EXPIRY || hadExpiry(stored);
      return new Entry(DataType.STRING, next, put.expireAtMillis(), expirySet ? time : 0, elements);
    }

    private boolean hadExpiry(@Nullable Entry stored) {
      return stored != null && stored.expiryHybridTime() != 0;
    }

    private Entry withExpiry(@Nullable Entry current, Change.Expire expire) {
      if (current == null) {
        throw new IllegalStateException("an absent key cannot get an expiry");
      }
      return new Entry(
          current.type(),
          current.clock().increment(actor),
          expire.expireAtMillis(),
          hybridClock.next(),
          current.elements());
    }
  }

  /** A transaction's view over the store's rows. */
  private final class RowsView implements Transaction.View {
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
      return rows.mutate(key, new VersionedUpdate<>(update, nowMillis));
    }

    @Override
    public void flush(int database) {
      rows.flush(database);
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
