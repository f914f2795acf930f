package dev.rondo.server.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together hold outside the heap: replies that clients have not taken, and
 * requests of which the rest has not come. Each connection alone is bounded, but many may misbehave
 * at once. Safe for use by many threads.
 *
 * <p>From half of the bound on memory is scarce: a client whose replies pile up is not read from.
 * At the bound it is full: a client that does not take its replies at once, or sends a long request
 * in pieces, is disconnected.
 */
public final class NetworkMemory {
  private final long maxBytes;
  private final AtomicLong heldBytes = new AtomicLong();

  public NetworkMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Notes that a connection holds so much more, or less, than it did. */
  void changed(long byBytes) {
    heldBytes.addAndGet(byBytes);
  }

  /** Whether clients should get on with taking their replies before they ask for more. */
  boolean isScarce() {
    return heldBytes.get() >= maxBytes / 2;
  }

  /** Whether it is full even without the connection that holds so much. */
  boolean isFullWithout(long ownBytes) {
    return heldBytes.get() - ownBytes >= maxBytes;
  }

  /** What all connections hold, in bytes; each may be wrong by some kilobytes. */
  public long heldBytes() {
    return heldBytes.get();
  }
}
