package dev.rondo.server;

import dev.rondo.cluster.Keyspace;
import dev.rondo.server.blocking.BlockedClients;
import dev.rondo.server.command.admin.Checkpoints;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.config.StorageSettings;
import dev.rondo.server.metrics.CommandStatistics;
import dev.rondo.server.metrics.ErrorStatistics;
import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.metrics.ProcessProbe;
import dev.rondo.server.metrics.ServerStatistics;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gathers the figures of a node at one moment, for INFO. Safe for use by many threads. */
final class NodeReport {
  /** How often background work runs, as the field {@code hz} says. */
  private static final int HZ = 10;

  private final Supplier<NodeFigures.Node> node;
  private final Config config;
  private final Store store;
  private final Keyspace keyspace;
  private final Sessions sessions;
  private final Subscriptions subscriptions;
  private final ClientPause pause;
  private final BlockedClients blocked;
  private final ServerStatistics server;
  private final CommandStatistics commands;
  private final ErrorStatistics errors;
  private final Checkpoints checkpoints;
  private final ProcessProbe process;
  private final InstantSource clock;

  NodeReport(
      Supplier<NodeFigures.Node> node,
      Config config,
      Store store,
      Keyspace keyspace,
      Sessions sessions,
      Subscriptions subscriptions,
      ClientPause pause,
      BlockedClients blocked,
      CommandMetrics metrics,
      Checkpoints checkpoints,
      ProcessProbe process,
      InstantSource clock) {
    this.node = node;
    this.config = config;
    this.store = store;
    this.keyspace = keyspace;
    this.sessions = sessions;
    this.subscriptions = subscriptions;
    this.pause = pause;
    this.blocked = blocked;
    this.server = metrics.server();
    this.commands = metrics.commands();
    this.errors = metrics.errors();
    this.checkpoints = checkpoints;
    this.process = process;
    this.clock = clock;
  }

  /** To be called ten times a second: takes the samples that rates and peaks come from. */
  void sample() {
    server.sample(NodeFigures.usedMemoryBytes(process.figures(), store.statistics()));
  }

  /** The figures now. */
  NodeFigures figures() {
    return new NodeFigures(
        node.get(),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
        clients(),
        new NodeFigures.Limits(
            config.get(NetworkSettings.MAXCLIENTS),
            config.get(StorageSettings.MAXMEMORY),
            config.format("maxmemory-policy").orElseThrow(),
            HZ),
        process.figures(),
        server.figures(),
        store.statistics(),
        saves(),
        commands.figures(),
        errors.figures(),
        config.get(MonitoringSettings.LATENCY_TRACKING)
            ? config.get(MonitoringSettings.LATENCY_TRACKING_INFO_PERCENTILES)
            : null,
        databases());
  }

  /** Who is connected now. */
  NodeFigures.Clients clients() {
    return new NodeFigures.Clients(
        sessions.count(),
        pause.waitingCount() + blocked.count(),
        blocked.keyCount(),
        0,
        subscriptions.count(SubscriptionKind.CHANNEL),
        subscriptions.count(SubscriptionKind.PATTERN),
        subscriptions.count(SubscriptionKind.SHARD_CHANNEL));
  }

  private NodeFigures.Saves saves() {
    Checkpoints.Status status = checkpoints.status();
    return new NodeFigures.Saves(
        status.inProgress(),
        status.lastSavedMillis(),
        status.lastSucceeded(),
        status.lastTookMillis(),
        status.startedMillis(),
        status.saves());
  }

  private List<NodeFigures.Database> databases() {
    List<NodeFigures.Database> databases = new ArrayList<>();
    for (int i = 0; i < config.get(StorageSettings.DATABASES); i++) {
      long keys = keyspace.size(i);
      if (keys > 0) {
        databases.add(new NodeFigures.Database(i, keys, keyspace.sizeWithExpiry(i), 0));
      }
    }
    return databases;
  }
}
