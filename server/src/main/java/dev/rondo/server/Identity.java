package dev.rondo.server;

import dev.rondo.server.config.ClusterSettings;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.metrics.NodeFigures;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** What does not change while a node runs, as INFO tells it. */
final class Identity {
  private Identity() {}

  /**
   * @param actor the node's id in vector clocks
   */
  static NodeFigures.Node of(
      Config config, InetSocketAddress address, int eventLoops, long startedMillis, long actor) {
    ProcessHandle process = ProcessHandle.current();
    Path file = config.file();
    return new NodeFigures.Node(
        Version.TEXT,
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        "%016x%016x%08x".formatted(actor, startedMillis, (int) process.pid()),
        process.pid(),
        address.getPort(),
        config.get(NetworkSettings.BIND),
        startedMillis,
        "epoll",
        eventLoops,
        process.info().command().orElse("java"),
        file == null ? "" : file.toString(),
        ClusterSettings.isCluster(config));
  }
}
