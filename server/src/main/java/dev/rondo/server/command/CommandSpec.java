package dev.rondo.server.command;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A command's row: the only place where it is declared. Made by {@link #named}, then completed by
 * the methods that answer a changed copy.
 *
 * <p>The name is lower case; a subcommand's is {@code container|name}. Arity counts the command's
 * own name (two words for a subcommand); a negative one is a minimum.
 */
public final class CommandSpec {
  /**
   * That a command should not be used any more.
   *
   * @param since the version of Redis that said so
   * @param replacedBy what to use instead, in Markdown
   */
  public record Deprecation(String since, String replacedBy) {}

  /**
   * What a blocking command waits for: that one of the keys it takes something from holds
   * something.
   *
   * @param type what they have to hold
   * @param timeoutAt the position of the timeout among the arguments; -1 for the last
   */
  public record Waiting(DataType type, int timeoutAt) {}

  private static final int OWN_DATABASE_ONLY = -1;
  private static final String REDACTED = "(redacted)";

  private final String name;
  private final int arity;
  private final Handler handler;
  private final CommandGroup group;
  private String since = "1.0.0";
  private String summary = "";
  private String complexity = "O(1)";
  private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
  private boolean hasGroupCategory = true;
  private final Set<String> extraCategories = new TreeSet<>();
  private List<KeySpec> keys = List.of();
  private List<String> tips = List.of();
  private @Nullable Function<byte[][], List<Integer>> movableKeys;
  private @Nullable Function<byte[][], KeySpec> actualKeys;
  private ToIntFunction<byte[][]> otherDatabase = arguments -> OWN_DATABASE_ONLY;
  private Predicate<byte[][]> repeatable = arguments -> false;
  private @Nullable Deprecation deprecation;
  private @Nullable TransactionRunner transactionRunner;
  private UnaryOperator<byte[][]> forwarded = arguments -> arguments;
  private Function<byte[][], List<Integer>> secrets = args -> List.of();
  private @Nullable Waiting waiting;
  private final Map<String, CommandSpec> subcommands = new LinkedHashMap<>();

  private CommandSpec(String name, int arity, CommandGroup group, Handler handler) {
    this.name = name;
    this.arity = arity;
    this.group = group;
    this.handler = handler;
  }

  /** Starts a row. */
  public static CommandSpec named(String name, int arity, CommandGroup group, Handler handler) {
    return new CommandSpec(name, arity, group, handler);
  }

  /** Starts the row of a command that is nothing but its subcommands. */
  public static CommandSpec container(String name, CommandGroup group, CommandSpec... subcommands) {
    CommandSpec spec =
        new CommandSpec(
            name,
            -2,
            group,
            call -> {
              throw new IllegalStateException("a container was invoked: " + name);
            });
    return spec.withoutGroupCategory().with(subcommands);
  }

  /** Adds subcommands; their names are given without the container's. */
  public CommandSpec with(CommandSpec... rows) {
    for (CommandSpec row : rows) {
      subcommands.put(row.name.substring(row.name.indexOf('|') + 1), row);
    }
    return this;
  }

  public CommandSpec flags(CommandFlag... more) {
    flags.addAll(List.of(more));
    return this;
  }

  public CommandSpec keys(KeySpec... specs) {
    keys = List.of(specs);
    if (!KeyRange.of(keys).isComplete()) {
      flags.add(CommandFlag.MOVABLEKEYS);
    }
    return this;
  }

  /**
   * For a command whose key specification has {@code variable_flags}: what happens to its keys in a
   * call.
   */
  public CommandSpec keyFlags(Function<byte[][], KeySpec> actual) {
    actualKeys = actual;
    return this;
  }

  /** For a command whose keys no {@link KeySpec} can describe: positions from the arguments. */
  public CommandSpec movableKeys(Function<byte[][], List<Integer>> positions) {
    movableKeys = positions;
    flags.add(CommandFlag.MOVABLEKEYS);
    return this;
  }

