package dev.rondo.server.command;

import dev.rondo.server.command.keys.KeyCommands;
import dev.rondo.server.command.keys.LogSync;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The commands that tests of a family need beside it: on strings, on keys, and transactions. */
public final class CommonRows {
  private static final LogSync ALWAYS_SYNCED =
      new LogSync() {
        @Override
        public boolean isSynced() {
          return true;
        }

        @Override
        public void whenSynced(Runnable task) {
          task.run();
        }
      };

  private CommonRows() {}

  /** As {@link #with(List, InstantSource)}, for a family that no command tells the time. */
  public static List<CommandSpec> with(List<CommandSpec> family) {
    return with(family, InstantSource.fixed(Instant.ofEpochMilli(CommandHarness.START_MILLIS)));
  }

  /** A family's rows and the common ones. Timers never ring. */
  public static List<CommandSpec> with(List<CommandSpec> family, InstantSource clock) {
    List<CommandSpec> rows = new ArrayList<>(family);
    rows.addAll(new StringCommands(() -> 512L << 20).rows());
    rows.addAll(new TransactionCommands().rows());
    rows.addAll(
        new KeyCommands(
                CommandHarness.DATABASES,
                clock,
                RandomGenerator.of("L64X128MixRandom"),
                key -> -1,
                (millis, task) -> {},
                ALWAYS_SYNCED)
            .rows());
    return rows;
  }
}
