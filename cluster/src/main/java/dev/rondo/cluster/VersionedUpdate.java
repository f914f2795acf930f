package dev.rondo.cluster;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Elements;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.VectorClock;
import java.util.function.Function;
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
    Entry written = written(stored, current, effect);
    return written == null
        ? delete(stored, change.result())
        : Outcome.put(change.result(), written);
  }

  /** What an effect other than {@link Change.Keep} leaves; null for nothing. */
  private @Nullable Entry written(
      @Nullable Entry stored, @Nullable Entry current, Change.Effect effect) {
    if (effect instanceof Change.PutString put) {
      return newContents(
          stored, put.expireAtMillis(), DataType.STRING, dot -> SingleElement.of(dot, put.value()));
    }
    if (effect instanceof Change.Edit edit) {
      return edited(stored, current, edit);
    }
    if (effect instanceof Change.PutCollection put) {
      return newContents(
          stored, put.expireAtMillis(), put.type(), dot -> MapElements.of(put.edits(), dot));
    }
    if (effect instanceof Change.Expire expire && nowMillis <= expire.expireAtMillis()) {
      return withExpiry(current, expire);
    }
    return null;
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

  /** A version with other contents and another expiry; null when it holds nothing or is expired. */
  private @Nullable Entry newContents(
      @Nullable Entry stored, long expireAtMillis, DataType type, Function<Dot, Elements> make) {
    if (nowMillis > expireAtMillis) {
      return null;
    }
    VectorClock seen = stored == null ? VectorClock.EMPTY : stored.clock();
    long time = timeAfter(stored);
    VectorClock next = versioning.advance(seen, time);
    Elements elements = make.apply(dotOf(next, time));
    if (elements.isEmpty()) {
      return null;
    }
    if (elements instanceof MapElements collection) {
      collection.requireFitsRow();
    }
    boolean expirySet =
        expireAtMillis != Entry.NO_EXPIRY || (stored != null && stored.expiryHybridTime() != 0);
    return new Entry(type, next, expireAtMillis, expirySet ? time : 0, elements);
  }

  private @Nullable Entry edited(
      @Nullable Entry stored, @Nullable Entry current, Change.Edit edit) {
    if (current == null
        || current.type() != edit.type()
        || !(current.shownElements() instanceof MapElements elements)) {
      return newContents(
          stored, Entry.NO_EXPIRY, edit.type(), dot -> MapElements.of(edit.edits(), dot));
    }
    long time = timeAfter(current);
    VectorClock next = versioning.advance(current.clock(), time);
    Elements left = elements.edit(edit.edits(), dotOf(next, time));
    if (left instanceof MapElements larger && larger.weightBytes() > elements.weightBytes()) {
      larger.requireFitsRow();
    }
    return left.isEmpty()
        ? null
        : new Entry(edit.type(), next, current.expireAtMillis(), current.expiryHybridTime(), left);
  }

  private Dot dotOf(VectorClock clock, long hybridTime) {
    return new Dot(versioning.actor(), clock.counterOf(versioning.actor()), hybridTime);
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
