package dev.rondo.server.command.keys;

import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Replays sessions recorded with Redis 7.0.15, over the real store. */
final class KeyTranscriptsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    KeysClient timers = new KeysClient();
    CommandHarness.SettableClock clock = new CommandHarness.SettableClock();
    List<CommandSpec> rows = new ArrayList<>(new StringCommands(() -> 512L << 20).rows());
    rows.addAll(new TransactionCommands().rows());
    rows.addAll(
        new KeyCommands(
                CommandHarness.DATABASES,
                clock,
                RandomGenerator.getDefault(),
                key -> 0,
                timers,
                timers)
            .rows());
    rows.add(CommandSpec.named("select", 2, CommandGroup.CONNECTION, KeyTranscriptsTest::select));
    harness = CommandHarness.open(directory, rows);
  }

  private static void select(Invocation call) {
    call.session().database(DatabaseIndex.parse(call.argument(1), CommandHarness.DATABASES));
    call.replyOk();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicNode> answersWhatRedisAnswers() {
    return Stream.of(
            "copies", "databases", "dump", "existence", "expiry", "objects", "scan", "wait")
        .map(
            name ->
                DynamicContainer.dynamicContainer(
                    name, Transcript.tests(getClass(), name + ".transcript", harness)));
  }
}
