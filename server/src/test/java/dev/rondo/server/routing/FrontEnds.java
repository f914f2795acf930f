package dev.rondo.server.routing;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Coordinator;
import dev.rondo.cluster.coordinator.CoordinatorSettings;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.cluster.coordinator.InFlightLimits;
import dev.rondo.cluster.coordinator.ReplicaService;
import dev.rondo.cluster.coordinator.Requests;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import dev.rondo.resp.InlineArguments;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RequestLimits;
import dev.rondo.server.blocking.AwaitedKeys;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.command.CommandObserver;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.connection.ConnectionCommands;
import dev.rondo.server.command.consistency.ConsistencyCommands;
import dev.rondo.server.command.keys.KeyCommands;
import dev.rondo.server.command.keys.LogSync;
import dev.rondo.server.command.lists.ListCommands;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.PasswordAuthenticator;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.Slots;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some nodes in one process: real command tables, dispatchers, coordinators and stores. What nodes
 * say to each other goes straight from one to the other; what goes wrong on the way is the test's
 * choice. Waiting between attempts takes no time but that of the clock.
 */
final class FrontEnds implements AutoCloseable {
  static final int DATABASES = 16;

  private static final int CACHE_BYTES = 4 << 20;
  private static final int FIRST_PORT = 7000;

  /** What becomes of the next forwarded request instead of its success. */
  enum Mishap {
    /** It never arrives. */
    UNAVAILABLE,
    /** Too much waits for the other node already. */
    OVERLOADED,
    /** It never arrives, but nobody knows. */
    LOST,
    /** It runs, and the answer is lost. */
    ANSWER_LOST,
    /** All is well this time. */
    NONE
  }

  /** A request that one node handed to another. */
  record Forwarded(NodeId from, NodeId to) {}

  final SettableClock clock = new SettableClock();
  final List<Node> nodes = new ArrayList<>();
  final Set<NodeId> dead = new HashSet<>();
  final Set<NodeId> laggards = new HashSet<>();
  final List<Forwarded> forwarded = new CopyOnWriteArrayList<>();
  final Deque<Mishap> mishaps = new ArrayDeque<>();
  final List<Long> waits = new ArrayList<>();

  /** Runs when somebody waits before another attempt. */
  Runnable whileWaiting = () -> {};

  ConsistencyPolicy policy = ConsistencyPolicy.of(Consistency.QUORUM);

  private final int replicas;
  private final AtomicLong nanos = new AtomicLong();

