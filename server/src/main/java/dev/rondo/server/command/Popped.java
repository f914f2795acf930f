package dev.rondo.server.command;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a command took that pops from the first of several keys that holds something: LMPOP, ZMPOP.
 *
 * @param key where from
 * @param elements at least one, in the order they were taken
 * @param <T> an element of such a collection
 */
public record Popped<T>(Key key, List<T> elements) {
  public Popped {
    elements = List.copyOf(elements);
  }

  /** How elements are taken from an end of one kind of collection. */
  @FunctionalInterface
  public interface Pop<T> {
    /**
     * Takes elements.
     *
     * @param first whether from the end named first
     * @param count how many at most
     * @throws CommandException WRONGTYPE when the entry holds something else
     */
    Change<List<T>> from(@Nullable Entry current, boolean first, long count);
  }

  /**
   * Runs {@code numkeys key [key ...] end [COUNT count]}.
   *
   * @param firstEnd the word for one end
   * @param lastEnd the word for the other
   * @param elements writes what was taken
   */
  public static <T> void run(
      Invocation call,
      String firstEnd,
      String lastEnd,
      Pop<T> pop,
      BiConsumer<List<T>, ReplyWriter> elements) {
    NumberedKeys keys = NumberedKeys.ofPop(call, 1);
    PopOptions options = PopOptions.parse(call, keys.next(), firstEnd, lastEnd);
    call.transact(
        keys.keys(),
        view -> {
          for (Key key : keys.keys()) {
            if (view.read(key) != null) {
              List<T> taken =
                  view.update(
                      key,
                      (current, nowMillis) -> pop.from(current, options.first(), options.count()));
              return Optional.of(new Popped<>(key, taken));
            }
          }
          return Optional.<Popped<T>>empty();
        },
        (popped, out) -> write(popped, elements, out));
  }

  /** Writes the answer: the key and its elements, or the absent array. */
  public static <T> void write(
      Optional<Popped<T>> popped, BiConsumer<List<T>, ReplyWriter> elements, ReplyWriter out) {
    if (popped.isEmpty()) {
      out.nilArray();
      return;
    }
    out.array(2);
    out.bulk(popped.get().key().bytes());
    elements.accept(popped.get().elements(), out);
  }
}
