package dev.rondo.server.command.admin;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.ConfigSources;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.metrics.CommandStatistics;
import dev.rondo.server.metrics.InfoReport;
import dev.rondo.server.metrics.LatencyMonitor;
import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.metrics.ProcessFigures;
import dev.rondo.server.metrics.ServerFigures;
import dev.rondo.server.metrics.SlowLog;
import dev.rondo.server.session.Monitors;
import dev.rondo.storage.StoreStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node with all commands of operators, whose background work, timers and machine the test plays.
 */
final class AdminClient implements AutoCloseable {
  static final String VERSION = "7.2.5";
  static final int NODE_PORT = 6379;

  final SettableClock clock = new SettableClock();
  final Config config;
  final LatencyMonitor latency = new LatencyMonitor(clock, 1);
  final CommandStatistics statistics = new CommandStatistics();
  final SlowLog slowLog = new SlowLog(-1, 128);
  final Monitors monitors = new Monitors(clock);
  final Checkpoints checkpoints;

  /** What was done to the node, in words. */
  final List<String> events = new ArrayList<>();

  /** What waits for its time; for how long is among the events. */
  final Queue<Runnable> timers = new ArrayDeque<>();

  /** What waits for a thread; runs at once unless {@link #holdBackgroundWork} is set. */
  final Queue<Runnable> backgroundWork = new ArrayDeque<>();

  boolean holdBackgroundWork;
  private final CommandHarness harness;

  /**
   * @param directory is empty
   * @param flags settings, as on the command line
   */
  AdminClient(Path directory, String... flags) {
    this.config = ConfigSources.ofFlags(flags).resolve();
    this.checkpoints =
        new Checkpoints(directory.resolve("checkpoints"), this::copyData, clock, this::execute);
    List<CommandSpec> all = new ArrayList<>(rows());
    all.addAll(new StringCommands(() -> 512L << 20).rows());
    all.addAll(new TransactionCommands().rows());
    this.harness = CommandHarness.open(directory.resolve("data"), all);
  }

  /** The rows of this package but COMMAND's and ACL's. */
  List<CommandSpec> rows() {
    return Stream.of(
            new ConfigCommands(config, () -> events.add("reset"), this::execute).rows(),
            new InfoCommand(sections -> InfoReport.render(figures(), sections)).rows(),
            new PersistenceCommands(checkpoints).rows(),
            new LatencyCommands(
                    latency,
                    statistics,
                    () -> config.get(MonitoringSettings.LATENCY_MONITOR_THRESHOLD),
                    clock)
                .rows(),
            new SlowlogCommands(slowLog).rows(),
            new MemoryCommands(AdminClient::figures, () -> events.add("purge"), this::execute)
                .rows(),
            new LolwutCommand(VERSION, new Random(1)).rows(),
            new MonitorCommand(monitors).rows(),
            new ShutdownCommand(() -> events.add("shutdown")).rows(),
            new DebugCommand(
                    () -> config.get(NetworkSettings.ENABLE_DEBUG_COMMAND),
                    (millis, task) -> {
                      events.add("after " + millis);
                      timers.add(task);
                    },
                    paused -> events.add("expiry paused: " + paused))
                .rows(),
            new ServerCommands(clock).rows())
        .flatMap(List::stream)
        .toList();
  }

  private void copyData(Path target) {
    events.add("checkpoint");
    try {
      Files.createDirectory(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void execute(Runnable task) {
    if (holdBackgroundWork) {
      backgroundWork.add(task);
    } else {
      task.run();
    }
  }

  CommandHarness harness() {
    return harness;
  }

  /** Runs a command line and gives the reply, with blanks for line ends. */
  String run(String line) {
    return harness.runLine(line).replace("\r\n", " ").stripTrailing();
  }

  /** Figures in which each number is different. */
  static NodeFigures figures() {
    return new NodeFigures(
        new NodeFigures.Node(
            "0.1",
            "an os",
            "0".repeat(40),
            12,
            NODE_PORT,
            List.of("*"),
            0,
            "nio",
            1,
            "rondo",
            "",
            false),
        1_700_000_000_000_000L,
        new NodeFigures.Clients(3, 0, 0, 0, 0, 0, 0),
        new NodeFigures.Limits(10_000, 0, "noeviction", 10),
        new ProcessFigures(100, 200, 1000, 10, 20, 300, 10_000, 1, 2),
        new ServerFigures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 400),
        new StoreStatistics(60, 40, 25, 30, 40, 20, 5000, 50, 6, 7, 8, 9, 10, 11, true),
        new NodeFigures.Saves(false, 0, true, -1, -1, 0),
        new TreeMap<>(),
        new TreeMap<>(),
        null,
        List.of(new NodeFigures.Database(0, 4, 1, 0)));
  }

  @Override
  public void close() {
    harness.close();
  }
}
