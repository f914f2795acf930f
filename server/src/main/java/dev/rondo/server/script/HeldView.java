package dev.rondo.server.script;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real keys, held while the script runs; notes which other keys it would have needed. */
final class HeldView implements Transaction.View {
  /** The attempt is void: the script needs keys that are not held. */
  private static final class NotHeld extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotHeld() {
      super("a key is not held", null, false, false);
    }
  }

  private final Transaction.View view;
  private final Set<Key> held;
  private final Runnable onWrite;
  private final Set<Key> missing = new HashSet<>();
  private boolean needsEverything;

  HeldView(Transaction.View view, Set<Key> held, Runnable onWrite) {
    this.view = view;
    this.held = held;
    this.onWrite = onWrite;
  }

  /** The keys that were asked for and not held. */
  Set<Key> missing() {
    return missing;
  }

  /** Whether the attempt is void. */
  boolean isVoid() {
    return needsEverything || !missing.isEmpty();
  }

  private void require(Key key) {
    if (!held.contains(key)) {
      missing.add(key);
      throw new NotHeld();
    }
  }

  private NotHeld everything() {
    needsEverything = true;
    return new NotHeld();
  }

  @Override
  public long nowMillis() {
    return view.nowMillis();
  }

  @Override
  public @Nullable Entry read(Key key) {
    require(key);
    return view.read(key);
  }

  @Override
  public <T extends @Nullable Object> T update(Key key, Update<T> update) {
    require(key);
    return view.update(
        key,
        (current, now) -> {
          Change<T> change = update.apply(current, now);
          if (!(change.effect() instanceof Change.Keep)) {
            onWrite.run();
          }
          return change;
        });
  }

  @Override
  public void flush(int database, long upTo) {
    throw everything();
  }

  @Override
  public void swap(int one, int other) {
    throw everything();
  }

  @Override
  public long size(int database) {
    return view.size(database);
  }

  @Override
  public long sizeWithExpiry(int database) {
    return view.sizeWithExpiry(database);
  }

  @Override
  public ScanPage scan(int database, long cursor, int maxKeys) {
    throw everything();
  }
}
