package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Hint;
import dev.rondo.storage.HintCodec;
import dev.rondo.storage.HintLimits;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.Key;
import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.rocksdb.StoreThreads.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of hints, in the column family {@code hints}: writes them through the open batch, reads
 * them on the store's threads, and keeps in memory how much of them there is. Targets are nodes of
 * one ring, so there are few.
 */
final class HintLog implements HintStore {
  private static final Logger LOG = LoggerFactory.getLogger(HintLog.class);

  /**
   * Hints do not wait for a slow disk as changes do; this many times what changes may pile up to,
   * hints may.
   */
  private static final int OPEN_BATCHES = 2;

  private final RocksFiles files;
  private final OpenBatch open;
  private final CommitQueue commits;
  private final StoreThreads threads;
  private final DiskGuard guard;
  private final HintLimits limits;
  private final long firstSequence;
  private final Map<Long, TargetHints> targets = new ConcurrentHashMap<>();

  HintLog(
      RocksFiles files,
      OpenBatch open,
      CommitQueue commits,
      StoreThreads threads,
      DiskGuard guard,
      HintLimits limits) {
    this.files = files;
    this.open = open;
    this.commits = commits;
    this.threads = threads;
    this.guard = guard;
    this.limits = limits;
    // RocksDB counts everything ever written, hints and more: so no sequence comes twice, even when
    // all hints are gone
    this.firstSequence = files.writesEver() + 1;
  }

  /** Finds out from the disk what there is; for when the store opens. */
  void load() {
    files.walk(
        files.meta(),
        rows -> {
          MetaRows.forEachOverflown(rows, node -> of(node).foundOverflown());
          return true;
        });
    files.walkOnce(
        files.hints(),
        rows -> {
          count(rows);
          return true;
        });
  }

  private void count(RocksIterator rows) {
    ByteBuffer noBytes = ByteBuffer.allocateDirect(0);
    for (rows.seekToFirst(); rows.isValid(); rows.next()) {
      byte[] key = rows.key();
      int valueBytes = rows.value(noBytes.clear());
      of(HintCodec.target(key)).found(HintCodec.sequence(key), (long) key.length + valueBytes);
    }
  }

  /** What was not committed is lost, and nothing is appended any more: counts what is there. */
  void lost() {
    threads.execute(
        new Task() {
          @Override
          public void run() {
            targets.values().forEach(TargetHints::forget);
            load();
          }

          @Override
          public void fail(StoreException reason) {
            LOG.debug("hints are not counted again", reason);
          }
        });
  }

  private TargetHints of(long target) {
    return targets.computeIfAbsent(
        target, node -> new TargetHints(node, firstSequence, limits, this::hasRoom, open));
  }

  private boolean hasRoom() {
    return !guard.isFull()
        && open.size() < OPEN_BATCHES * OpenBatch.MAX_OPERATIONS
        && open.weightBytes() < OPEN_BATCHES * OpenBatch.MAX_BYTES;
  }

  @Override
  public boolean add(long target, Key key, byte @Nullable [] row) {
    if (row != null && row.length == 0) {
      throw new IllegalArgumentException("an entry has bytes");
    }
    return of(target).add(key, row);
  }

  @Override
  public void next(
      long target, long afterSequence, int maxHints, int maxBytes, Completion<List<Hint>> done) {
    if (afterSequence < 0 || maxHints < 1) {
      throw new IllegalArgumentException("after " + afterSequence + ", at most " + maxHints);
    }
    Task reading =
        new Task() {
          @Override
          public void run() {
            List<Hint> hints;
            try {
              hints = read(target, afterSequence, maxHints, maxBytes);
            } catch (RuntimeException | Error e) {
              done.failure(e);
              return;
            }
            done.success(hints);
          }

          @Override
          public void fail(StoreException reason) {
            done.failure(reason);
          }
        };
    threads.execute(afterCommit(reading));
  }

  /**
   * Commits on a thread of the store, not on the caller's: each thread is told of a failure once,
   * by the commit of what it applied.
   */
  private Task afterCommit(Task reading) {
    return new Task() {
      @Override
      public void run() {
        Commit commit;
        try {
          commit = commits.commit(failure -> committed(reading, failure));
        } catch (StoreException e) {
          reading.fail(e);
          return;
        }
        if (commit == Commit.DONE) {
          reading.run();
        }
      }

      @Override
      public void fail(StoreException reason) {
        reading.fail(reason);
      }
    };
  }

  /** On the commit thread, which must not wait for reads. */
  private void committed(Task reading, @Nullable StoreException failure) {
    if (failure == null) {
      threads.execute(reading);
    } else {
      reading.fail(failure);
    }
  }

  private List<Hint> read(long target, long afterSequence, int maxHints, int maxBytes) {
    List<Hint> hints =
        afterSequence == Long.MAX_VALUE
            ? List.of()
            : files.walkOnce(
                files.hints(),
                rows -> {
                  rows.seek(HintCodec.encodeKey(target, afterSequence + 1));
                  return collect(rows, target, maxHints, maxBytes);
                });
    if (!hints.isEmpty()) {
      of(target).handedOut(hints.get(hints.size() - 1).sequence());
    }
    return hints;
  }

  private static List<Hint> collect(RocksIterator rows, long target, int maxHints, int maxBytes) {
    List<Hint> hints = new ArrayList<>();
    long bytes = 0;
    for (; rows.isValid() && hints.size() < maxHints; rows.next()) {
      byte[] key = rows.key();
      if (HintCodec.target(key) != target) {
        break;
      }
      byte[] value = rows.value();
      bytes += key.length + value.length;
      if (bytes > maxBytes && !hints.isEmpty()) {
        break;
      }
      hints.add(HintCodec.decode(key, value));
    }
    return hints;
  }

  @Override
  public void remove(long target, long upToSequence) {
    TargetHints hints = targets.get(target);
    if (hints != null) {
      hints.removeUpTo(upToSequence);
    }
  }

  @Override
  public void giveUp(long target, long upToSequence) {
    TargetHints hints = targets.get(target);
    if (hints != null) {
      hints.giveUp(upToSequence);
    }
  }

  @Override
  public long count(long target) {
    TargetHints hints = targets.get(target);
    return hints == null ? 0 : hints.count();
  }

  @Override
  public long bytes(long target) {
    TargetHints hints = targets.get(target);
    return hints == null ? 0 : hints.bytes();
  }

  @Override
  public Set<Long> targets() {
    Set<Long> withHints = new HashSet<>();
    targets.forEach(
        (target, hints) -> {
          if (hints.count() > 0) {
            withHints.add(target);
          }
        });
    return withHints;
  }

  @Override
  public boolean overflown(long target) {
    TargetHints hints = targets.get(target);
    return hints != null && hints.overflown();
  }

  @Override
  public long dropped(long target) {
    TargetHints hints = targets.get(target);
    return hints == null ? 0 : hints.dropped();
  }

  @Override
  public void repaired(long target, long droppedBefore) {
    TargetHints hints = targets.get(target);
    if (hints != null) {
      hints.repaired(droppedBefore);
    }
  }
}
