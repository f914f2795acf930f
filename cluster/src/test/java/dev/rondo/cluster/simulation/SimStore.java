package dev.rondo.cluster.simulation;

import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.simulation.SimDisk.Change;
import dev.rondo.cluster.simulation.SimDisk.Contents;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Hint;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreStatistics;
import dev.rondo.storage.StoreTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One life of a store: what was applied is in memory and visible at once, what was committed is on
 * the {@link SimDisk}. Some operations, as the seed decides, happen a little later, as if the disk
 * had to be read; those commit before they complete, as the contract demands.
 */
final class SimStore implements Store, HintStore {
  /** Sees each row that changes, before anybody else can read it. */
  interface Watcher {
    /** An operation on a row begins; it may change nothing. */
    void begins();

    void put(Key key, @Nullable Entry before, Entry after);
  }

  private static final int MAX_DELAY_MILLIS = 3;

  private final long actor;
  private final SimDisk disk;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final int slowPercent;
  private final Watcher watcher;
  private final Contents contents;
  private final List<Change> uncommitted = new ArrayList<>();

  /** The last hint that was handed out, by target. */
  private final Map<Long, Long> handedOut = new HashMap<>();

  private long lastSequence;

  /**
   * @param slowPercent how many of a hundred operations complete later
   */
  SimStore(
      long actor,
      SimDisk disk,
      Scheduler scheduler,
      RandomGenerator random,
      int slowPercent,
      Watcher watcher) {
    this.actor = actor;
    this.disk = disk;
    this.scheduler = scheduler;
    this.random = random;
    this.slowPercent = slowPercent;
    this.watcher = watcher;
    this.contents = disk.open();
    for (NavigableMap<Long, Hint> log : contents.hints.values()) {
      lastSequence = log.isEmpty() ? lastSequence : Math.max(lastSequence, log.lastKey());
    }
  }

  /** Has something happen now, or later on a thread of the store. */
  private void sometime(Runnable operation) {
    if (random.nextInt(100) < slowPercent) {
      later(operation);
    } else {
      operation.run();
    }
  }

  private void later(Runnable operation) {
    var unused =
        scheduler.schedule(
            random.nextInt(MAX_DELAY_MILLIS),
            () -> {
              commit();
              operation.run();
            });
  }

  private void apply(@Nullable Key key, Consumer<Contents> effect) {
    effect.accept(contents);
    uncommitted.add(new Change(key, effect));
  }

  // Rows.

  @Override
  @SuppressWarnings("NullAway") // done takes null: the checker ignores type arguments
  public void read(Key key, boolean needsElements, Completion<@Nullable Entry> done) {
    sometime(() -> done.success(given(key, needsElements)));
  }

  /** The row; without its contents, sometimes, if they are not needed. */
  private @Nullable Entry given(Key key, boolean needsElements) {
    Entry stored = contents.rows.get(key);
    return stored == null || needsElements || random.nextBoolean() ? stored : stored.unloaded();
  }

  @Override
  public <T extends @Nullable Object> void mutate(
      Key key, Mutation<T> mutation, Completion<T> done) {
    if (random.nextInt(100) < slowPercent) {
      var unused =
          scheduler.schedule(
              random.nextInt(MAX_DELAY_MILLIS), () -> mutate(key, mutation, done, true));
    } else {
      mutate(key, mutation, done, false);
    }
  }

  private <T extends @Nullable Object> void mutate(
      Key key, Mutation<T> mutation, Completion<T> done, boolean commits) {
    T result;
    try {
      result = changed(key, mutation);
    } catch (RuntimeException e) {
      done.failure(e);
      return;
    }
    if (commits) {
      commit();
    }
    done.success(result);
  }

  private <T extends @Nullable Object> T changed(Key key, Mutation<T> mutation) {
    watcher.begins();
    Mutation.Outcome<T> outcome = mutation.apply(given(key, mutation.needsElements()));
    Entry entry = outcome.entry();
    if (outcome.action() == Mutation.Action.PUT && entry != null) {
      if (!entry.isLoaded()) {
        throw new IllegalStateException("a row without its contents is put under " + key);
      }
      watcher.put(key, contents.rows.get(key), entry);
      apply(key, into -> into.rows.put(key, entry));
    } else if (outcome.action() == Mutation.Action.PURGE) {
      apply(key, into -> into.rows.remove(key));
    }
    return outcome.result();
  }

  @Override
  public void scan(int database, long cursor, int maxRows, Completion<ScanPage> done) {
    sometime(() -> done.success(page(database, cursor, maxRows)));
  }

