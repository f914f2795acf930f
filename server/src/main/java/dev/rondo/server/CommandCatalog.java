package dev.rondo.server;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.node.Forgotten;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.admin.AclCommands;
import dev.rondo.server.command.admin.Checkpoints;
import dev.rondo.server.command.admin.CommandCommands;
import dev.rondo.server.command.admin.ConfigCommands;
import dev.rondo.server.command.admin.DebugCommand;
import dev.rondo.server.command.admin.InfoCommand;
import dev.rondo.server.command.admin.LatencyCommands;
import dev.rondo.server.command.admin.LolwutCommand;
import dev.rondo.server.command.admin.MemoryCommands;
import dev.rondo.server.command.admin.MonitorCommand;
import dev.rondo.server.command.admin.PersistenceCommands;
import dev.rondo.server.command.admin.ServerCommands;
import dev.rondo.server.command.admin.ShutdownCommand;
import dev.rondo.server.command.admin.SlowlogCommands;
import dev.rondo.server.command.bitmaps.BitmapCommands;
import dev.rondo.server.command.cluster.ClusterCommands;
import dev.rondo.server.command.cluster.ClusterReport;
import dev.rondo.server.command.connection.ConnectionCommands;
import dev.rondo.server.command.connection.Unblocking;
import dev.rondo.server.command.consistency.ConsistencyCommands;
import dev.rondo.server.command.consistency.SiblingCommands;
import dev.rondo.server.command.geo.GeoCommands;
import dev.rondo.server.command.hashes.HashCommands;
import dev.rondo.server.command.hyperloglog.HyperLogLogCommands;
import dev.rondo.server.command.keys.Encodings;
import dev.rondo.server.command.keys.KeyCommands;
import dev.rondo.server.command.keys.Timer;
import dev.rondo.server.command.lists.ListCommands;
import dev.rondo.server.command.pubsub.Broadcast;
import dev.rondo.server.command.pubsub.PubSubCommands;
import dev.rondo.server.command.scripting.ScriptingCommands;
import dev.rondo.server.command.sets.SetCommands;
import dev.rondo.server.command.sort.SortCommands;
import dev.rondo.server.command.sortedsets.SortedSetCommands;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.config.StorageSettings;
import dev.rondo.server.metrics.InfoReport;
import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.metrics.RedisCompatibility;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.PasswordAuthenticator;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.rocksdb.RocksStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All commands of a node, with what their handlers need.
 *
 * @param figures the node's figures of now
 * @param broadcast takes published messages to other nodes
 * @param unblocking ends a client's wait in a blocking command
 * @param timer runs something later
 * @param background runs what takes long
 * @param shutdown begins to stop the node, and returns at once
 * @param cluster the cluster as it is now; null when this node is no member of one
 * @param scripting runs scripts
 * @param forget declares that a node of the cluster is gone for good
 */
record CommandCatalog(
    Config config,
    RocksStore store,
    Sessions sessions,
    Monitors monitors,
    Subscriptions subscriptions,
    Broadcast broadcast,
    ClientPause pause,
    Unblocking unblocking,
    PasswordAuthenticator authenticator,
    CommandMetrics metrics,
    Checkpoints checkpoints,
    Supplier<NodeFigures> figures,
    Timer timer,
    Executor background,
    Runnable shutdown,
    InstantSource clock,
    @Nullable Supplier<ClusterReport> cluster,
    ScriptingCommands scripting,
    Function<NodeId, Forgotten> forget) {
  List<CommandSpec> rows() {
    return Stream.of(dataCommands(), clientCommands(), serverCommands())
        .flatMap(rows -> rows)
        .flatMap(List::stream)
        .toList();
  }

  private Stream<List<CommandSpec>> dataCommands() {
    LongSupplier maxStringBytes = () -> config.get(NetworkSettings.PROTO_MAX_BULK_LEN);
    return Stream.of(
        new StringCommands(maxStringBytes).rows(),
        new BitmapCommands(maxStringBytes).rows(),
        new GeoCommands().rows(),
        new HyperLogLogCommands(() -> config.get(StorageSettings.HLL_SPARSE_MAX_BYTES)).rows(),
        new HashCommands(clock, new SecureRandom()).rows(),
        new SetCommands(new SecureRandom()).rows(),
        new ListCommands().rows(),
        new SortedSetCommands(new SecureRandom()).rows(),
        new SortCommands().rows(),
        new KeyCommands(
                databases(),
                encodings(),
                clock,
                new SecureRandom(),
                store::idleMillis,
                timer,
                new StoreLog(store))
            .rows());
  }

  private Stream<List<CommandSpec>> clientCommands() {
    return Stream.of(
        new ConnectionCommands(
                RedisCompatibility.VERSION,
                cluster != null,
                databases(),
                authenticator,
                sessions,
                monitors,
                subscriptions,
                pause,
                unblocking,
                clock)
            .rows(),
        new PubSubCommands(subscriptions, broadcast).rows(),
        new TransactionCommands().rows(),
        scripting.rows(),
        new ConsistencyCommands().rows(),
        new SiblingCommands().rows());
  }

  private Stream<List<CommandSpec>> serverCommands() {
    return Stream.of(
        new AclCommands(authenticator).rows(),
        new ClusterCommands(cluster, forget).rows(),
        new CommandCommands().rows(),
        new ConfigCommands(config, metrics::reset, background).rows(),
        new DebugCommand(
                () -> config.get(NetworkSettings.ENABLE_DEBUG_COMMAND), timer, store::pauseExpiry)
            .rows(),
        new InfoCommand(sections -> InfoReport.render(figures.get(), sections)).rows(),
        new LatencyCommands(
                metrics.latency(),
                metrics.commands(),
                () -> config.get(MonitoringSettings.LATENCY_MONITOR_THRESHOLD),
                clock)
            .rows(),
        new LolwutCommand(RedisCompatibility.VERSION, new SecureRandom()).rows(),
        new MemoryCommands(figures, System::gc, background).rows(),
        new MonitorCommand(monitors).rows(),
        new PersistenceCommands(checkpoints).rows(),
        new ServerCommands(clock).rows(),
        new ShutdownCommand(shutdown).rows(),
        new SlowlogCommands(metrics.slowLog()).rows());
  }

  private Encodings encodings() {
    return new Encodings(
        () -> config.get(StorageSettings.HASH_MAX_LISTPACK_ENTRIES),
        () -> config.get(StorageSettings.HASH_MAX_LISTPACK_VALUE),
        () -> config.get(StorageSettings.LIST_MAX_LISTPACK_SIZE),
        () -> config.get(StorageSettings.SET_MAX_INTSET_ENTRIES),
        () -> config.get(StorageSettings.SET_MAX_LISTPACK_ENTRIES),
        () -> config.get(StorageSettings.SET_MAX_LISTPACK_VALUE),
        () -> config.get(StorageSettings.ZSET_MAX_LISTPACK_ENTRIES),
        () -> config.get(StorageSettings.ZSET_MAX_LISTPACK_VALUE));
  }

  private int databases() {
    return config.get(StorageSettings.DATABASES);
  }
}
