package dev.rondo.storage;

import org.jspecify.annotations.Nullable;

/**
 * Receives the outcome of an operation, exactly once. It may be called on the caller's thread
 * before the operation's method returns, or later on another.
 *
 * @param <T> what the operation answers
 */
public interface Completion<T extends @Nullable Object> {
  /** The operation was done. */
  void success(T value);

  /**
   * The operation failed; the cause is one of the closed exception types, or a programmer's error.
   */
  void failure(Throwable cause);
}