  /**
   * For a command whose keys may be meant in another database as well: which one a call's arguments
   * name, -1 for none or for a mistake.
   */
  public CommandSpec alsoInDatabase(ToIntFunction<byte[][]> database) {
    otherDatabase = database;
    return this;
  }

  public CommandSpec since(String version) {
    since = version;
    return this;
  }

  public CommandSpec summary(String text) {
    summary = text;
    return this;
  }

  public CommandSpec complexity(String text) {
    complexity = text;
    return this;
  }

  /** Hints for proxies and clients, as COMMAND INFO lists them. */
  public CommandSpec tips(String... texts) {
    tips = List.of(texts);
    return this;
  }

  /**
   * For a command that changes data and may nevertheless be run again when nobody knows whether it
   * already ran: twice leaves behind what once does. Its answer may tell of the second time: DEL
   * then counts nothing.
   */
  public CommandSpec repeatable() {
    return repeatableWhen(arguments -> true);
  }

  /** As {@link #repeatable()}, for a command of which that is true of some calls only. */
  public CommandSpec repeatableWhen(Predicate<byte[][]> condition) {
    repeatable = condition;
    return this;
  }

  /**
   * For a command whose client waits when there is nothing to take; its handler is one attempt. It
   * waits for the keys with the flag {@code access}.
   *
   * @param timeoutAt the position of the timeout among the arguments; -1 for the last
   */
  public CommandSpec waitsFor(DataType type, int timeoutAt) {
    waiting = new Waiting(type, timeoutAt);
    flags.add(CommandFlag.BLOCKING);
    return this;
  }

  /** For a command that must not run on an event loop: who runs transactions it is part of. */
  public CommandSpec transactionsRunBy(TransactionRunner runner) {
    transactionRunner = runner;
    return this;
  }

  /**
   * For a command that may name something which only this node knows: what another node that is to
   * run a call is handed instead.
   */
  public CommandSpec forwardedAs(UnaryOperator<byte[][]> translation) {
    forwarded = translation;
    return this;
  }

  /** For a command that others have replaced: since when, and by what. */
  public CommandSpec deprecated(String sinceVersion, String replacedBy) {
    deprecation = new Deprecation(sinceVersion, replacedBy);
    return this;
  }

  /** For a command that is told secrets: the positions of those among its arguments. */
  public CommandSpec secrets(Function<byte[][], List<Integer>> positions) {
    secrets = positions;
    return this;
  }

  /** ACL categories that neither flags nor group imply, such as "dangerous". */
  public CommandSpec categories(String... more) {
    extraCategories.addAll(List.of(more));
    return this;
  }

  /** For a command that does not have the ACL category its group implies. */
  public CommandSpec withoutGroupCategory() {
    hasGroupCategory = false;
    return this;
  }

  public String name() {
    return name;
  }

  public int arity() {
    return arity;
  }

  public Handler handler() {
    return handler;
  }

  public CommandGroup group() {
    return group;
  }

  public String since() {
    return since;
  }

  public String summary() {
    return summary;
  }

  public String complexity() {
    return complexity;
  }

  public Set<CommandFlag> flags() {
    return flags;
  }

  public List<KeySpec> keys() {
    return keys;
  }

  public List<String> tips() {
    return tips;
  }

  /** Who runs transactions this command is part of; null when anybody may. */
  public @Nullable TransactionRunner transactionRunner() {
    return transactionRunner;
  }

  /** The arguments of a call as another node is handed them. */
  public byte[][] forwarded(byte[][] args) {
    return forwarded.apply(args);
  }

  /** What has replaced the command, or null. */
  public @Nullable Deprecation deprecation() {
    return deprecation;
  }

  public Map<String, CommandSpec> subcommands() {
    return subcommands;
  }

  public boolean is(CommandFlag flag) {
    return flags.contains(flag);
  }

