package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import dev.rondo.storage.Key;
import dev.rondo.storage.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One client of a node whose commands are those about keys, strings and transactions. Time stands
 * still but for {@link #advanceMillis}, and the log reaches the disk when {@link #sync} is called.
 * For one thread.
 */
final class KeysClient implements Timer, LogSync {
  private final SettableClock clock = new SettableClock();
  private final CommandHarness node;
  private final NavigableMap<Long, List<Runnable>> timer = new TreeMap<>();
  private final List<Runnable> whenSynced = new ArrayList<>();
  private long idleMillis = -1;
  private boolean synced;

  KeysClient() {
    this(new MemoryStore(Integer.MAX_VALUE), RandomGenerator.of("L64X128MixRandom"));
  }

  KeysClient(Store store, RandomGenerator random) {
    List<CommandSpec> rows = new ArrayList<>(new StringCommands(() -> 512L << 20).rows());
    rows.addAll(new TransactionCommands().rows());
    rows.addAll(keyCommands(clock, random).rows());
    node = CommandHarness.over(store, clock, rows);
  }

  private KeyCommands keyCommands(InstantSource instants, RandomGenerator random) {
    return new KeyCommands(
        CommandHarness.DATABASES, instants, random, this::idleMillis, this, this);
  }

  /** The reply as it goes over the wire. */
  String run(String... arguments) {
    return node.run(arguments);
  }

  /** Runs a command whose reply may come later, or never. */
  void start(Consumer<String> reply, String... arguments) {
    node.start(reply, arguments);
  }

  void select(int database) {
    node.session().database(database);
  }

  long nowMillis() {
    return clock.millis();
  }

  void advanceMillis(long millis) {
    clock.advanceMillis(millis);
    Map<Long, List<Runnable>> due = timer.headMap(clock.millis(), true);
    List<Runnable> tasks = due.values().stream().flatMap(List::stream).toList();
    due.clear();
    tasks.forEach(Runnable::run);
  }

  void idleMillis(long millis) {
    idleMillis = millis;
  }

  private long idleMillis(Key key) {
    return idleMillis;
  }

  @Override
  public void after(long millis, Runnable task) {
    assertThat(millis).isPositive();
    timer.computeIfAbsent(clock.millis() + millis, at -> new ArrayList<>()).add(task);
  }

  /** Lets the log reach the disk. */
  void sync() {
    synced = true;
    whenSynced.forEach(Runnable::run);
    whenSynced.clear();
  }

  @Override
  public boolean isSynced() {
    return synced;
  }

  @Override
  public void whenSynced(Runnable task) {
    whenSynced.add(task);
  }
}
