package dev.rondo.server.command.keys;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreStatistics;
import dev.rondo.storage.StoreTransaction;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, so that a test decides how many rows of other databases a scan passes over,
 * and whether pages come at once or when the test says. For one thread.
 */
final class MemoryStore implements Store, StoreTransaction.Rows {
  /** The rows of each position of the ring. */
  private final NavigableMap<Long, Map<Key, Entry>> rows = new TreeMap<>();

  private final int[] sizes = new int[CommandHarness.DATABASES];
  private final int maxPassedOver;
  private final Queue<Runnable> heldPages = new ArrayDeque<>();
  private boolean holdsPages;
  private int pagesRead;

  /**
   * @param maxPassedOver how many rows of other databases a page passes over and goes on
   */
  MemoryStore(int maxPassedOver) {
    this.maxPassedOver = maxPassedOver;
  }

  static long position(Key key) {
    return ScanPage.cursorAt(key.slot(), key.hash());
  }

  /** From now on pages come when {@link #releasePage} is called. */
  void holdPages() {
    holdsPages = true;
  }

  /** Lets one page come; answers whether there was one. */
  boolean releasePage() {
    Runnable page = heldPages.poll();
    if (page != null) {
      page.run();
    }
    return page != null;
  }

  int pagesRead() {
    return pagesRead;
  }

  @Override
  @SuppressWarnings("NullAway") // done takes null: the checker ignores type arguments
  public void read(Key key, boolean needsElements, Completion<@Nullable Entry> done) {
    done.success(stored(key, needsElements));
  }

  @Override
  public <T extends @Nullable Object> void mutate(
      Key key, Mutation<T> mutation, Completion<T> done) {
    transact(List.of(key), view -> view.mutate(key, mutation), done);
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, StoreTransaction<T> work, Completion<T> done) {
    T result;
    try {
      result = work.run(this);
    } catch (RuntimeException e) {
      done.failure(e);
      return;
    }
    done.success(result);
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      StoreTransaction<T> work, Completion<T> done) {
    transact(List.of(), work, done);
  }

  @Override
  public @Nullable Entry read(Key key) {
    return at(key).get(key);
  }

  /**
   * A row; unloaded if that is enough, so that whoever looks at its contents all the same fails.
   */
  private @Nullable Entry stored(Key key, boolean needsElements) {
    Entry entry = read(key);
    return entry == null || needsElements ? entry : entry.unloaded();
  }

  private Map<Key, Entry> at(Key key) {
    return rows.computeIfAbsent(position(key), position -> new HashMap<>());
  }

  @Override
  public <T extends @Nullable Object> T mutate(Key key, Mutation<T> mutation) {
    Entry stored = read(key);
    Mutation.Outcome<T> outcome = mutation.apply(stored(key, mutation.needsElements()));
    switch (outcome.action()) {
      case KEEP -> {}
      case PUT -> {
        if (outcome.entry() == null || !outcome.entry().isLoaded()) {
          throw new IllegalStateException("an entry without its contents cannot be put");
        }
        at(key).put(key, outcome.entry());
        sizes[key.database()] += stored == null ? 1 : 0;
      }
      case PURGE -> {
        at(key).remove(key);
        sizes[key.database()] -= stored == null ? 0 : 1;
      }
    }
    return outcome.result();
  }

  @Override
  public void flush(int database, long upTo) {
    rows.values().forEach(some -> some.keySet().removeIf(key -> key.database() == database));
    sizes[database] = 0;
  }

  @Override
  public long flushedUpTo(int database) {
    return 0;
  }

  @Override
  public void swap(int one, int other) {
    throw new UnsupportedOperationException("no test needs it");
  }

  @Override
  public void scan(int database, long cursor, int maxRows, Completion<ScanPage> done) {
    if (holdsPages) {
      heldPages.add(() -> done.success(scan(database, cursor, maxRows)));
    } else {
      done.success(scan(database, cursor, maxRows));
    }
  }

  @Override
  public ScanPage scan(int database, long cursor, int maxRows) {
    pagesRead++;
    List<ScanPage.Row> page = new ArrayList<>();
    int passedOver = 0;
    for (Map.Entry<Long, Map<Key, Entry>> some : rows.tailMap(cursor, true).entrySet()) {
      if (page.size() >= maxRows || passedOver > maxPassedOver) {
        return new ScanPage(some.getKey(), page);
      }
      for (Map.Entry<Key, Entry> row : some.getValue().entrySet()) {
        if (row.getKey().database() == database) {
          page.add(new ScanPage.Row(row.getKey(), row.getValue().unloaded()));
        } else {
          passedOver++;
        }
      }
    }
    return new ScanPage(ScanPage.END, page);
  }

  @Override
  public long size(int database) {
    return sizes[database];
  }

  @Override
  public long sizeWithExpiry(int database) {
    throw new UnsupportedOperationException("nobody asks");
  }

  @Override
  public long idleMillis(Key key) {
    return -1;
  }

  @Override
  public void setFsync(StoreSettings.Fsync fsync) {
    throw new UnsupportedOperationException("there is nothing on disk");
  }

  @Override
  public boolean isSynced() {
    throw new UnsupportedOperationException("there is nothing on disk");
  }

  @Override
  public void whenSynced(Runnable task) {
    throw new UnsupportedOperationException("there is nothing on disk");
  }

  @Override
  public Commit commit(CommitListener whenCommitted) {
    return Commit.DONE;
  }

  @Override
  public void checkpoint(Path directory) {
    throw new UnsupportedOperationException("there is nothing on disk");
  }

  @Override
  public long actor() {
    return 1;
  }

  @Override
  public StoreStatistics statistics() {
    throw new UnsupportedOperationException("nothing is counted");
  }

  @Override
  public void close() {}
}
