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
 * What a command took that pops from the first of several keys that holds something: LMPOP, ZMPOP,
 * BLPOP and the like.
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
   * Runs {@code numkeys key [key ...] end [COUNT count]}, the end of a command.
   *
   * @param at where numkeys stands: 1, or 2 behind the timeout of a blocking command
   * @param firstEnd the word for one end
   * @param lastEnd the word for the other
   * @param elements writes what was taken
   */
  public static <T> void run(
      Invocation call,
      int at,
      String firstEnd,
      String lastEnd,
      Pop<T> pop,
      BiConsumer<List<T>, ReplyWriter> elements) {
    NumberedKeys keys = NumberedKeys.ofPop(call, at);
    PopOptions options = PopOptions.parse(call, keys.next(), firstEnd, lastEnd);
    if (call.spec().waiting() != null) {
      WaitTimeout.check(call.argument(1));
    }
    take(call, keys.keys(), pop, options, (popped, out) -> popped.write(elements, out));
  }

  /**
   * Takes elements from the first of some keys that holds something; answers with the absent array,
   * or waits, when none does.
   */
  public static <T> void take(
      Invocation call,
      List<Key> keys,
      Pop<T> pop,
      PopOptions options,
      BiConsumer<Popped<T>, ReplyWriter> reply) {
    call.attempt(
        keys,
        view -> {
          for (Key key : keys) {
            if (view.read(key) != null) {
              List<T> taken =
                  view.update(
                      key,
                      (current, nowMillis) -> pop.from(current, options.first(), options.count()));
              return Optional.of(new Popped<>(key, taken));
            }
          }
          return Optional.empty();
        },
        reply,
        ReplyWriter::nilArray);
  }

  private void write(BiConsumer<List<T>, ReplyWriter> writeElements, ReplyWriter out) {
    out.array(2);
    out.bulk(key.bytes());
    writeElements.accept(elements, out);
  }
}
