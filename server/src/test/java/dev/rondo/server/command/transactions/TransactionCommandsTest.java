package dev.rondo.server.command.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.bitmaps.BitmapCommands;
import dev.rondo.server.command.connection.ConnectionCommands;
import dev.rondo.server.command.keys.KeyCommands;
import dev.rondo.server.command.keys.LogSync;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.PasswordAuthenticator;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class TransactionCommandsTest {
  private static final long MAX_STRING_BYTES = 512L << 20;

  /** A log that is always on the disk. */
  private static final LogSync SYNCED =
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

  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness = CommandHarness.open(directory, rows());
  }

  private static List<CommandSpec> rows() {
    InstantSource clock = InstantSource.system();
    return Stream.of(
            new StringCommands(() -> MAX_STRING_BYTES).rows(),
            new BitmapCommands(() -> MAX_STRING_BYTES).rows(),
            new KeyCommands(
                    CommandHarness.DATABASES,
                    clock,
                    new Random(1),
                    key -> 0,
                    (millis, task) -> {},
                    SYNCED)
                .rows(),
            new ConnectionCommands(
                    "7.2.5",
                    false,
                    CommandHarness.DATABASES,
                    new PasswordAuthenticator(() -> ""),
                    new Sessions(),
                    new Monitors(clock),
                    new Subscriptions(),
                    new ClientPause(clock),
                    clock)
                .rows(),
            new TransactionCommands().rows())
        .flatMap(List::stream)
        .toList();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "transactions.transcript", harness);
  }

  @Test
  void anotherClientsWriteFailsTheTransaction() {
    harness.runLine("SET k 1");
    harness.runLine("WATCH k");
    other("SET", "k", "1");
    harness.runLine("MULTI");
    harness.runLine("SET k mine");
    assertThat(harness.runLine("EXEC")).isEqualTo("*-1\r\n");
    assertThat(harness.runLine("GET k")).isEqualTo("$1\r\n1\r\n");
  }

  @Test
  void deletingAndMakingAgainFailsTheTransaction() {
    harness.runLine("SET k 1");
    harness.runLine("WATCH k");
    other("DEL", "k");
    other("SET", "k", "1");
    harness.runLine("MULTI");
    harness.runLine("GET k");
    assertThat(harness.runLine("EXEC")).isEqualTo("*-1\r\n");
  }

  @Test
  void aKeyThatExpiresMeanwhileFailsTheTransaction() {
    harness.runLine("SET k 1 PX 100");
    harness.runLine("WATCH k");
    harness.clock().advanceMillis(101);
    harness.runLine("MULTI");
    harness.runLine("PING");
    assertThat(harness.runLine("EXEC")).isEqualTo("*-1\r\n");
  }

  @Test
  void anotherClientsQueueIsItsOwn() {
    harness.runLine("MULTI");
    harness.runLine("SET k mine");
    assertThat(other("GET", "k")).isEqualTo("$-1\r\n");
    assertThat(harness.runLine("EXEC")).isEqualTo("*1\r\n+OK\r\n");
    assertThat(other("GET", "k")).isEqualTo("$4\r\nmine\r\n");
  }

  private String other(String... words) {
    Session session = harness.newSession(2);
    byte[][] arguments = Stream.of(words).map(Bytes::of).toArray(byte[][]::new);
    return Bytes.text(harness.runAs(session, arguments));
  }
}
