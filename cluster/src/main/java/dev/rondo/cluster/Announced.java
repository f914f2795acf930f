package dev.rondo.cluster;

import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import org.jspecify.annotations.Nullable;

/** A change of one key, and its completion, which first tells a listener of what was put. */
final class Announced<T extends @Nullable Object> implements Mutation<T>, Completion<T> {
  private final PutListener listener;
  private final Key key;
  private final Mutation<T> mutation;
  private final Completion<T> done;
  private @Nullable Entry put;

  Announced(PutListener listener, Key key, Mutation<T> mutation, Completion<T> done) {
    this.listener = listener;
    this.key = key;
    this.mutation = mutation;
    this.done = done;
  }

  @Override
  public boolean needsElements() {
    return mutation.needsElements();
  }

  @Override
  public Outcome<T> apply(@Nullable Entry stored) {
    Outcome<T> outcome = mutation.apply(stored);
    put = outcome.action() == Action.PUT && listener.isListening() ? outcome.entry() : null;
    return outcome;
  }

  @Override
  public void success(T value) {
    Entry entry = put;
    if (entry != null) {
      listener.put(key, entry);
    }
    done.success(value);
  }

  @Override
  public void failure(Throwable cause) {
    done.failure(cause);
  }
}
