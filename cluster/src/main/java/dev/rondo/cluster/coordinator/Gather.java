package dev.rondo.cluster.coordinator;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects entries that are read side by side, in the order of their keys. */
final class Gather {
  private final @Nullable Entry[] entries;
  private final Completion<List<@Nullable Entry>> done;
  private int missing;
  private @Nullable Throwable failure;

  Gather(int keys, Completion<List<@Nullable Entry>> done) {
    this.entries = new Entry[keys];
    this.missing = keys;
    this.done = done;
  }

  /** Where the entry of the i-th key goes. */
  Completion<@Nullable Entry> part(int i) {
    return new Completion<>() {
      @Override
      public void success(@Nullable Entry entry) {
        ended(i, entry, null);
      }

      @Override
      public void failure(Throwable cause) {
        ended(i, null, cause);
      }
    };
  }

  private void ended(int i, @Nullable Entry entry, @Nullable Throwable cause) {
    Throwable first;
    synchronized (this) {
      entries[i] = entry;
      failure = failure == null ? cause : failure;
      first = failure;
      if (--missing > 0) {
        return;
      }
    }
    if (first == null) {
      done.success(Arrays.asList(entries));
    } else {
      done.failure(first);
    }
  }
}
