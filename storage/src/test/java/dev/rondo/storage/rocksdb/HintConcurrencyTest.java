package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Hint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintConcurrencyTest {
  private static final int WRITERS = 4;
  private static final int ROUNDS = 20_000;

  /** So often each key is written, then never again: so a missed last write shows. */
  private static final int WRITES_OF_A_KEY = 8;

  @TempDir Path directory;
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  /** The newest write of each key, as the rows of a node would have it. */
  private final Map<String, Integer> written = new ConcurrentHashMap<>();

  /** What the target was sent. */
  private final Map<String, Integer> received = new ConcurrentHashMap<>();

  private final AtomicInteger running = new AtomicInteger(WRITERS);

  private Thread thread(Runnable work) {
    return new Thread(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            failures.add(e);
          }
        });
  }

  /**
   * Writers write and add hints, while the target's log is replayed and removed: in the end the
   * target has the newest write of each key, though most hints were skipped as nothing new, and no
   * hint with a row is missing.
   */
  @Test
  void noWriteIsMissedWhileHintsAreReplayed() throws InterruptedException {
    try (TestStore store = TestStore.open(directory)) {
      TestHints hints = new TestHints(store);
      List<Thread> threads = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        threads.add(thread(() -> write(store, hints, writer)));
      }
      Set<String> rows = new HashSet<>();
      threads.add(thread(() -> replay(hints, rows)));
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(received).isEqualTo(written);
      assertThat(rows).hasSize(WRITERS * (ROUNDS / 10));
      assertThat(hints.count()).isZero();
      assertThat(hints.bytes()).isZero();
      assertThat(hints.overflown()).isFalse();
    }
  }

  private void write(TestStore store, TestHints hints, int writer) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        String name = "w" + writer + "-" + i / WRITES_OF_A_KEY;
        written.put(name, i);
        assertThat(hints.add(name)).isTrue();
        if (i % 10 == 0) {
          assertThat(hints.add("row", writer + "/" + i)).isTrue();
        }
        if (i % 7 == 0) {
          store.commit();
        }
      }
      store.commit();
    } finally {
      running.decrementAndGet();
    }
  }

  private void replay(TestHints hints, Set<String> rows) {
    long after = 0;
    while (true) {
      boolean last = running.get() == 0;
      List<Hint> page = hints.next(after, 100, 1 << 16);
      for (Hint hint : page) {
        String text = TestHints.text(hint);
        if (hint.row() == null) {
          received.put(text, written.getOrDefault(text, -1));
        } else {
          assertThat(rows.add(text)).isTrue();
        }
        assertThat(hint.sequence()).isGreaterThan(after);
        after = hint.sequence();
      }
      hints.remove(after);
      if (last && page.isEmpty()) {
        return;
      }
    }
  }
}
