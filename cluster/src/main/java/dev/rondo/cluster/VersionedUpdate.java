package dev.rondo.cluster;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Elements;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.VectorClock;
import org.jspecify.annotations.Nullable;

/**
 * An update as a mutation of the store: hides what is dead from it, and gives what comes out its
 * version, as the rules of {@link Entry} demand.
 */
final class VersionedUpdate<T extends @Nullable Object> implements Mutation<T> {
  private final Versioning versioning;
  private final Update<T> update;
  private final long nowMillis;

  VersionedUpdate(Versioning versioning, Update<T> update, long nowMillis) {
    this.versioning = versioning;
    this.update = update;
    this.nowMillis = nowMillis;
  }

  @Override
  public boolean needsElements() {
    return update.needsElements();
  }

  @Override
  public Outcome<T> apply(@Nullable Entry stored) {
    Entry current = stored != null && stored.isLive(nowMillis) ? stored : null;
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
    return delete(stored, change.result());
  }

  private Outcome<T> delete(@Nullable Entry stored, T result) {
    if (stored == null) {
      return Outcome.keep(result);
    }
    if (versioning.deletions() == Deletions.PURGE) {
      return Outcome.purge(result);
    }
    return stored.isTombstone() ? Outcome.keep(result) : Outcome.put(result, tombstone(stored));
  }

  private Entry tombstone(Entry stored) {
    return new Entry(
        DataType.STRING,
        versioning.advance(stored.clock(), timeAfter(stored)),
        stored.expireAtMillis(),
        stored.expiryHybridTime(),
        Elements.NONE);
  }

  private Entry stringEntry(@Nullable Entry stored, Change.PutString put) {
    VectorClock seen = stored == null ? VectorClock.EMPTY : stored.clock();
    long time = timeAfter(stored);
    VectorClock next = versioning.advance(seen, time);
    Dot dot = new Dot(versioning.actor(), next.counterOf(versioning.actor()), time);
    boolean expirySet =
        put.expireAtMillis() != Entry.NO_EXPIRY
            || (stored != null && stored.expiryHybridTime() != 0);
    return new Entry(
        DataType.STRING,
        next,
        put.expireAtMillis(),
        expirySet ? time : 0,
        SingleElement.of(dot, put.value()));
  }

  private Entry withExpiry(@Nullable Entry current, Change.Expire expire) {
    if (current == null) {
      throw new IllegalStateException("an absent key cannot get an expiry");
    }
    long time = timeAfter(current);
    return new Entry(
        current.type(),
        versioning.advance(current.clock(), time),
        expire.expireAtMillis(),
        time,
        current.elements());
  }

  private long timeAfter(@Nullable Entry seen) {
    return versioning.clock().nextAfter(seen == null ? 0 : seen.latestHybridTime());
  }
}
