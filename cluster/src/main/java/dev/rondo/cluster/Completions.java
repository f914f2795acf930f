package dev.rondo.cluster;

import dev.rondo.storage.Completion;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Completions made from others. */
public final class Completions {
  private Completions() {}

  /** One that hands on what a function makes of the result. */
  public static <A extends @Nullable Object, B extends @Nullable Object> Completion<A> map(
      Completion<B> done, Function<A, B> function) {
    return then(done, value -> done.success(function.apply(value)));
  }

  /** One that goes on with the result, and hands failures on. */
  public static <A extends @Nullable Object> Completion<A> then(
      Completion<?> done, Consumer<A> next) {
    return new Completion<>() {
      @Override
      public void success(A value) {
        next.accept(value);
      }

      @Override
      public void failure(Throwable cause) {
        done.failure(cause);
      }
    };
  }
}
