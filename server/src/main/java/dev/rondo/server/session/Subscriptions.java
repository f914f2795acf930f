package dev.rondo.server.session;

import dev.rondo.server.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which clients of this node get which messages (Redis documentation, "Redis Pub/Sub"). Channels
 * are carried as text, one character a byte.
 *
 * <p>Clients are added and removed on their event loops; everything may be called by many threads.
 */
public final class Subscriptions {
  private final Map<SubscriptionKind, Map<String, Subscribers>> byKind =
      new EnumMap<>(SubscriptionKind.class);

  /**
   * The clients that gave one name.
   *
   * @param pattern the name as a pattern; null for a channel
   */
  private record Subscribers(@Nullable GlobPattern pattern, Set<Session> sessions) {
    static Subscribers of(SubscriptionKind kind, String name) {
      return new Subscribers(
          kind == SubscriptionKind.PATTERN ? GlobPattern.compile(bytes(name)) : null,
          ConcurrentHashMap.newKeySet());
    }
  }

  public Subscriptions() {
    for (SubscriptionKind kind : SubscriptionKind.values()) {
      byKind.put(kind, new ConcurrentHashMap<>());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Subscribes a client; no effect when it is already. */
  public void add(Session session, SubscriptionKind kind, String name) {
    if (session.subscriptions().add(kind, name)) {
      // Atomic for each name, so that a set that is about to be thrown away gets no new client.
      of(kind)
          .compute(
              name,
              (key, old) -> {
                Subscribers subscribers = old == null ? Subscribers.of(kind, name) : old;
                subscribers.sessions().add(session);
                return subscribers;
              });
    }
  }

  /** Ends a client's subscription, if there is one. */
  public void remove(Session session, SubscriptionKind kind, String name) {
    if (session.subscriptions().remove(kind, name)) {
      of(kind)
          .computeIfPresent(
              name,
              (key, subscribers) -> {
                subscribers.sessions().remove(session);
                return subscribers.sessions().isEmpty() ? null : subscribers;
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

  private Map<String, Subscribers> of(SubscriptionKind kind) {
    Map<String, Subscribers> names = byKind.get(kind);
    if (names == null) {
      throw new IllegalStateException("no map for " + kind);
    }
    return names;
  }

  private Set<Session> sessions(SubscriptionKind kind, String name) {
    Subscribers subscribers = of(kind).get(name);
    return subscribers == null ? Set.of() : subscribers.sessions();
  }

  /** Whether a message could reach anybody here. */
  public boolean isEmpty() {
    return byKind.values().stream().allMatch(Map::isEmpty);
  }

  /**
   * Sends a message to this node's clients.
   *
   * @param kind CHANNEL, which clients with a matching pattern get too, or SHARD_CHANNEL
   * @return how many times it was sent
   */
  public int publish(SubscriptionKind kind, byte[] channel, byte[] message) {
    String name = new String(channel, StandardCharsets.ISO_8859_1);
    int receivers = send(sessions(kind, name), kind, channel, message);
    return kind == SubscriptionKind.CHANNEL
        ? receivers + publishToPatterns(channel, message)
        : receivers;
  }

  /** How many times {@link #publish} would send a message now. */
  public int receivers(SubscriptionKind kind, byte[] channel) {
    int receivers = sessions(kind, new String(channel, StandardCharsets.ISO_8859_1)).size();
    if (kind == SubscriptionKind.CHANNEL) {
      for (Subscribers each : of(SubscriptionKind.PATTERN).values()) {
        GlobPattern pattern = each.pattern();
        receivers += pattern != null && pattern.matches(channel) ? each.sessions().size() : 0;
      }
    }
    return receivers;
  }

  private int publishToPatterns(byte[] channel, byte[] message) {
    int receivers = 0;
    for (Map.Entry<String, Subscribers> each : of(SubscriptionKind.PATTERN).entrySet()) {
      GlobPattern pattern = each.getValue().pattern();
      if (pattern != null && pattern.matches(channel)) {
        byte[] name = bytes(each.getKey());
        Set<Session> sessions = each.getValue().sessions();
        receivers += send(sessions, SubscriptionKind.PATTERN, name, channel, message);
      }
    }
    return receivers;
  }

  /** Sends a message of these parts, behind the word for it; answers to how many. */
  private static int send(Set<Session> to, SubscriptionKind kind, byte[]... parts) {
    int receivers = 0;
    for (Session session : to) {
      session
          .connection()
          .push(
              out -> {
                out.push(1 + parts.length);
                out.bulk(kind.messageName());
                for (byte[] part : parts) {
                  out.bulk(part);
                }
              });
      receivers++;
    }
    return receivers;
  }

  /** The names of a kind that have subscribers, in no order. */
  public Collection<String> names(SubscriptionKind kind) {
    return List.copyOf(of(kind).keySet());
  }

  /** How many subscribers a name has here; of a channel, those of patterns not counted. */
  public int subscribers(SubscriptionKind kind, String name) {
    return sessions(kind, name).size();
  }

  /** How many different names of a kind have subscribers. */
  public int count(SubscriptionKind kind) {
    return of(kind).size();
  }
}
