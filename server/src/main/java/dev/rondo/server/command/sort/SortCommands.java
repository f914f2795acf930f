package dev.rondo.server.command.sort;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WHOLE_KEYSPACE;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.KeySpec.Unknown;
import dev.rondo.server.command.lists.ListItems;
import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SORT and SORT_RO.
 *
 * <p>Which keys patterns name follows from what the key holds, so it is read first; then it and
 * those keys are looked at together. When it names other keys by then, that begins again.
 */
public final class SortCommands {
  /** How often it begins again before it gives up. */
  private static final int MAX_ATTEMPTS = 16;

  private static final String COMPLEXITY =
      "O(N+M*log(M)) with N items, M of them answered; O(N) when nothing is sorted";

  /** All rows. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("sort", -2, CommandGroup.GENERIC, call -> sort(call, true))
            .flags(WRITE, DENYOOM, WHOLE_KEYSPACE)
            .categories("dangerous", "list", "set", "sortedset")
            .withoutGroupCategory()
            .keys(
                KeySpec.one("RO", "access"),
                unknown("RO", "access")
                    .withNotes(
                        "For the optional BY/GET keyword. It is marked 'unknown' because the key"
                            + " names derive from the content of the key we sort"),
                unknown("OW", "update")
                    .withNotes(
                        "For the optional STORE keyword. It is marked 'unknown' because the"
                            + " keyword can appear anywhere in the argument array"))
            .movableKeys(SortCommands::keyPositions)
            .complexity(COMPLEXITY)
            .summary("Sorts a list, a set or a sorted set, and may store what comes out."),
        CommandSpec.named("sort_ro", -2, CommandGroup.GENERIC, call -> sort(call, false))
            .flags(READONLY, WHOLE_KEYSPACE)
            .categories("dangerous", "list", "set", "sortedset")
            .withoutGroupCategory()
            .keys(
                KeySpec.one("RO", "access"),
                unknown("RO", "access")
                    .withNotes(
                        "For the optional BY/GET keyword. It is marked 'unknown' because the key"
                            + " names derive from the content of the key we sort"))
            .movableKeys(args -> List.of(1))
            .since("7.0.0")
            .complexity(COMPLEXITY)
            .summary("Sorts a list, a set or a sorted set."));
  }

  private static KeySpec unknown(String... flags) {
    return new KeySpec(Set.of(flags), new Unknown(), new Unknown(), null);
  }

  /** The key, and that of STORE; of several STOREs the last one counts. */
  private static List<Integer> keyPositions(byte[][] arguments) {
    int target = 0;
    for (int i = 2; i + 1 < arguments.length; i++) {
      switch (Bytes.text(arguments[i]).toUpperCase(Locale.ROOT)) {
        case "LIMIT" -> i += 2;
        case "BY", "GET" -> i++;
        case "STORE" -> target = ++i;
        default -> {}
      }
    }
    return target == 0 ? List.of(1) : List.of(1, target);
  }

  private static void sort(Invocation call, boolean mayStore) {
    SortQuery query = SortQuery.parse(call.arguments(), mayStore);
    boolean looksElsewhere = query.patterns().stream().anyMatch(SortPattern::hasStar);
    if (looksElsewhere) {
      new Run(call, query).readSource();
    } else {
      new Run(call, query).sortWith(Set.of());
    }
  }

  /** One call, which may have to look twice. */
  private static final class Run {
    private final Invocation call;
    private final SortQuery query;
    private final int database;
    private final Key source;
    private int attempts;

    Run(Invocation call, SortQuery query) {
      this.call = call;
      this.query = query;
      this.database = call.session().database();
      this.source = call.key(1);
    }

    void readSource() {
      call.keyspace()
          .read(
              source,
              true,
              call.consistency(),
              new Step<@Nullable Entry>() {
                @Override
                public void success(@Nullable Entry entry) {
                  attempt(() -> sortWith(Sorting.keys(query, database, entry)));
                }
              });
    }

    /** Sorts if these are all keys that patterns name, and begins again if they are not. */
    void sortWith(Set<Key> patternKeys) {
      Set<Key> keys = new LinkedHashSet<>(patternKeys);
      keys.add(source);
      if (query.isStored()) {
        keys.add(call.key(query.target()));
      }
      call.keyspace()
          .transact(
              keys,
              call.consistency(),
              view -> sorted(view, keys),
              new Step<Optional<List<Optional<byte[]>>>>() {
                @Override
                public void success(Optional<List<Optional<byte[]>>> sorted) {
                  if (sorted.isPresent()) {
                    call.reply(out -> write(sorted.get(), out));
                  } else {
                    attempt(Run.this::again);
                  }
                }
              });
    }

    private void again() {
      if (++attempts == MAX_ATTEMPTS) {
        throw new CommandException("ERR the key was changed again and again while it was sorted");
      }
      readSource();
    }

    /** Nothing when the source names other keys than were thought. */
    private Optional<List<Optional<byte[]>>> sorted(Transaction.View view, Set<Key> keys) {
      Entry entry = view.read(source);
      if (!keys.containsAll(Sorting.keys(query, database, entry))) {
        return Optional.empty();
      }
      List<Optional<byte[]>> sorted = new Sorting(query, database, view).sorted(entry);
      if (query.isStored()) {
        view.update(call.key(query.target()), storing(sorted));
      }
      return Optional.of(sorted);
    }

    private void write(List<Optional<byte[]>> sorted, ReplyWriter out) {
      if (query.isStored()) {
        out.integer(sorted.size());
        return;
      }
      out.array(sorted.size());
      for (Optional<byte[]> value : sorted) {
        if (value.isPresent()) {
          out.bulk(value.get());
        } else {
          out.nil();
        }
      }
    }

    /** What goes wrong on the way is answered, as it is where a handler runs at once. */
    private void attempt(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }

    /** A step whose failure is the call's. */
    private abstract class Step<T extends @Nullable Object> implements Completion<T> {
      @Override
      public void failure(Throwable cause) {
        call.fail(cause);
      }
    }
  }

  /** Makes a key a list of values, whatever it was, or deletes it when there are none. */
  private static Update<Boolean> storing(List<Optional<byte[]>> values) {
    List<byte[]> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(value.orElseGet(() -> new byte[0])));
    ElementEdits edits = ListItems.EMPTY.pushing(items, false);
    return Update.ofVersion(
        (current, nowMillis) ->
            items.isEmpty()
                ? Change.delete(true)
                : Change.putCollection(true, DataType.LIST, edits));
  }
}