  public boolean isContainer() {
    return !subcommands.isEmpty();
  }

  /** Whether this is a subcommand's row. */
  public boolean isSubcommand() {
    return name.indexOf('|') >= 0;
  }

  /** Whether a call with so many arguments, the name included, can be right. */
  public boolean accepts(int argumentCount) {
    return arity >= 0 ? argumentCount == arity : argumentCount >= -arity;
  }

  /** The positions of the keys among the arguments of a call, which passed the arity check. */
  public List<Integer> keyPositions(byte[][] args) {
    if (movableKeys != null) {
      return movableKeys.apply(args);
    }
    List<Integer> positions = new ArrayList<>();
    for (KeySpec spec : keys) {
      if (!spec.is("not_key")) {
        positions.addAll(spec.positions(args));
      }
    }
    return positions;
  }

  /** The keys that a call in a database works on, at most; it passed the arity check. */
  public List<Key> keysOf(int database, byte[][] args) {
    int other = otherDatabase.applyAsInt(args);
    List<Key> named = new ArrayList<>();
    for (int position : keyPositions(args)) {
      Key key = new Key(database, args[position]);
      named.add(key);
      if (other != OWN_DATABASE_ONLY) {
        named.add(key.inDatabase(other));
      }
    }
    return named;
  }

  /** The keys of a call, which passed the arity check, with what happens to them. */
  public List<KeyUse> keyUses(byte[][] args) {
    if (movableKeys != null) {
      return movableKeys.apply(args).stream().map(at -> new KeyUse(at, List.of())).toList();
    }
    List<KeySpec> specs = actualKeys == null ? keys : List.of(actualKeys.apply(args));
    List<KeyUse> uses = new ArrayList<>();
    for (KeySpec spec : specs) {
      if (!spec.is("not_key")) {
        spec.positions(args).forEach(at -> uses.add(new KeyUse(at, spec.orderedFlags())));
      }
    }
    return uses;
  }

  /** What the command waits for when there is nothing to take; null when it does not wait. */
  public @Nullable Waiting waiting() {
    return waiting;
  }

  /** Whether calls change data, or may. */
  public boolean changesData() {
    return is(CommandFlag.WRITE) || is(CommandFlag.MAY_REPLICATE);
  }

  /** Whether a call may be run again when nobody knows whether it already ran. */
  public boolean isRepeatable(byte[][] args) {
    return !changesData() || repeatable.test(args);
  }

  /** The arguments of a call as MONITOR and the slow log show them: without secrets. */
  public byte[][] shown(byte[][] args) {
    List<Integer> hidden = secrets.apply(args);
    if (hidden.isEmpty()) {
      return args;
    }
    byte[][] shown = args.clone();
    hidden.forEach(at -> shown[at] = Bytes.of(REDACTED));
    return shown;
  }

  /** Whether a call names keys, or may. */
  public boolean hasKeys() {
    return movableKeys != null || !keys.isEmpty();
  }

  /**
   * The ACL categories, without {@code @}, in no particular order: what Redis derives from flags,
   * what the group implies, and the extra ones.
   */
  public Set<String> categories() {
    Set<String> all = new TreeSet<>(extraCategories);
    if (hasGroupCategory && group.aclCategory() != null) {
      all.add(group.aclCategory());
    }
    if (is(CommandFlag.WRITE)) {
      all.add("write");
    }
    if (is(CommandFlag.READONLY) && !all.contains("scripting")) {
      all.add("read");
    }
    if (is(CommandFlag.ADMIN)) {
      all.add("admin");
      all.add("dangerous");
    }
    if (is(CommandFlag.PUBSUB)) {
      all.add("pubsub");
    }
    if (is(CommandFlag.BLOCKING)) {
      all.add("blocking");
    }
    all.add(is(CommandFlag.FAST) ? "fast" : "slow");
    return all;
  }

  @Override
  public String toString() {
    return name.toUpperCase(Locale.ROOT);
  }
}
