package dev.rondo.server;

import dev.rondo.cluster.ClockPruning;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.PutListener;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.node.Forgotten;
import dev.rondo.resp.RequestLimits;
import dev.rondo.server.blocking.BlockedClients;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.admin.Checkpoints;
import dev.rondo.server.command.pubsub.Broadcast;
import dev.rondo.server.command.scripting.ScriptingCommands;
import dev.rondo.server.config.ClusterSettings;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.MemoryPlan;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.config.OutputBufferLimits.ClientClass;
import dev.rondo.server.config.StorageSettings;
import dev.rondo.server.metrics.AdminServer;
import dev.rondo.server.metrics.NodeMetrics;
import dev.rondo.server.metrics.ProcessProbe;
import dev.rondo.server.metrics.RedisCompatibility;
import dev.rondo.server.net.BindAddress;
import dev.rondo.server.net.EventLoops;
import dev.rondo.server.net.Listener;
import dev.rondo.server.net.NetworkContext;
import dev.rondo.server.net.NetworkMemory;
import dev.rondo.server.net.PayloadPool;
import dev.rondo.server.net.PushLimit;
import dev.rondo.server.script.Lanes;
import dev.rondo.server.script.ScriptCache;
import dev.rondo.server.script.ScriptTransactions;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.PasswordAuthenticator;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: the one place where the parts are made and wired together. */
public final class RondoServer {
  private static final Logger LOG = LoggerFactory.getLogger(RondoServer.class);
  private static final long MIN_PUSH_BYTES = 32L << 20;
  private static final int MAX_LOOPS = 8;
  private static final int SCRIPT_LANES = 4;
  private static final long MAX_LUA_BYTES = 128L << 20;

  /** How long news of a key may be lost in a cluster before who waits for it looks by himself. */
  private static final long REPEAT_MILLIS = 1000;

  private static final String CHECKPOINTS = "checkpoints";

