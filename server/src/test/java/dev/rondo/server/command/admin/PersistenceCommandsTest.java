package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersistenceCommandsTest {
  private static final long START_SECONDS = CommandHarness.START_MILLIS / 1000;

  @TempDir private Path directory;

  @Test
  void saveAnswersWhenItIsDone() {
    try (AdminClient node = new AdminClient(directory)) {
      node.holdBackgroundWork = true;
      List<String> replies = new ArrayList<>();
      node.harness().start(replies::add, "SAVE");
      assertThat(replies).isEmpty();
      assertThat(node.run("BGSAVE")).isEqualTo("-ERR Background save already in progress");
      assertThat(node.run("BGSAVE SCHEDULE")).isEqualTo("-ERR Background save already in progress");
      assertThat(node.run("SAVE")).isEqualTo("-ERR Background save already in progress");
      node.backgroundWork.remove().run();
      assertThat(replies).containsExactly("+OK\r\n");
      assertThat(node.backgroundWork).isEmpty();
    }
  }

  @Test
  void saveTellsThatItFailed() throws IOException {
    try (AdminClient node = new AdminClient(directory)) {
      Files.createFile(directory.resolve("checkpoints"));
      assertThat(node.run("SAVE")).startsWith("-MISCONF Errors writing to disk: ");
    }
  }

  @Test
  void bgsaveAnswersAtOnceAndLastsaveTellsWhenItIsDone() {
    try (AdminClient node = new AdminClient(directory)) {
      node.holdBackgroundWork = true;
      node.clock.advanceMillis(5000);
      assertThat(node.run("BGSAVE")).isEqualTo("+Background saving started");
      assertThat(node.run("LASTSAVE")).isEqualTo(":" + START_SECONDS);
      node.backgroundWork.remove().run();
      assertThat(node.run("LASTSAVE")).isEqualTo(":" + (START_SECONDS + 5));
      assertThat(node.run("BGSAVE schedule")).isEqualTo("+Background saving started");
    }
  }

  @Test
  void aNodeCanBeOpenedOnACheckpoint() throws IOException {
    SettableClock clock = new SettableClock();
    Path checkpoints = directory.resolve("data/checkpoints");
    try (RocksStore store = open(directory.resolve("data"), clock)) {
      PersistenceCommands commands =
          new PersistenceCommands(
              new Checkpoints(checkpoints, store::checkpoint, clock, Runnable::run));
      var rows = new ArrayList<>(commands.rows());
      rows.addAll(new StringCommands(() -> 512L << 20).rows());
      try (CommandHarness node = CommandHarness.over(store, clock, rows)) {
        node.run("SET", "key", "before");
        assertThat(node.run("SAVE")).isEqualTo("+OK\r\n");
        node.run("SET", "key", "after");
      }
    }
    Path copy;
    try (Stream<Path> all = Files.list(checkpoints)) {
      copy = all.findFirst().orElseThrow();
    }
    try (CommandHarness node =
        CommandHarness.over(
            open(copy, clock), clock, new StringCommands(() -> 512L << 20).rows())) {
      assertThat(node.run("GET", "key")).isEqualTo("$6\r\nbefore\r\n");
    }
  }

  private static RocksStore open(Path data, SettableClock clock) {
    return RocksStore.open(
        new StoreSettings(
            data, CommandHarness.DATABASES, StoreSettings.Fsync.NO, 1 << 20, 1 << 20, 0, 1),
        clock,
        new Random(1));
  }
}