  private ScanPage page(int database, long cursor, int maxRows) {
    List<ScanPage.Row> rows = new ArrayList<>();
    long last = -1;
    for (Map.Entry<Key, Entry> row : contents.rows.entrySet()) {
      Key key = row.getKey();
      long position = ScanPage.cursorAt(key.slot(), key.hash());
      if (position < cursor || key.database() != database) {
        continue;
      }
      if (rows.size() >= maxRows && position != last) {
        return new ScanPage(position, rows);
      }
      rows.add(new ScanPage.Row(key, row.getValue().unloaded()));
      last = position;
    }
    return new ScanPage(ScanPage.END, rows);
  }

  @Nullable Entry row(Key key) {
    return contents.rows.get(key);
  }

  // Commits.

  /** Puts what was applied on the disk. */
  void commit() {
    if (!uncommitted.isEmpty()) {
      disk.commit(uncommitted);
      uncommitted.clear();
    }
  }

  @Override
  public Commit commit(CommitListener whenCommitted) {
    commit();
    return Commit.DONE;
  }

  /** The keys of which something is lost if the process ends now. */
  Set<Key> uncommittedKeys() {
    return SimDisk.keysOf(uncommitted);
  }

  // Hints.

  @Override
  public boolean add(long target, Key key, byte @Nullable [] row) {
    long handed = handedOut.getOrDefault(target, 0L);
    boolean known =
        row == null
            && log(target).tailMap(handed, false).values().stream()
                .anyMatch(hint -> hint.row() == null && hint.key().equals(key));
    if (!known) {
      Hint hint = new Hint(++lastSequence, key, row);
      apply(
          key,
          into ->
              into.hints.computeIfAbsent(target, id -> new TreeMap<>()).put(hint.sequence(), hint));
    }
    return true;
  }

  private NavigableMap<Long, Hint> log(long target) {
    NavigableMap<Long, Hint> log = contents.hints.get(target);
    return log == null ? new TreeMap<>() : log;
  }

  @Override
  public void next(
      long target, long afterSequence, int maxHints, int maxBytes, Completion<List<Hint>> done) {
    later(
        () -> {
          List<Hint> page =
              log(target).tailMap(afterSequence, false).values().stream().limit(maxHints).toList();
          if (!page.isEmpty()) {
            handedOut.merge(target, page.get(page.size() - 1).sequence(), Math::max);
          }
          done.success(page);
        });
  }

  @Override
  public void remove(long target, long upToSequence) {
    apply(
        null,
        into -> {
          NavigableMap<Long, Hint> log = into.hints.get(target);
          if (log != null) {
            log.headMap(upToSequence, true).clear();
          }
        });
  }

  @Override
  public void giveUp(long target, long upToSequence) {
    throw new AssertionError("a hint for node " + target + " was refused again and again");
  }

  @Override
  public long count(long target) {
    return log(target).size();
  }

  @Override
  public Set<Long> targets() {
    Set<Long> targets = new TreeSet<>();
    contents.hints.forEach(
        (target, log) -> {
          if (!log.isEmpty()) {
            targets.add(target);
          }
        });
    return targets;
  }

  @Override
  public boolean overflown(long target) {
    return false;
  }

  @Override
  public long dropped(long target) {
    return 0;
  }

  @Override
  public void repaired(long target, long droppedBefore) {
    // nothing is ever dropped
  }

  @Override
  public long actor() {
    return actor;
  }

  // What nodes do not use.

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not simulated");
  }

  @Override
  public long bytes(long target) {
    throw unused();
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, StoreTransaction<T> work, Completion<T> done) {
    throw unused();
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      StoreTransaction<T> work, Completion<T> done) {
    throw unused();
  }

  @Override
  public long flushedUpTo(int database) {
    return 0;
  }

  @Override
  public long size(int database) {
    throw unused();
  }

  @Override
  public long sizeWithExpiry(int database) {
    throw unused();
  }

  @Override
  public boolean isSynced() {
    throw unused();
  }

  @Override
  public void whenSynced(Runnable task) {
    throw unused();
  }

  @Override
  public void setFsync(StoreSettings.Fsync fsync) {
    throw unused();
  }

  @Override
  public long idleMillis(Key key) {
    throw unused();
  }

  @Override
  public void checkpoint(Path directory) {
    throw unused();
  }

  @Override
  public StoreStatistics statistics() {
    throw unused();
  }

  @Override
  public void close() {
    commit();
  }
}
