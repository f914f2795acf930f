package dev.rondo.server.session;

/** What a client can be subscribed to, with the words of its replies (page "Redis Pub/Sub"). */
public enum SubscriptionKind {
  CHANNEL("message", "subscribe", "unsubscribe"),
  PATTERN("pmessage", "psubscribe", "punsubscribe"),
  SHARD_CHANNEL("smessage", "ssubscribe", "sunsubscribe");

  private final String messageName;
  private final String subscribeName;
  private final String unsubscribeName;

  SubscriptionKind(String messageName, String subscribeName, String unsubscribeName) {
    this.messageName = messageName;
    this.subscribeName = subscribeName;
    this.unsubscribeName = unsubscribeName;
  }

  /** The first word of a message. */
  public String messageName() {
    return messageName;
  }

  /** The command that begins a subscription, and the first word of its reply. */
  public String subscribeName() {
    return subscribeName;
  }

  /** The command that ends a subscription, and the first word of its reply. */
  public String unsubscribeName() {
    return unsubscribeName;
  }
}
