package dev.rondo.server.net;

import dev.rondo.resp.PayloadBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all requests that are being received at once. Safe for use by many threads.
 */
public final class PayloadPool implements PayloadBudget {
  private final long maxBytes;
  private final AtomicLong reservedBytes = new AtomicLong();

  public PayloadPool(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean tryReserve(long bytes) {
    if (reservedBytes.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    reservedBytes.addAndGet(-bytes);
    return false;
  }

  @Override
  public void release(long bytes) {
    reservedBytes.addAndGet(-bytes);
  }

  /** What is reserved now. */
  public long reservedBytes() {
    return reservedBytes.get();
  }
}
