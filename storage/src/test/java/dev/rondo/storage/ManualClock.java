package dev.rondo.storage;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
public final class ManualClock implements InstantSource {
  private final AtomicLong millis;

  public ManualClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  public void advance(long byMillis) {
    millis.addAndGet(byMillis);
  }

  public void set(long toMillis) {
    millis.set(toMillis);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public long millis() {
    return millis.get();
  }
}
