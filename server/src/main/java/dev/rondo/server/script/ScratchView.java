package dev.rondo.server.script;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys as they were at one moment, to be changed without anybody seeing it, and then all at once by
 * {@link #apply}. Keys that were not there from the beginning are fetched when they are asked for.
 * One thread at a time.
 */
final class ScratchView implements Transaction.View {
  /** More changes than this are no script any more, and would be held in memory. */
  private static final int MAX_CHANGES = 1_000_000;

  /** Brings what is not there yet; waits for it. */
  interface Source {
    /** What a key holds. */
    @Nullable Entry read(Key key);

    ScanPage scan(int database, long cursor, int maxKeys);

    long size(int database);

    long sizeWithExpiry(int database);
  }

  /** Something that was done. */
  private sealed interface Step {
    record OfKey(Key key, Change.Effect effect) implements Step {}

    record Flush(int database) implements Step {}
  }

  private final Replica versions;
  private final Source source;
  private final Runnable onWrite;
  private final long nowMillis;
  private final Map<Key, @Nullable Entry> entries = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private WatchedKeys base;
  private boolean fetchedMore;
  private boolean exclusive;

  /**
   * @param versions makes entries out of changes
   * @param onWrite is told of each change
   */
  ScratchView(
      Replica versions,
      Source source,
      Runnable onWrite,
      long nowMillis,
      Map<Key, @Nullable Entry> snapshot) {
    this.versions = versions;
    this.source = source;
    this.onWrite = onWrite;
    this.nowMillis = nowMillis;
    this.entries.putAll(snapshot);
    WatchedKeys watched = WatchedKeys.NONE;
    for (Map.Entry<Key, @Nullable Entry> each : snapshot.entrySet()) {
      watched = watched.and(each.getKey(), each.getValue());
    }
    this.base = watched;
  }

  /** All keys that were looked at. */
  List<Key> keys() {
    return List.copyOf(base.keys());
  }

  /** Whether there is nothing to apply, and all that was read was read at one moment. */
  boolean isSettled() {
    return steps.isEmpty() && !fetchedMore;
  }

  /** Whether applying it needs the whole keyspace. */
  boolean isExclusive() {
    return exclusive;
  }

  /** Does to the keys what was done here, unless one of them was touched since; false then. */
  boolean apply(Transaction.View view) {
    for (Key key : base.keys()) {
      if (base.isTouched(key, view.read(key))) {
        return false;
      }
    }
    for (Step step : steps) {
      if (step instanceof Step.OfKey change) {
        view.update(change.key(), (current, now) -> new Change<>(Boolean.TRUE, change.effect()));
      } else if (step instanceof Step.Flush flush) {
        view.flush(flush.database());
      }
    }
    return true;
  }

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  @Override
  public @Nullable Entry read(Key key) {
    Entry entry = entry(key);
    return entry == null || entry.isLive(nowMillis) ? entry : null;
  }

  private @Nullable Entry entry(Key key) {
    if (!entries.containsKey(key)) {
      Entry fetched = source.read(key);
      fetchedMore = true;
      base = base.and(key, fetched);
      boolean flushed = steps.contains(new Step.Flush(key.database()));
      entries.put(key, flushed ? null : fetched);
    }
    return entries.get(key);
  }

  @Override
  public <T extends @Nullable Object> T update(Key key, Update<T> update) {
    Change.Effect[] effect = {null};
    var applied =
        versions.version(
            entry(key),
            (current, now) -> {
              Change<T> change = update.apply(current, now);
              effect[0] = change.effect();
              return change;
            },
            nowMillis);
    if (!(effect[0] instanceof Change.Keep)) {
      add(new Step.OfKey(key, effect[0]));
      entries.put(key, applied.written());
    }
    return applied.result();
  }

  private void add(Step step) {
    if (steps.size() >= MAX_CHANGES) {
      throw new CommandException("ERR the script changes too much");
    }
    onWrite.run();
    steps.add(step);
  }

  /** Scripts flush on one node only, where nothing can come back from elsewhere. */
  @Override
  public void flush(int database, long upTo) {
    add(new Step.Flush(database));
    exclusive = true;
    entries.replaceAll((key, entry) -> key.database() == database ? null : entry);
  }

  @Override
  public void swap(int one, int other) {
    throw new CommandException("ERR databases cannot be exchanged by a script");
  }

  @Override
  public long size(int database) {
    long size = isFlushed(database) ? 0 : source.size(database);
    for (Map.Entry<Key, @Nullable Entry> each : entries.entrySet()) {
      if (each.getKey().database() == database) {
        boolean was = !isFlushed(database) && base.version(each.getKey()) != null;
        boolean is = each.getValue() != null;
        size += (is ? 1 : 0) - (was ? 1 : 0);
      }
    }
    return size;
  }

  @Override
  public long sizeWithExpiry(int database) {
    return source.sizeWithExpiry(database);
  }

  private boolean isFlushed(int database) {
    return steps.contains(new Step.Flush(database));
  }

  /** A page as it is outside, without what was deleted here, and at the end what was added. */
  @Override
  public ScanPage scan(int database, long cursor, int maxKeys) {
    ScanPage page =
        isFlushed(database)
            ? new ScanPage(ScanPage.END, List.of())
            : source.scan(database, cursor, maxKeys);
    List<ScanPage.Row> rows = new ArrayList<>();
    for (ScanPage.Row row : page.rows()) {
      Entry entry = entries.containsKey(row.key()) ? entries.get(row.key()) : row.entry();
      if (entry != null) {
        rows.add(new ScanPage.Row(row.key(), entry));
      }
    }
    if (page.nextCursor() == ScanPage.END) {
      entries.forEach(
          (key, entry) -> {
            boolean isNew = isFlushed(database) || base.version(key) == null;
            if (entry != null && isNew && key.database() == database) {
              rows.add(new ScanPage.Row(key, entry));
            }
          });
    }
    return new ScanPage(page.nextCursor(), rows);
  }
}
