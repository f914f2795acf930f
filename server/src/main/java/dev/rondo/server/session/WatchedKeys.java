package dev.rondo.server.session;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys a client watches, each with the version it had then. Immutable.
 *
 * <p>A key counts as touched when its version differs. The clock alone would not do: a key that was
 * deleted and made again starts a new clock, so the hybrid times belong to the version.
 */
public final class WatchedKeys {
  /** Nothing watched. */
  public static final WatchedKeys NONE = new WatchedKeys(Map.of());

  /**
   * What identifies a version of a key; the version of an absent key is null.
   *
   * @param elementsTime the latest hybrid time among the elements
   * @param expiryTime when the expiry was last set or removed, in hybrid time
   */
  public record Version(VectorClock clock, long elementsTime, long expiryTime) {
    static @Nullable Version of(@Nullable Entry entry) {
      return entry == null
          ? null
          : new Version(
              entry.clock(), entry.elements().latestHybridTime(), entry.expiryHybridTime());
    }
  }

  private record Watch(@Nullable Version version) {}

  private final Map<Key, Watch> watches;

  private WatchedKeys(Map<Key, Watch> watches) {
    this.watches = watches;
  }

  /** These keys and one more; a key that is watched already keeps its first version. */
  public WatchedKeys and(Key key, @Nullable Entry entry) {
    Map<Key, Watch> more = new LinkedHashMap<>(watches);
    more.putIfAbsent(key, new Watch(Version.of(entry)));
    return new WatchedKeys(more);
  }

  /** These keys with these versions; null stands for an absent key. */
  public static WatchedKeys of(Map<Key, @Nullable Version> versions) {
    Map<Key, Watch> watches = new LinkedHashMap<>();
    versions.forEach((key, version) -> watches.put(key, new Watch(version)));
    return new WatchedKeys(watches);
  }

  /**
   * The version a watched key had; null when it was absent.
   *
   * @throws IllegalArgumentException when it is not watched
   */
  public @Nullable Version version(Key key) {
    return watch(key).version();
  }

  private Watch watch(Key key) {
    Watch watch = watches.get(key);
    if (watch == null) {
      throw new IllegalArgumentException("not watched");
    }
    return watch;
  }

  public Set<Key> keys() {
    return watches.keySet();
  }

  public int size() {
    return watches.size();
  }

  /** Whether a watched key is no longer what it was. */
  public boolean isTouched(Key key, @Nullable Entry entry) {
    return !Objects.equals(version(key), Version.of(entry));
  }
}
