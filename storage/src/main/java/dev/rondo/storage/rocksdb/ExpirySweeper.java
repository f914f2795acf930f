package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.rocksdb.RowLookup.Loaded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Purges what has expired, by walking along the due part of the expiry index in batches. Each row
 * is looked at again under its own lock: one that has expired is purged if the policy allows it;
 * one whose expiry was moved takes its new place in the index; one that is gone leaves its index
 * row behind, which is removed.
 *
 * <p>A tick ends when nothing is due any more or after a number of rows that grows with the
 * backlog. The walk goes on where the last tick ended, for in front of it stand the traces of
 * purged rows, and rows that may not be purged yet; from time to time it begins again to try those.
 */
final class ExpirySweeper {
  /** Rows a batch: as many as are committed together. */
  static final int BATCH_ROWS = 512;

  private static final int MIN_TICK_ROWS = 8 * BATCH_ROWS;
  private static final int MAX_TICK_ROWS = 256 * BATCH_ROWS;
  private static final long MAX_TICK_MILLIS = 250;
  private static final long RESTART_MILLIS = 60_000;
  private static final byte[] BEGINNING = new byte[0];

  private final RocksParts parts;
  private final RocksExtras extras;
  private final LongAdder purgedRows = new LongAdder();
  private byte[] position = BEGINNING;
  private long restartAtMillis;
  private int tickRows = MIN_TICK_ROWS;
  private volatile boolean paused;

  /** A purged key with what it held. */
  private record Expired(Key key, Entry entry) {}

  ExpirySweeper(RocksParts parts, RocksExtras extras) {
    this.parts = parts;
    this.extras = extras;
  }

  /** Stops and resumes the sweeping. */
  void pause(boolean stop) {
    paused = stop;
  }

  /** How many rows were purged since start. */
  long purgedRows() {
    return purgedRows.sum();
  }

  /** Sweeps once; called some times a second, by one thread at a time. */
  void tick() {
    if (paused || parts.commits().failure() != null) {
      return;
    }
    long now = parts.clock().millis();
    long behind = parts.horizon().lookUntil(now);
    parts.commits().commitAndWait();
    if (now >= restartAtMillis || restartAtMillis - now > RESTART_MILLIS) {
      position = BEGINNING;
      restartAtMillis = now + RESTART_MILLIS;
    } else if (position.length > 0 && behind <= ExpiryIndex.millis(position)) {
      position = ExpiryIndex.before(behind);
    }
    int rows = 0;
    boolean more = true;
    while (more && !paused && rows < tickRows && parts.clock().millis() - now < MAX_TICK_MILLIS) {
      List<byte[]> due = due(now);
      sweep(due, now);
      rows += due.size();
      more = due.size() == BATCH_ROWS;
    }
    tickRows = more ? Math.min(2 * tickRows, MAX_TICK_ROWS) : MIN_TICK_ROWS;
  }

  /** The next index rows that are due; expired means that the time has passed. */
  private List<byte[]> due(long now) {
    return parts.files().walk(parts.files().expiry(), rows -> collect(rows, now));
  }

  private List<byte[]> collect(RocksIterator rows, long now) {
    List<byte[]> due = new ArrayList<>();
    rows.seek(position);
    if (rows.isValid() && Arrays.equals(rows.key(), position)) {
      rows.next();
    }
    while (rows.isValid() && due.size() < BATCH_ROWS && ExpiryIndex.millis(rows.key()) < now) {
      due.add(rows.key());
      rows.next();
    }
    return due;
  }

  private void sweep(List<byte[]> due, long now) {
    List<Expired> expired = new ArrayList<>();
    for (byte[] indexRow : due) {
      Expired purged = sweepRow(ExpiryIndex.key(indexRow), ExpiryIndex.millis(indexRow), now);
      if (purged != null) {
        expired.add(purged);
      }
      position = indexRow;
    }
    parts.commits().commitAndWait();
    purgedRows.add(expired.size());
    for (Expired purged : expired) {
      extras.expired().expired(purged.key(), purged.entry());
    }
  }

  private @Nullable Expired sweepRow(Key physical, long indexedAt, long now) {
    if (parts.databases().current().isDropped(physical.database())) {
      return null;
    }
    // to be purged a row's version is enough; to be moved in the index it has to be written again
    Loaded loaded = parts.lookup().find(physical, false);
    if (!loaded.row().entry().isExpired(now)) {
      loaded = parts.lookup().find(physical, true);
    }
    int stripe = StripedLocks.stripeOf(physical);
    parts.locks().lock(stripe);
    try {
      if (loaded.stripeVersion() != parts.locks().version(stripe)) {
        loaded = parts.lookup().find(physical, true);
      }
      return sweepLocked(physical, loaded.row(), indexedAt, now);
    } finally {
      parts.locks().unlock(stripe);
    }
  }

  private @Nullable Expired sweepLocked(Key physical, StoredRow row, long indexedAt, long now) {
    int logical = parts.databases().current().logical(physical.database());
    if (logical < 0) {
      return null;
    }
    if (row.isAbsent() || row.indexedExpiryMillis() != indexedAt) {
      parts.openBatch().append(new BatchOperation.RemoveIndexRow(physical, indexedAt));
      return null;
    }
    if (!row.entry().isExpired(now)) {
      parts.publisher().publish(RowChange.reindex(physical, row));
      return null;
    }
    Key key = physical.inDatabase(logical);
    if (!extras.purge().mayPurge(key, row.entry())) {
      return null;
    }
    parts.publisher().publish(RowChange.purge(physical, row));
    return new Expired(key, row.entry());
  }
}
