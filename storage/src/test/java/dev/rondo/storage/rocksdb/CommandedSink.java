package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A sink that notes what it is asked, and stalls, fails or waits when a test says so. */
final class CommandedSink implements BatchSink {
  /** What it was asked to write, how and by whom. */
  record Written(Mode mode, int operations, String thread) {}

  final List<Written> written = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger syncs = new AtomicInteger();
  final AtomicInteger stalls = new AtomicInteger();
  volatile boolean failing;

  /** Whether a write has come to the gate. */
  volatile boolean held;

  private volatile @Nullable CountDownLatch gate;
  private @Nullable BatchSink inner;

  /** Puts this before another sink; without one, what is written goes nowhere. */
  BatchSink around(BatchSink real) {
    inner = real;
    return this;
  }

  /** The next {@code count} writes that may not wait find that they would have to. */
  void stall(int count) {
    stalls.set(count);
  }

  /** From now on, writes that may wait do so until the latch answered is opened. */
  CountDownLatch hold() {
    CountDownLatch latch = new CountDownLatch(1);
    gate = latch;
    return latch;
  }

  @Override
  public boolean write(OpenBatch.Taken batch, Mode mode) {
    if (mode == Mode.WITHOUT_WAITING && stalls.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      return false;
    }
    CountDownLatch latch = gate;
    if (latch != null && mode != Mode.WITHOUT_WAITING) {
      awaitOpen(latch);
    }
    if (failing) {
      throw StoreException.io("write failed", new IOException("no such luck"));
    }
    written.add(new Written(mode, batch.operations().size(), Thread.currentThread().getName()));
    return inner == null || inner.write(batch, mode);
  }

  private void awaitOpen(CountDownLatch latch) {
    try {
      held = true;
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never opened the gate");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void sync() {
    if (failing) {
      throw StoreException.io("sync failed", new IOException("no such luck"));
    }
    syncs.incrementAndGet();
    if (inner != null) {
      inner.sync();
    }
  }
}
