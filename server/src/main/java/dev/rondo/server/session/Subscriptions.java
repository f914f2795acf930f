package dev.rondo.server.session;

import dev.rondo.server.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clients of this node get which messages (Redis documentation, "Redis Pub/Sub"). Channels
 * are carried as text, one character a byte.
 *
 * <p>Clients are added and removed on their event loops; everything may be called by many threads.
 */
public final class Subscriptions {
  private final Map<String, Set<Session>> channels = new ConcurrentHashMap<>();
  private final Map<String, Set<Session>> shardChannels = new ConcurrentHashMap<>();
  private final Map<String, PatternSubscribers> patterns = new ConcurrentHashMap<>();

  /** The clients that gave one pattern. */
  private record PatternSubscribers(GlobPattern pattern, Set<Session> sessions) {
    static PatternSubscribers of(String pattern) {
      return new PatternSubscribers(
          GlobPattern.compile(bytes(pattern)), ConcurrentHashMap.newKeySet());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Subscribes a client; no effect when it is already. */
  public void add(Session session, SubscriptionKind kind, String name) {
    if (!session.subscriptions().add(kind, name)) {
      return;
    }
    // Atomic for each name, so that a set that is about to be thrown away gets no new client.
    if (kind == SubscriptionKind.PATTERN) {
      patterns.compute(
          name,
          (key, old) -> {
            PatternSubscribers subscribers = old == null ? PatternSubscribers.of(name) : old;
            subscribers.sessions().add(session);
            return subscribers;
          });
    } else {
      of(kind)
          .compute(
              name,
              (key, old) -> {
                Set<Session> sessions = old == null ? ConcurrentHashMap.newKeySet() : old;
                sessions.add(session);
                return sessions;
              });
    }
  }

  /** Ends a client's subscription, if there is one. */
  public void remove(Session session, SubscriptionKind kind, String name) {
    if (!session.subscriptions().remove(kind, name)) {
      return;
    }
    if (kind == SubscriptionKind.PATTERN) {
      patterns.computeIfPresent(
          name,
          (key, subscribers) -> {
            subscribers.sessions().remove(session);
            return subscribers.sessions().isEmpty() ? null : subscribers;
          });
    } else {
      of(kind)
          .computeIfPresent(
              name,
              (key, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
              });
    }
  }

  /** Ends all subscriptions of a client. */
  public void removeAll(Session session) {
    for (SubscriptionKind kind : SubscriptionKind.values()) {
      for (String name : session.subscriptions().names(kind)) {
        remove(session, kind, name);
      }
    }
  }

  private Map<String, Set<Session>> of(SubscriptionKind kind) {
    return kind == SubscriptionKind.SHARD_CHANNEL ? shardChannels : channels;
  }

  /** Whether a message could reach anybody here. */
  public boolean isEmpty() {
    return channels.isEmpty() && patterns.isEmpty() && shardChannels.isEmpty();
  }

  /**
   * Sends a message to this node's clients.
   *
   * @param kind CHANNEL, which clients with a matching pattern get too, or SHARD_CHANNEL
   * @return how many times it was sent
   */
  public int publish(SubscriptionKind kind, byte[] channel, byte[] message) {
    String name = new String(channel, StandardCharsets.ISO_8859_1);
    int receivers = 0;
    for (Session session : of(kind).getOrDefault(name, Set.of())) {
      session
          .connection()
          .push(
              out -> {
                out.push(3);
                out.bulk(kind.messageName());
                out.bulk(channel);
                out.bulk(message);
              });
      receivers++;
    }
    return kind == SubscriptionKind.CHANNEL
        ? receivers + publishToPatterns(channel, message)
        : receivers;
  }

  private int publishToPatterns(byte[] channel, byte[] message) {
    int receivers = 0;
    for (Map.Entry<String, PatternSubscribers> each : patterns.entrySet()) {
      if (!each.getValue().pattern().matches(channel)) {
        continue;
      }
      byte[] pattern = bytes(each.getKey());
      for (Session session : each.getValue().sessions()) {
        session
            .connection()
            .push(
                out -> {
                  out.push(4);
                  out.bulk(SubscriptionKind.PATTERN.messageName());
                  out.bulk(pattern);
                  out.bulk(channel);
                  out.bulk(message);
                });
        receivers++;
      }
    }
    return receivers;
  }

  /** The names of a kind that have subscribers, in no order. */
  public Collection<String> names(SubscriptionKind kind) {
    return List.copyOf(kind == SubscriptionKind.PATTERN ? patterns.keySet() : of(kind).keySet());
  }

  /** How many subscribers a channel has here, those of patterns not counted. */
  public int subscribers(SubscriptionKind kind, String channel) {
    return of(kind).getOrDefault(channel, Set.of()).size();
  }

  /** How many different names of a kind have subscribers. */
  public int count(SubscriptionKind kind) {
    return kind == SubscriptionKind.PATTERN ? patterns.size() : of(kind).size();
  }
}