  private final RocksStore store;
  private final EventLoops loops;
  private final @Nullable ClusterMember member;
  private final ThreadScheduler blockingTimer;
  private final Listener listener;
  private final Housekeeping housekeeping;
  private final ExecutorService background;
  private final Lanes scripts;
  private final NodeMetrics meters;
  private final @Nullable AdminServer adminPages;
  private final InetSocketAddress address;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Starts a node: opens its data directory and listens.
   *
   * @throws dev.rondo.storage.StoreException when the directory cannot be used
   * @throws IOException when an address it shall listen on cannot be had
   */
  public static RondoServer start(Config config) throws IOException {
    MemoryPlan memory =
        MemoryPlan.of(config, ProcessProbe.machineBytes())
            .withinHeap(Runtime.getRuntime().maxMemory());
    RocksStore store = openStore(config, memory);
    try {
      return new RondoServer(config, memory, store);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static RocksStore openStore(Config config, MemoryPlan memory) {
    StoreSettings settings =
        new StoreSettings(
            config.get(StorageSettings.DIR).toAbsolutePath(),
            config.get(StorageSettings.DATABASES),
            config.get(StorageSettings.APPENDFSYNC),
            memory.entryCacheBytes(),
            memory.blockCacheBytes(),
            config.get(StorageSettings.MIN_FREE_DISK),
            config.get(StorageSettings.READ_THREADS));
    RocksStore store = RocksStore.open(settings, InstantSource.system(), new SecureRandom());
    config.onChange(StorageSettings.APPENDFSYNC, store::setFsync);
    return store;
  }

  private RondoServer(Config config, MemoryPlan memory, RocksStore store) throws IOException {
    this.store = store;
    InstantSource clock = InstantSource.system();
    long startedMillis = clock.millis();
    Sessions sessions = new Sessions();
    Monitors monitors = new Monitors(clock);
    Subscriptions subscriptions = new Subscriptions();
    ClientPause pause = new ClientPause(clock);
    CommandMetrics metrics = CommandMetrics.of(config, clock, System::nanoTime);
    this.background =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "rondo-background"));
    this.housekeeping =
        new Housekeeping(sessions, pause, clock, () -> config.get(NetworkSettings.TIMEOUT));
    this.loops = new EventLoops(eventLoops(config));
    boolean alone = !ClusterSettings.isCluster(config);
    Replica replica =
        new Replica(
            store,
            clock,
            new HybridClock(clock),
            alone ? Deletions.PURGE : Deletions.KEEP_TOMBSTONE,
            new ClockPruning(
                config.get(ClusterSettings.CLOCK_MAX_ACTORS),
                config.get(ClusterSettings.CLOCK_PRUNE_AGE) * 1000L));
    this.member = alone ? null : openMember(config, replica, clock);
    this.blockingTimer = new ThreadScheduler("rondo-blocking");
    BlockedClients blocked =
        new BlockedClients(blockingTimer, System::nanoTime, alone ? 0 : REPEAT_MILLIS);
    replica.listener(member == null ? blocked : PutListener.both(blocked, member.awaited()));
    if (member != null) {
      blocked.whenAwaited(member.remoteKeys(blocked::isAwaited, blocked::wake)::awaited);
    }
    Keyspace keyspace = member == null ? replica : member.keyspace();
    PasswordAuthenticator authenticator =
        new PasswordAuthenticator(() -> config.get(NetworkSettings.REQUIREPASS));
    Checkpoints checkpoints =
        new Checkpoints(
            config.get(StorageSettings.DIR).toAbsolutePath().resolve(CHECKPOINTS),
            store::checkpoint,
            clock,
            background);
    NodeReport report =
        new NodeReport(
            () -> Identity.of(config, address(), eventLoops(config), startedMillis, store.actor()),
            config,
            store,
            replica,
            sessions,
            subscriptions,
            pause,
            blocked,
            metrics,
            checkpoints,
            new ProcessProbe(Listener::directMemoryBytes),
            clock);
    this.scripts =
        new Lanes(
            SCRIPT_LANES,
            RedisCompatibility.VERSION,
            System::nanoTime,
            () -> config.get(MonitoringSettings.BUSY_REPLY_THRESHOLD));
    CommandTable table =
        new CommandTable(
            new CommandCatalog(
                    config,
                    store,
                    sessions,
                    monitors,
                    subscriptions,
                    member == null ? Broadcast.NOBODY : member.broadcast(),
                    pause,
                    blocked::unblock,
                    authenticator,
                    metrics,
                    checkpoints,
                    report::figures,
                    housekeeping::after,
                    background,
                    this::shutdownSoon,
                    clock,
                    member == null ? null : member::report,
                    new ScriptingCommands(
                        scripts,
                        new ScriptTransactions(scripts, replica, MAX_LUA_BYTES),
                        new ScriptCache(),
                        subscriptions,
                        member != null),
                    member == null ? node -> Forgotten.UNKNOWN : member::forget)
                .rows());
    ConsistencyConfig policy = new ConsistencyConfig(config, keyspace.replicas());
    Dispatcher dispatcher =
        new Dispatcher(
            table,
            keyspace,
            metrics,
            monitors,
            pause,
            clock,
            System::nanoTime,
            policy::now,
            member == null ? null : member.routing(),
            blocked);
    NetworkContext network =
        new NetworkContext(
            dispatcher,
            sessions,
            monitors,
            subscriptions,
            blocked::disconnected,
            pause,
            new CountedTraffic(metrics.server()),
            new PayloadPool(memory.payloadBytes()),
            // half of it, since buffers are not full
            new NetworkMemory(memory.directBytes() / 2),
            () -> requestLimits(config),
            session -> pushLimit(config, session),
            authenticator::needsPassword,
            clock);
    this.listener =
        new Listener(
            network,
            store,
            loops,
            () -> config.get(NetworkSettings.MAXCLIENTS),
            () -> config.get(NetworkSettings.PROTECTED_MODE) && !authenticator.needsPassword());
    this.meters =
        new NodeMetrics(
            new NodeMetrics.Sources(
                metrics.server(),
                metrics.commands(),
                metrics.errors(),
                store::statistics,
                report::clients),
            Version.TEXT);
    try {
      this.address =
          listener.listen(
              BindAddress.parse(config.get(NetworkSettings.BIND)),
              config.get(NetworkSettings.PORT),
              config.get(NetworkSettings.TCP_BACKLOG),
              config.get(NetworkSettings.TCP_KEEPALIVE) > 0);
      this.adminPages = startAdminPages(config);
      if (member != null) {
        member.start(
            onKeyspace ->
                new Dispatcher(
                    table,
                    onKeyspace,
                    metrics,
                    monitors,
                    pause,
                    clock,
                    System::nanoTime,
                    policy::now),
            pause,
            subscriptions,
            () -> requestLimits(config));
      }
    } catch (IOException | RuntimeException e) {
      listener.close();
      scripts.close();
      closeCluster();
      background.shutdownNow();
      housekeeping.close();
      blockingTimer.close();
      meters.close();
      throw e;
    }
    housekeeping.start(report::sample);
  }

