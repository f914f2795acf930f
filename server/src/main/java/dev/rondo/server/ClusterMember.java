package dev.rondo.server;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.coordinator.CoordinatorSettings;
import dev.rondo.cluster.coordinator.ForwardHandler;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.MembershipConfig;
import dev.rondo.cluster.node.Node;
import dev.rondo.cluster.node.NodeSettings;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.server.command.cluster.ClusterReport;
import dev.rondo.server.config.ClusterSettings;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.StorageSettings;
import dev.rondo.server.net.ClusterBus;
import dev.rondo.server.net.EventLoops;
import dev.rondo.storage.Completion;
import dev.rondo.storage.rocksdb.RocksStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** This node as a member of a cluster: its bus, its timers, and the {@link Node} on them. */
final class ClusterMember implements AutoCloseable {
  private static final int FOUNDING_DELAY_MILLIS = 1500;
  private static final int CATCH_UP_MILLIS = 1000;

  private final RocksStore store;
  private final ClusterBus bus;
  private final ThreadScheduler scheduler = new ThreadScheduler("rondo-cluster");
  private final AtomicReference<@Nullable ForwardHandler> forwards = new AtomicReference<>();
  private final Node node;

  /**
   * @param replica this node's copies, which keep tombstones
   * @throws IOException when the bus's port cannot be had, or the config names none
   */
  ClusterMember(
      Config config, RocksStore store, Replica replica, EventLoops loops, InstantSource clock)
      throws IOException {
    this.store = store;
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
  }

  private static NodeSettings settings(Config config, boolean mayFound) {
    return new NodeSettings(
        config.get(ClusterSettings.REPLICAS),
        config.get(StorageSettings.DATABASES),
        mayFound,
        FOUNDING_DELAY_MILLIS,
        CATCH_UP_MILLIS,
        MembershipConfig.DEFAULTS,
        new CoordinatorSettings(
            config.get(ClusterSettings.REQUEST_TIMEOUT),
            CoordinatorSettings.DEFAULT.slowMillis(),
            config.get(ClusterSettings.SLOPPY_QUORUM)));
  }

  /** The node. */
  Node node() {
    return node;
  }

  /** The cluster as this node sees it now. */
  ClusterReport report() {
    return ClusterReport.of(node, bus.messagesSent(), bus.messagesReceived());
  }

  /** The node's timers. */
  Scheduler scheduler() {
    return scheduler;
  }

  /** Begins to take part; from now on others' commands are run by the handler. */
  void start(ForwardHandler handler) {
    forwards.set(handler);
    bus.start(node, store);
    node.start();
  }

  private void runForwarded(byte[] command, int timeoutMillis, Completion<byte[]> done) {
    ForwardHandler handler = forwards.get();
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
