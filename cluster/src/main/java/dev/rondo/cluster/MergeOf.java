package dev.rondo.cluster;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Mutation;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges an entry into a row. Versions alone tell what to do unless they are concurrent, so the
 * contents of the row are only loaded when a first attempt without them asked for it.
 *
 * @param incoming what another replica has, with its contents
 * @param flushedUpTo the last event that the row's database was flushed of; asked under its lock
 * @param needsElements whether the row is given with its contents
 */
record MergeOf(Entry incoming, LongSupplier flushedUpTo, boolean needsElements)
    implements Mutation<MergeOf.Result> {
  /** What came of it. */
  enum Result {
    UNCHANGED,
    CHANGED,
    /** Nothing was done: both sides have seen writes that the other has not. */
    NEEDS_ELEMENTS
  }

  static boolean changed(Result result) {
    return result == Result.CHANGED;
  }

  @Override
  public Outcome<Result> apply(@Nullable Entry stored) {
    if (incoming.clock().latest() <= flushedUpTo.getAsLong()) {
      return Outcome.keep(Result.UNCHANGED);
    }
    if (stored == null) {
      return Outcome.put(Result.CHANGED, incoming);
    }
    return switch (stored.clock().compare(incoming.clock())) {
      case EQUAL, AFTER -> Outcome.keep(Result.UNCHANGED);
      case BEFORE -> Outcome.put(Result.CHANGED, incoming);
      case CONCURRENT ->
          stored.isLoaded()
              ? Outcome.put(Result.CHANGED, stored.merge(incoming))
              : Outcome.keep(Result.NEEDS_ELEMENTS);
    };
  }
}
