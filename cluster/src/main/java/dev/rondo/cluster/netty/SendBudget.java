package dev.rondo.cluster.netty;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that wait to be sent on one link, and bounds them. Safe on any thread. */
final class SendBudget {
  private final AtomicLong reservedBytes = new AtomicLong();

  /**
   * Takes room for a message; one larger than the bound gets it when nothing else waits.
   *
   * @return false when there is none
   */
  boolean tryReserve(long bytes, long maxBytes) {
    long reserved = reservedBytes.get();
    while (reserved == 0 || reserved + bytes <= maxBytes) {
      if (reservedBytes.compareAndSet(reserved, reserved + bytes)) {
        return true;
      }
      reserved = reservedBytes.get();
    }
    return false;
  }

  void release(long bytes) {
    long left = reservedBytes.addAndGet(-bytes);
    if (left < 0) {
      throw new IllegalStateException("more was released than reserved: " + left);
    }
  }

  long reservedBytes() {
    return reservedBytes.get();
  }
}
