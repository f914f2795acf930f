package dev.rondo.cluster;

import dev.rondo.storage.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key as a pure function: it may be applied more than once, and on another node
 * than the one that made it. An exception thrown by it changes nothing and reaches the caller as it
 * is.
 *
 * @param <T> what the update answers
 */
@FunctionalInterface
public interface Update<T extends @Nullable Object> {
  /**
   * Decides what becomes of the key.
   *
   * @param current what the key holds; null when it holds nothing, was deleted or has expired
   * @param nowMillis the time of the request, in milliseconds since 1970
   */
  Change<T> apply(@Nullable Entry current, long nowMillis);

  /** Whether the contents are looked at; when not, the entry given may be unloaded. */
  default boolean needsElements() {
    return true;
  }

  /** An update that looks at no more than existence, type, version and expiry of what is there. */
  static <T extends @Nullable Object> Update<T> ofVersion(Update<T> update) {
    return new Update<>() {
      @Override
      public Change<T> apply(@Nullable Entry current, long nowMillis) {
        return update.apply(current, nowMillis);
      }

      @Override
      public boolean needsElements() {
        return false;
      }
    };
  }
}
