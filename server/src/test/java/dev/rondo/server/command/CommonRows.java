package dev.rondo.server.command;

import dev.rondo.server.command.keys.KeyCommands;
import dev.rondo.server.command.keys.LogSync;
import dev.rondo.server.command.strings.StringCommands;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The commands that tests of any type need: on strings and on keys. */
public final class CommonRows {
  private CommonRows() {}

  /** Rows together with those of a family. */
  public static List<CommandSpec> with(List<CommandSpec> family) {
    return Stream.of(family, new StringCommands(() -> 512L << 20).rows(), keys())
        .flatMap(List::stream)
        .toList();
  }

  private static List<CommandSpec> keys() {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(CommandHarness.START_MILLIS));
    return new KeyCommands(
            CommandHarness.DATABASES,
            clock,
            new Random(1),
            key -> 0,
            (millis, task) -> {},
            new NoLog())
        .rows();
  }

  private static final class NoLog implements LogSync {
    @Override
    public boolean isSynced() {
      return true;
    }

    @Override
    public void whenSynced(Runnable task) {
      task.run();
    }
  }
}
