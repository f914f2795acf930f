package dev.rondo.server.session;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one client is subscribed to, in the order in which it asked. Used on its event loop only,
 * but for the counts.
 */
public final class OwnSubscriptions {
  private final Map<SubscriptionKind, Set<String>> names = new EnumMap<>(SubscriptionKind.class);
  private volatile int channels;
  private volatile int patterns;
  private volatile int shardChannels;

  /** Adds a name; false when it is there already. */
  boolean add(SubscriptionKind kind, String name) {
    boolean added = names.computeIfAbsent(kind, key -> new LinkedHashSet<>()).add(name);
    count(kind);
    return added;
  }

  /** Removes a name; false when it is not there. */
  boolean remove(SubscriptionKind kind, String name) {
    Set<String> own = names.get(kind);
    boolean removed = own != null && own.remove(name);
    count(kind);
    return removed;
  }

  private Set<String> of(SubscriptionKind kind) {
    return names.getOrDefault(kind, Set.of());
  }

  private void count(SubscriptionKind kind) {
    int size = of(kind).size();
    switch (kind) {
      case CHANNEL -> channels = size;
      case PATTERN -> patterns = size;
      case SHARD_CHANNEL -> shardChannels = size;
    }
  }

  /** The names of a kind as they are now. */
  public List<String> names(SubscriptionKind kind) {
    return List.copyOf(of(kind));
  }

  /** How many channels; on any thread. */
  public int channels() {
    return channels;
  }

  /** How many patterns; on any thread. */
  public int patterns() {
    return patterns;
  }

  /** How many shard channels; on any thread. */
  public int shardChannels() {
    return shardChannels;
  }

  /** What replies about a kind count: channels and patterns together, shard channels apart. */
  public int countLike(SubscriptionKind kind) {
    return kind == SubscriptionKind.SHARD_CHANNEL ? shardChannels : channels + patterns;
  }

  /** Whether there is any; on any thread. */
  public boolean any() {
    return channels + patterns + shardChannels > 0;
  }
}
