package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Hint;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A store's hints for one target, as plain calls that wait for the answer. */
final class TestHints {
  static final long TARGET = 0xfe00_0000_0000_000aL;

  final HintStore hints;
  private final long target;

  TestHints(TestStore store, long target) {
    this.hints = store.store.hints();
    this.target = target;
  }

  TestHints(TestStore store) {
    this(store, TARGET);
  }

  boolean add(Key key) {
    return hints.add(target, key, null);
  }

  boolean add(String name) {
    return add(TestStore.key(name));
  }

  boolean add(String name, String row) {
    return hints.add(target, TestStore.key(name), TestStore.bytes(row));
  }

  List<Hint> next(long afterSequence, int maxHints, int maxBytes) {
    CompletableFuture<List<Hint>> answer = new CompletableFuture<>();
    hints.next(target, afterSequence, maxHints, maxBytes, TestStore.completing(answer));
    return TestStore.await(answer);
  }

  /** All hints, page by page. */
  List<Hint> all() {
    List<Hint> all = new ArrayList<>();
    List<Hint> page = next(0, 100, 1 << 20);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = next(last(page), 100, 1 << 20);
    }
    return all;
  }

  /** The names of the keys of all hints, with the row if there is one: {@code name=row}. */
  List<String> names() {
    return all().stream().map(TestHints::text).toList();
  }

  static long last(List<Hint> hints) {
    return hints.get(hints.size() - 1).sequence();
  }

  static String text(Hint hint) {
    String name = new String(hint.key().bytes(), StandardCharsets.UTF_8);
    byte[] row = hint.row();
    return row == null ? name : name + "=" + new String(row, StandardCharsets.UTF_8);
  }

  void remove(long upToSequence) {
    hints.remove(target, upToSequence);
  }

  long count() {
    return hints.count(target);
  }

  long bytes() {
    return hints.bytes(target);
  }

  boolean overflown() {
    return hints.overflown(target);
  }

  long dropped() {
    return hints.dropped(target);
  }
}
