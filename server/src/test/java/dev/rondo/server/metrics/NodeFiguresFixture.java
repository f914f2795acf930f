package dev.rondo.server.metrics;

import dev.rondo.server.config.Config;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.metrics.NodeFigures.Clients;
import dev.rondo.server.metrics.NodeFigures.Database;
import dev.rondo.server.metrics.NodeFigures.Limits;
import dev.rondo.server.metrics.NodeFigures.Node;
import dev.rondo.storage.StoreStatistics;
import java.util.List;

/** Figures with a different number in every place. */
final class NodeFiguresFixture {
  private static final long MB = 1L << 20;

  private NodeFiguresFixture() {}

  static NodeFigures figures() {
    CommandStatistics commands = new CommandStatistics();
    commands.completed("get", 2_000, false);
    commands.completed("get", 3_000, true);
    commands.completed("config|set", 70_000, false);
    commands.rejected("set");
    ErrorStatistics errors = new ErrorStatistics();
    errors.count("WRONGTYPE no");
    errors.count("ERR no");
    errors.count("ERR no");
    return new NodeFigures(
        node(),
        1_700_000_090_123_456L,
        new Clients(11, 12, 0, 13, 14, 15, 0),
        new Limits(10_000, 100 * MB, "allkeys-lru", 10),
        new ProcessFigures(
            100 * MB, 200 * MB, 400 * MB, 50 * MB, 60 * MB, 600 * MB, 24_000 * MB, 1.25, 0.5),
        new ServerFigures(
            101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111.6, 2_048, 3_072, 500 * MB),
        store(),
        new NodeFigures.Saves(true, 1_700_000_089_000L, false, 3_456, 1_700_000_088_000L, 7),
        commands.figures(),
        errors.figures(),
        Config.defaults().get(MonitoringSettings.LATENCY_TRACKING_INFO_PERCENTILES),
        List.of(
            new Database(0, 1_000, 900, 60_000),
            new Database(3, 5, 0, 0),
            new Database(4, 0, 0, 0)));
  }

  static Node node() {
    return new Node(
        "1.2.3",
        "Linux 6.1 amd64",
        "0123456789abcdef0123456789abcdef01234567",
        4_242,
        6379,
        List.of("*", "-::*"),
        1_699_900_000_000L,
        "epoll",
        2,
        "/usr/bin/java",
        "/etc/rondo.conf",
        false);
  }

  static StoreStatistics store() {
    return new StoreStatistics(
        201,
        202,
        20 * MB,
        10 * MB,
        30 * MB,
        2 * MB,
        900 * MB,
        1_005,
        206,
        207,
        208,
        209,
        210,
        1_700_000_089_000L,
        true);
  }
}
