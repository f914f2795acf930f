package dev.rondo.server;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.PutListener;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.coordinator.CoordinatorSettings;
import dev.rondo.cluster.coordinator.ForwardHandler;
import dev.rondo.cluster.coordinator.InFlightLimits;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.node.Forgotten;
import dev.rondo.cluster.node.Node;
import dev.rondo.cluster.node.NodeSettings;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.resp.RequestLimits;
import dev.rondo.server.blocking.AwaitedKeys;
import dev.rondo.server.blocking.Place;
import dev.rondo.server.command.CommandRouting;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.cluster.ClusterReport;
import dev.rondo.server.command.pubsub.Broadcast;
import dev.rondo.server.config.ClusterSettings;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.StorageSettings;
import dev.rondo.server.net.ClusterBus;
import dev.rondo.server.net.EventLoops;
import dev.rondo.server.routing.ClusterBroadcast;
import dev.rondo.server.routing.ClusterKeyspace;
import dev.rondo.server.routing.ClusterRouting;
import dev.rondo.server.routing.ForwardService;
import dev.rondo.server.routing.RemoteKeys;
import dev.rondo.server.routing.RoutingSettings;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Completion;
import dev.rondo.storage.rocksdb.RocksStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** This node as a member of a cluster: its bus, its timers, and the {@link Node} on them. */
final class ClusterMember implements AutoCloseable {
  private final RocksStore store;
  private final ClusterBus bus;
  private final ThreadScheduler scheduler = new ThreadScheduler("rondo-cluster");
  private volatile @Nullable ForwardHandler forwards;
  private final Node node;
  private final Replica replica;
  private final Keyspace keyspace;
  private final AwaitedKeys awaited;
  private final RoutingSettings routing;
  private final InstantSource clock;
  private final int databases;

  /**
   * @param replica this node's copies, which keep tombstones
   * @throws IOException when the bus's port cannot be had, or the config names none
   */
  ClusterMember(
      Config config, RocksStore store, Replica replica, EventLoops loops, InstantSource clock)
      throws IOException {
    this.store = store;
    this.replica = replica;
    this.clock = clock;
    this.databases = config.get(StorageSettings.DATABASES);
    this.routing =
        new RoutingSettings(
            config.get(ClusterSettings.REQUEST_TIMEOUT),
            RoutingSettings.DEFAULT.firstBackoffMillis(),
            RoutingSettings.DEFAULT.maxAttempts(),
            config.get(ClusterSettings.RETRIES),
            RoutingSettings.DEFAULT.maxReplyBytes());
    NodeId self = new NodeId(store.actor());
    NodeAddresses addresses = NodeAddresses.of(config);
    this.bus =
        new ClusterBus(
            loops,
            addresses.bindHost(),
            self,
            addresses.bus(),
            config.get(ClusterSettings.NAME),
            config.get(ClusterSettings.SECRET));
    Member member =
        new Member(
            self,
            clock.millis(),
            0,
            MemberState.JOINING,
            addresses.bus(),
            addresses.client(),
            config.get(ClusterSettings.RACK),
            config.get(ClusterSettings.DATA_CENTRE),
            config.get(ClusterSettings.WEIGHT),
            0);
    List<NodeAddress> seeds = config.get(ClusterSettings.SEEDS);
    this.node =
        new Node(
            settings(config, seeds.isEmpty() || addresses.isAmong(seeds)),
            member,
            seeds,
            replica,
            this::runForwarded,
            new Node.World(
                bus.transport(),
                scheduler,
                System::nanoTime,
                new SecureRandom(),
                store,
                store.hints(),
                new FileRingStore(config.get(StorageSettings.DIR))));
    this.awaited = new AwaitedKeys(scheduler, replica);
    this.keyspace =
        new ClusterKeyspace(
            node.state(), node, scheduler, System::nanoTime, node.keyspace(), replica, routing);
  }

  private static NodeSettings settings(Config config, boolean mayFound) {
    return NodeSettings.of(
            config.get(ClusterSettings.REPLICAS), config.get(StorageSettings.DATABASES), mayFound)
        .with(
            new CoordinatorSettings(
                config.get(ClusterSettings.REQUEST_TIMEOUT),
                config.get(ClusterSettings.SLOPPY_QUORUM),
                config.get(ClusterSettings.HEDGED_READS),
                config.get(ClusterSettings.RETRIES),
                new InFlightLimits(
                    config.get(ClusterSettings.MAX_REQUESTS_PER_NODE),
                    config.get(ClusterSettings.MAX_REQUEST_BYTES_PER_NODE),
                    config.get(ClusterSettings.MAX_REQUESTS),
                    config.get(ClusterSettings.MAX_REQUEST_BYTES))));
  }

  /** The cluster as this node sees it now. */
  ClusterReport report() {
    return ClusterReport.of(node, bus.messagesSent(), bus.messagesReceived());
  }

  /** Declares that a node is gone for good. */
  Forgotten forget(NodeId gone) {
    return node.forget(gone);
  }

  /** The keys of the whole cluster. */
  Keyspace keyspace() {
    return keyspace;
  }

  /** Has commands of this node's clients run where they belong. */
  CommandRouting routing() {
    return new ClusterRouting(node.state(), node, scheduler, System::nanoTime, replica, routing);
  }

  /** Tells other nodes of keys that their clients wait for. */
  PutListener awaited() {
    return awaited;
  }

  /**
   * Watches keys that this node has no copy of.
   *
   * @param isAwaited whether a client waits for a place
   * @param wake has a client try
   */
  RemoteKeys remoteKeys(Predicate<Place> isAwaited, Consumer<Place> wake) {
    return new RemoteKeys(node.state(), node, scheduler, routing, isAwaited, wake);
  }

  /** Takes published messages to the other nodes' clients. */
  Broadcast broadcast() {
    return new ClusterBroadcast(node.state(), node);
  }

  /**
   * Begins to take part.
   *
   * @param dispatcherOn makes a dispatcher without routing on a keyspace, for what other nodes hand
   *     on
   * @param subscriptions of this node's clients
   * @param limits what one command may take
   */
  void start(
      Function<Keyspace, Dispatcher> dispatcherOn,
      ClientPause pause,
      Subscriptions subscriptions,
      Supplier<RequestLimits> limits) {
    forwards =
        new ForwardService(
            dispatcherOn.apply(keyspace),
            dispatcherOn.apply(replica),
            replica,
            pause,
            subscriptions,
            awaited,
            clock,
            databases,
            limits,
            routing);
    bus.start(node, store);
    node.start();
  }

  private void runForwarded(byte[] command, int timeoutMillis, Completion<byte[]> done) {
    ForwardHandler handler = forwards;
    if (handler == null) {
      done.failure(new ClusterException(ClusterException.Kind.UNAVAILABLE, "still starting"));
    } else {
      handler.run(command, timeoutMillis, done);
    }
  }

  @Override
  public void close() {
    node.stop();
    scheduler.close();
    bus.close();
  }
}
