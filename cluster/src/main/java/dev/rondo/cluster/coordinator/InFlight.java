package dev.rondo.cluster.coordinator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts requests that are under way and their bytes, and bounds both. Safe on any thread. */
final class InFlight {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  InFlight(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes room for a request. It may be larger than what is left, or no large one would ever go
   * while small ones do: so the bytes exceed their bound by one request at most.
   *
   * @return false when there is none
   */
  boolean tryEnter(long requestBytes) {
    if (requests.incrementAndGet() <= maxRequests) {
      if (bytes.getAndAdd(requestBytes) < maxBytes) {
        return true;
      }
      bytes.addAndGet(-requestBytes);
    }
    requests.decrementAndGet();
    return false;
  }

  void leave(long requestBytes) {
    bytes.addAndGet(-requestBytes);
    requests.decrementAndGet();
  }

  /**
   * Whether something new may begin. Less than the bounds allow: what has begun already, and needs
   * another request to end well, shall still find room.
   */
  boolean hasRoom() {
    return requests.get() < maxRequests - maxRequests / 8 && bytes.get() < maxBytes - maxBytes / 8;
  }

  int requests() {
    return requests.get();
  }
}
