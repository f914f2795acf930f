package dev.rondo.cluster;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.StoreTransaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction, and its completion, which first tells a listener of what was put. */
final class AnnouncedTransaction<T extends @Nullable Object>
    implements StoreTransaction<T>, Completion<T> {
  private final PutListener listener;
  private final StoreTransaction<T> work;
  private final Completion<T> done;
  private Map<Key, Entry> put = Map.of();
  private boolean swapped;

  AnnouncedTransaction(PutListener listener, StoreTransaction<T> work, Completion<T> done) {
    this.listener = listener;
    this.work = work;
    this.done = done;
  }

  @Override
  public T run(Rows rows) {
    put = Map.of();
    swapped = false;
    return work.run(listener.isListening() ? new NotingRows(rows) : rows);
  }

  @Override
  public void success(T value) {
    put.forEach(listener::put);
    if (swapped) {
      listener.swapped();
    }
    done.success(value);
  }

  @Override
  public void failure(Throwable cause) {
    done.failure(cause);
  }

  /** Rows of which is noted what they hold in the end. */
  private final class NotingRows implements Rows {
    private final Rows rows;
    private final Map<Key, Entry> noted = new LinkedHashMap<>();

    NotingRows(Rows rows) {
      this.rows = rows;
      put = noted;
    }

    @Override
    public @Nullable Entry read(Key key) {
      return rows.read(key);
    }

    @Override
    public <R extends @Nullable Object> R mutate(Key key, Mutation<R> mutation) {
      return rows.mutate(
          key,
          new Mutation<R>() {
            @Override
            public boolean needsElements() {
              return mutation.needsElements();
            }

            @Override
            public Outcome<R> apply(@Nullable Entry stored) {
              Outcome<R> outcome = mutation.apply(stored);
              note(key, outcome);
              return outcome;
            }
          });
    }

    private void note(Key key, Mutation.Outcome<?> outcome) {
      Entry entry = outcome.entry();
      if (outcome.action() == Mutation.Action.PURGE) {
        noted.remove(key);
      } else if (entry != null) {
        noted.put(key, entry);
      }
    }

    @Override
    public void flush(int database, long upTo) {
      noted.keySet().removeIf(key -> key.database() == database);
      rows.flush(database, upTo);
    }

    @Override
    public void swap(int one, int other) {
      swapped = true;
      rows.swap(one, other);
    }

    @Override
    public long size(int database) {
      return rows.size(database);
    }

    @Override
    public ScanPage scan(int database, long cursor, int maxRows) {
      return rows.scan(database, cursor, maxRows);
    }
  }
}
