package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
  private final SettableClock clock = new SettableClock();
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<String> outcomes = new ArrayList<>();
  @TempDir private Path directory;

  @Test
  void theTwoNewestAreKeptUnderTheirTime() throws IOException {
    Checkpoints checkpoints = checkpoints(CheckpointsTest::copy);
    for (int i = 0; i < 4; i++) {
      save(checkpoints);
      clock.advanceMillis(1000);
    }
    // 1 700 000 000 seconds are 2023-11-14 22:13:20
    assertThat(names()).containsExactly("20231114T221322000Z", "20231114T221323000Z");
    assertThat(directory.resolve("20231114T221323000Z/db/data")).hasContent("rows");
    assertThat(outcomes).containsExactly("done", "done", "done", "done");
  }

  @Test
  void twoOfTheSameMillisecondHaveTwoNames() throws IOException {
    Checkpoints checkpoints = checkpoints(CheckpointsTest::copy);
    save(checkpoints);
    save(checkpoints);
    assertThat(names()).containsExactly("20231114T221320000Z", "20231114T221320001Z");
  }

  @Test
  void aClockThatWentBackDoesNotMakeTheNewestTheOldest() throws IOException {
    Checkpoints checkpoints = checkpoints(CheckpointsTest::copy);
    save(checkpoints);
    clock.advanceMillis(-5000);
    save(checkpoints);
    assertThat(names()).containsExactly("20231114T221320000Z", "20231114T221320001Z");
  }

  @Test
  void oneAtATimeIsWritten() {
    Checkpoints checkpoints = checkpoints(CheckpointsTest::copy);
    assertThat(checkpoints.start(failure -> {})).isTrue();
    assertThat(checkpoints.status().inProgress()).isTrue();
    assertThat(checkpoints.start(failure -> {})).isFalse();
    work.remove().run();
    assertThat(work).isEmpty();
    assertThat(checkpoints.status().inProgress()).isFalse();
    assertThat(checkpoints.start(failure -> {})).isTrue();
  }

  @Test
  void theStatusTellsHowItWent() {
    Checkpoints checkpoints = checkpoints(CheckpointsTest::copy);
    long begin = clock.millis();
    assertThat(checkpoints.status())
        .isEqualTo(new Checkpoints.Status(false, begin, true, -1, -1, 0));
    clock.advanceMillis(100);
    checkpoints.start(failure -> {});
    assertThat(checkpoints.status())
        .isEqualTo(new Checkpoints.Status(true, begin, true, -1, begin + 100, 0));
    clock.advanceMillis(20);
    work.remove().run();
    assertThat(checkpoints.status())
        .isEqualTo(new Checkpoints.Status(false, begin + 120, true, 20, -1, 1));
  }

  @Test
  void whatFailedIsToldAndClearedAwayNextTime() throws IOException {
    List<Boolean> fails = new ArrayList<>(List.of(true));
    Checkpoints checkpoints =
        checkpoints(
            target -> {
              copy(target);
              if (fails.get(0)) {
                throw StoreException.diskFull("no room");
              }
            });
    long begin = clock.millis();
    clock.advanceMillis(1000);
    save(checkpoints);
    assertThat(outcomes).containsExactly("no room");
    assertThat(checkpoints.status().lastSucceeded()).isFalse();
    assertThat(checkpoints.status().lastSavedMillis()).isEqualTo(begin);
    assertThat(names()).containsExactly("20231114T221321000Z.unfinished");

    fails.set(0, false);
    save(checkpoints);
    assertThat(checkpoints.status().lastSucceeded()).isTrue();
    assertThat(names()).containsExactly("20231114T221321000Z");
  }

  @Test
  void whatIsNoCheckpointIsLeftAlone() throws IOException {
    Path mine = Files.createDirectories(directory.resolve("20231114-mine"));
    Checkpoints checkpoints = checkpoints(CheckpointsTest::copy);
    for (int i = 0; i < 3; i++) {
      save(checkpoints);
    }
    assertThat(mine).exists();
    assertThat(names()).hasSize(3);
  }

  @Test
  void anExecutorThatRefusesEndsTheAttempt() {
    Checkpoints checkpoints =
        new Checkpoints(
            directory,
            CheckpointsTest::copy,
            clock,
            task -> {
              throw new RejectedExecutionException("closed");
            });
    assertThatThrownBy(() -> checkpoints.start(failure -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(checkpoints.status().inProgress()).isFalse();
    assertThat(checkpoints.status().lastSucceeded()).isFalse();
  }

  private Checkpoints checkpoints(Consumer<Path> copier) {
    return new Checkpoints(directory, copier, clock, work::add);
  }

  private void save(Checkpoints checkpoints) {
    assertThat(checkpoints.start(this::note)).isTrue();
    work.remove().run();
  }

  private void note(@Nullable RuntimeException failure) {
    outcomes.add(failure == null ? "done" : String.valueOf(failure.getMessage()));
  }

  private static void copy(Path target) {
    try {
      Files.createDirectories(target.resolve("db"));
      Files.writeString(target.resolve("db/data"), "rows");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
