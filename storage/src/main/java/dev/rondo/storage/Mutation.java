package dev.rondo.storage;

import org.jspecify.annotations.Nullable;

/**
 * A change of one row, applied under the key's lock: what is stored goes in, what shall be stored
 * comes out. Must be free of side effects: it may be applied again after a failed attempt.
 *
 * @param <T> what the change answers
 */
public interface Mutation<T extends @Nullable Object> {
  /** What to do with the row, and what to answer. */
  record Outcome<T extends @Nullable Object>(T result, Action action, @Nullable Entry entry) {
    public static <T extends @Nullable Object> Outcome<T> keep(T result) {
      return new Outcome<>(result, Action.KEEP, null);
    }

    public static <T extends @Nullable Object> Outcome<T> put(T result, Entry entry) {
      return new Outcome<>(result, Action.PUT, entry);
    }

    public static <T extends @Nullable Object> Outcome<T> purge(T result) {
      return new Outcome<>(result, Action.PURGE, null);
    }
  }

  /** What becomes of the row. */
  enum Action {
    /** The row stays as it is. */
    KEEP,
    /** The row becomes the entry given. */
    PUT,
    /** The row leaves the disk, its clock with it. */
    PURGE
  }

  /**
   * Decides.
   *
   * @param stored the row as it is, expired or a tombstone included; null when there is none
   */
  Outcome<T> apply(@Nullable Entry stored);

  /** Whether {@link #apply} looks at the contents; when not it may be given an unloaded entry. */
  default boolean needsElements() {
    return true;
  }
}
