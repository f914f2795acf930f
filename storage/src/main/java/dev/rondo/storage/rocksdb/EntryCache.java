package dev.rondo.storage.rocksdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoredRow;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are in use, by physical key, bounded by their weight. Reading fills it with whole
 * entries. Writing keeps what is there up to date, but brings in the version only: so a key that is
 * written and not read costs little, and its next write still needs no look at the disk.
 *
 * <p>Changes are made under the lock of the key's stripe; reads need none.
 */
final class EntryCache {
  /**
   * About what Caffeine and our holder take for one row: node, holder, records, arrays' headers.
   */
  private static final int OVERHEAD_BYTES = 240;

  private static final int MAX_SHARE = 16;

  /** A row in the cache. The weight it was charged with is fixed; a row that outgrows it moves. */
  private static final class Cached {
    final int chargedBytes;
    volatile StoredRow row;
    volatile int lastAccessSecond;

    Cached(StoredRow row, int chargedBytes, int nowSecond) {
      this.row = row;
      this.chargedBytes = chargedBytes;
      this.lastAccessSecond = nowSecond;
    }
  }

  private final long maxBytes;
  private final InstantSource clock;
  private volatile Cache<Key, Cached> rows;

  EntryCache(long maxBytes, InstantSource clock) {
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.rows = newCache();
  }

  private Cache<Key, Cached> newCache() {
    return Caffeine.newBuilder()
        .maximumWeight(maxBytes)
        .weigher((Key key, Cached cached) -> cached.chargedBytes)
        .executor(Runnable::run)
        .build();
  }

  /** The row, or null when it is not here; counts as a use of the key. */
  @Nullable StoredRow get(Key physical) {
    Cached cached = rows.getIfPresent(physical);
    if (cached == null) {
      return null;
    }
    touch(cached);
    return cached.row;
  }

  /** A row came from the disk and is still what it was. */
  void loaded(Key physical, StoredRow row) {
    put(physical, fits(physical, row) ? row : row.unloaded());
  }

  /** A row was written. */
  void written(Key physical, StoredRow row) {
    Cached cached = rows.getIfPresent(physical);
    if (cached == null) {
      put(physical, row.unloaded());
      return;
    }
    boolean whole = cached.row.entry().isLoaded() && fits(physical, row);
    StoredRow kept = whole ? row : row.unloaded();
    if (weigh(physical, kept) <= cached.chargedBytes) {
      cached.row = kept;
      touch(cached);
    } else {
      put(physical, kept);
    }
  }

  private void put(Key physical, StoredRow row) {
    rows.put(physical, new Cached(row, (int) weigh(physical, row), nowSecond()));
  }

  private boolean fits(Key physical, StoredRow row) {
    return weigh(physical, row) <= Math.min(maxBytes / MAX_SHARE, Integer.MAX_VALUE);
  }

  private static long weigh(Key physical, StoredRow row) {
    return OVERHEAD_BYTES + physical.bytes().length + row.entry().weightBytes();
  }

  private void touch(Cached cached) {
    int now = nowSecond();
    if (cached.lastAccessSecond != now) {
      cached.lastAccessSecond = now;
    }
  }

  private int nowSecond() {
    return (int) (clock.millis() / 1000);
  }

  void remove(Key physical) {
    rows.invalidate(physical);
  }

  /** Forgets all rows, at once however many there are. */
  void clear() {
    rows = newCache();
  }

  /** How long ago a row was used, in milliseconds about to the second; -1 when it is not here. */
  long idleMillis(Key physical) {
    Cached cached = rows.policy().getIfPresentQuietly(physical);
    return cached == null ? -1 : Math.max(0, nowSecond() - cached.lastAccessSecond) * 1000L;
  }

  /** The weight of all rows, in bytes. */
  long weightBytes() {
    return rows.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
  }
}