  private ClusterMember openMember(Config config, Replica replica, InstantSource clock)
      throws IOException {
    try {
      return new ClusterMember(config, store, replica, loops, clock);
    } catch (IOException | RuntimeException e) {
      housekeeping.close();
      background.shutdownNow();
      loops.close();
      throw e;
    }
  }

  private void closeCluster() {
    if (member != null) {
      member.close();
    }
    loops.close();
  }

  private @Nullable AdminServer startAdminPages(Config config) throws IOException {
    int port = config.get(MonitoringSettings.ADMIN_PORT);
    if (port == 0) {
      return null;
    }
    return AdminServer.start(
        new InetSocketAddress(config.get(MonitoringSettings.ADMIN_BIND), port),
        meters::scrape,
        () ->
            store.statistics().writable()
                ? new AdminServer.Health(true, "serving")
                : new AdminServer.Health(
                    false, "the disk is full or failed: reads and deletes only"));
  }

  private static RequestLimits requestLimits(Config config) {
    return RequestLimits.DEFAULT
        .withMaxBulkBytes(config.get(NetworkSettings.PROTO_MAX_BULK_LEN))
        .withMaxRequestBytes(config.get(NetworkSettings.CLIENT_QUERY_BUFFER_LIMIT));
  }

  private static PushLimit pushLimit(Config config, Session session) {
    ClientClass kind = session.subscriptions().any() ? ClientClass.PUBSUB : ClientClass.NORMAL;
    long configured = config.get(NetworkSettings.CLIENT_OUTPUT_BUFFER_LIMIT).of(kind).hardBytes();
    return new PushLimit(configured == 0 ? MIN_PUSH_BYTES : configured);
  }

  private static int eventLoops(Config config) {
    int configured = config.get(NetworkSettings.IO_THREADS);
    return configured > 0
        ? configured
        : Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
  }

  /** Where clients reach the node. */
  public InetSocketAddress address() {
    return address;
  }

  /** Waits until the node has stopped. */
  public void awaitShutdown() throws InterruptedException {
    stopped.await();
  }

  /** Stops: no new clients, connections closed, everything on disk. May be called repeatedly. */
  public void shutdown() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping");
    try {
      housekeeping.close();
      blockingTimer.close();
      listener.close();
      closeCluster();
      background.shutdown();
      if (adminPages != null) {
        adminPages.close();
      }
      meters.close();
      store.close();
      LOG.info("stopped, everything is on disk");
    } finally {
      stopped.countDown();
    }
  }

  /** {@link #shutdown} from a thread that must not wait for it, such as an event loop. */
  private void shutdownSoon() {
    new Thread(this::shutdown, "rondo-shutdown").start();
  }
}