  FrontEnds(Path directory, int nodeCount, int replicas) {
    this.replicas = replicas;
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(new Node(i, directory.resolve("node" + i)));
    }
  }

  Node node(int i) {
    return nodes.get(i);
  }

  /** The replicas of a slot: each node is the primary of an equal share of the slots. */
  private List<NodeId> replicasOf(int slot) {
    int primary = slot * nodes.size() / Slots.COUNT;
    List<NodeId> all = new ArrayList<>();
    for (int i = 0; i < Math.min(replicas, nodes.size()); i++) {
      all.add(nodes.get((primary + i) % nodes.size()).id);
    }
    return all;
  }

  /** A key whose writes a node orders while all are live. */
  String keyOf(Node node, String name) {
    for (int i = 0; ; i++) {
      String key = name + i;
      if (replicasOf(Slots.of(Bytes.of(key))).get(0).equals(node.id)) {
        return key;
      }
    }
  }

  private Node byId(NodeId id) {
    return nodes.stream().filter(node -> node.id.equals(id)).findAny().orElseThrow();
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.store.close());
  }

  /** One node and a client of it. */
  final class Node implements ClusterState, Forwarder, Scheduler, Transport {
    final NodeId id;
    final Monitors monitors = new Monitors(clock);
    final ClientPause pause = new ClientPause(clock);
    final List<String> rejected = new CopyOnWriteArrayList<>();
    final List<String> completed = new CopyOnWriteArrayList<>();
    final Session session;
    private final NodeAddress address;
    private final RocksStore store;
    private final Replica replica;
    private final Requests requests;
    private final ReplicaService replicaService;
    private final ForwardService forwardService;
    private final Dispatcher dispatcher;

    Node(int number, Path directory) {
      this.address = new NodeAddress("127.0.0.1", FIRST_PORT + number);
      this.store =
          RocksStore.open(
              new StoreSettings(
                  directory, DATABASES, StoreSettings.Fsync.NO, CACHE_BYTES, CACHE_BYTES, 0, 1),
              clock,
              new Random(number));
      this.id = new NodeId(store.actor());
      this.replica = new Replica(store, clock, new HybridClock(clock), Deletions.KEEP_TOMBSTONE);
      this.requests = new Requests(this, nanos::get, InFlightLimits.DEFAULT);
      this.session = newSession();
      Coordinator coordinator =
          new Coordinator(
              this,
              replica,
              requests,
              (target, key, row) -> true,
              CoordinatorSettings.DEFAULT,
              replicas);
      ClusterKeyspace keyspace =
          new ClusterKeyspace(
              this, this, this, nanos::get, coordinator, replica, RoutingSettings.DEFAULT);
      CommandTable table = new CommandTable(rows());
      ClusterRouting routing =
          new ClusterRouting(this, this, this, nanos::get, replica, RoutingSettings.DEFAULT);
      CommandObserver observer = observer();
      replicaService = new ReplicaService(this, replica, (target, key, row) -> true);
      dispatcher =
          new Dispatcher(
              table,
              keyspace,
              observer,
              monitors,
              pause,
              clock,
              nanos::get,
              () -> policy,
              routing,
              null);
      forwardService =
          new ForwardService(
              new Dispatcher(
                  table, keyspace, observer, monitors, pause, clock, nanos::get, () -> policy),
              new Dispatcher(
                  table, replica, observer, monitors, pause, clock, nanos::get, () -> policy),
              replica,
              pause,
              new Subscriptions(),
              new AwaitedKeys(this, replica),
              clock,
              DATABASES,
              () -> RequestLimits.DEFAULT,
              RoutingSettings.DEFAULT);
    }

    Session newSession() {
      return new Session(
          1, new ForwardedConnection("127.0.0.1:50000"), clock.millis(), () -> false);
    }

    private CommandObserver observer() {
      return new CommandObserver() {
        @Override
        public void completed(Invocation call, long elapsedNanos, @Nullable String error) {
          completed.add(call.spec().name());
        }

        @Override
        public void rejected(@Nullable CommandSpec spec, String error) {
          rejected.add(error);
        }

        @Override
        public void lookedUp(boolean found) {}
      };
    }

    private List<CommandSpec> rows() {
      List<CommandSpec> rows = new ArrayList<>(new StringCommands(() -> 512L << 20).rows());
      rows.addAll(new TransactionCommands().rows());
      rows.addAll(new ListCommands().rows());
      rows.addAll(new ConsistencyCommands().rows());
      rows.addAll(
          new ConnectionCommands(
                  "7.2.0",
                  true,
                  DATABASES,
                  new PasswordAuthenticator(() -> ""),
                  new Sessions(),
                  monitors,
                  new Subscriptions(),
                  pause,
                  clock)
              .rows());
      rows.addAll(
          new KeyCommands(DATABASES, clock, new Random(1), key -> -1, this::after, new NoLog())
              .rows());
      return rows;
    }

    /** A command that waits takes no time but that of the clock. */
    private void after(long millis, Runnable task) {
      clock.advanceMillis(millis);
      whileWaiting.run();
      task.run();
    }

    CommandTable table() {
      return dispatcher.table();
    }

    ForwardService service() {
      return forwardService;
    }

    /** Runs a line for the node's client and waits for the reply, as it goes over the wire. */
    String run(String line) {
      return runAs(session, line);
    }

    String runAs(Session client, String line) {
      CompletableFuture<Reply> answer = start(client, line);
      return encode(answer.orTimeout(30, TimeUnit.SECONDS).join(), client);
    }

    CompletableFuture<Reply> start(Session client, String line) {
      CompletableFuture<Reply> answer = new CompletableFuture<>();
      dispatcher.dispatch(
          client,
          InlineArguments.split(Bytes.of(line)),
          reply -> {
            if (!answer.complete(reply)) {
              throw new IllegalStateException("answered twice: " + line);
            }
          });
      return answer;
    }

    /** What this node's own copy of the keys has, as GET would answer. */
    /** This node's copy of a key. */
    Entry localCopy(String key) {
      CompletableFuture<Entry> copy = new CompletableFuture<>();
      replica.stored(new Key(0, Bytes.of(key)), true, completing(stored -> copy.complete(stored)));
      return Objects.requireNonNull(copy.join());
    }

    /** A copy of a key arrives, from another node or as a hint. */
    void arrives(String key, Entry copy) {
      CompletableFuture<Boolean> merged = new CompletableFuture<>();
      replica.merge(new Key(0, Bytes.of(key)), copy, completing(merged::complete));
      merged.join();
    }

    private static <T> Completion<T> completing(Consumer<T> taker) {
      return new Completion<>() {
        @Override
        public void success(T result) {
          taker.accept(result);
        }

        @Override
        public void failure(Throwable cause) {
          throw new AssertionError(cause);
        }
      };
    }

    long localSize() {
      return replica.size(0);
    }

    // What the cluster looks like from here.

    @Override
    public NodeId self() {
      return id;
    }

    @Override
    public long epoch() {
      return 1;
    }

    @Override
    public List<NodeId> replicas(int slot) {
      return replicasOf(slot);
    }

    @Override
    public Iterable<NodeId> fallbacks(int slot) {
      List<NodeId> own = replicasOf(slot);
      return nodes.stream().map(node -> node.id).filter(node -> !own.contains(node)).toList();
    }

    @Override
    public boolean isLive(NodeId node) {
      return node.equals(id) || !dead.contains(node);
    }

    @Override
    public boolean isCaughtUp(NodeId node) {
      return !laggards.contains(node);
    }

    @Override
    public @Nullable NodeAddress addressOf(NodeId node) {
      return byId(node).address;
    }

    @Override
    public String dataCentreOf(NodeId node) {
      return "";
    }

    // How it reaches the others.

    @Override
    public void forward(NodeId to, byte[] command, Completion<byte[]> done) {
      forwarded.add(new Forwarded(id, to));
      Mishap mishap = dead.contains(to) ? Mishap.UNAVAILABLE : mishaps.poll();
      if (mishap == Mishap.UNAVAILABLE) {
        done.failure(new ClusterException(ClusterException.Kind.UNAVAILABLE, "unsent"));
      } else if (mishap == Mishap.OVERLOADED) {
        done.failure(new ClusterException(ClusterException.Kind.OVERLOADED, "too much waits"));
      } else if (mishap == Mishap.LOST) {
        done.failure(new ClusterException(ClusterException.Kind.TIMEOUT, "no answer"));
      } else {
        byId(to).service().run(command, 2000, mishap == Mishap.ANSWER_LOST ? losing(done) : done);
      }
    }

    private static Completion<byte[]> losing(Completion<byte[]> done) {
      return new Completion<>() {
        @Override
        public void success(byte[] reply) {
          done.failure(new ClusterException(ClusterException.Kind.TIMEOUT, "no answer"));
        }

        @Override
        public void failure(Throwable cause) {
          done.failure(cause);
        }
      };
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      waits.add(delayMillis);
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(delayMillis));
      whileWaiting.run();
      task.run();
      return () -> {};
    }

    @Override
    public boolean send(NodeAddress to, Lane lane, Message message) {
      Node other = nodes.get(to.port() - FIRST_PORT);
      if (dead.contains(other.id)) {
        return false;
      }
      if (message instanceof Message.Read read) {
        other.replicaService.read(read, reply -> requests.replied(other.id, reply));
      } else if (message instanceof Message.Write write) {
        other.replicaService.write(id, write, reply -> requests.replied(other.id, reply));
      } else {
        throw new IllegalArgumentException("not expected: " + message);
      }
      return true;
    }

    @Override
    public void forget(NodeAddress node) {}

    @Override
    public void reset(NodeAddress node) {}
  }

  static String encode(Reply reply, Session client) {
    ReplyBuffer buffer = ReplyBuffer.pooled();
    reply.writeTo(new ReplyWriter(buffer, client.respVersion()));
    return Bytes.text(buffer.takeBytes());
  }

  private static final class NoLog implements LogSync {
    @Override
    public boolean isSynced() {
      return true;
    }

    @Override
    public void whenSynced(Runnable task) {
      task.run();
    }
  }
}
