package dev.rondo.cluster.coordinator;

import dev.rondo.storage.Completion;
import org.jspecify.annotations.Nullable;

/**
 * Completes with a result, once a number of parts have completed. What a part does before it says
 * so is seen by whoever is given the result.
 */
final class AllOf<T extends @Nullable Object> implements Completion<Boolean> {
  private final T result;
  private final Completion<T> done;
  private int missing;
  private @Nullable Throwable failure;

  /**
   * @param parts how many there are; with none it completes at once
   */
  AllOf(int parts, T result, Completion<T> done) {
    this.result = result;
    this.done = done;
    this.missing = parts;
    if (parts == 0) {
      done.success(result);
    }
  }

  @Override
  public void success(Boolean part) {
    ended(null);
  }

  @Override
  public void failure(Throwable cause) {
    ended(cause);
  }

  private void ended(@Nullable Throwable cause) {
    Throwable first;
    synchronized (this) {
      failure = failure == null ? cause : failure;
      first = failure;
      if (--missing > 0) {
        return;
      }
    }
    if (first == null) {
      done.success(result);
    } else {
      done.failure(first);
    }
  }
}
