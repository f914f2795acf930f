package dev.rondo.cluster.simulation;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Completions;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.node.Node;
import dev.rondo.cluster.node.NodeSettings;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A whole {@link Node} on a machine of its own, with a disk, and the little that a front end does:
 * it runs a command here, or hands it to the node that orders the writes of its key.
 *
 * <p>What leaves the process leaves after a commit: answers to clients and other nodes, some of
 * them a moment later as at the end of a burst, and likewise what it asks of other nodes.
 */
final class SimMember implements Inbox {
  /** One in so many answers waits for a burst to end. */
  private static final int BURST = 3;

  /** How often one write may be waiting for its reply, in virtual nanoseconds. */
  private static final long REPLY_NANOS = 5_000_000_000L;

  private record Sent(Key key, long atNanos) {}

  final SimNode machine;
  final SimDisk disk;

  private final Simulation simulation;
  private final History history;
  private final NodeSettings settings;
  private final List<NodeAddress> seeds;
  private final int slowPercent;
  private final RandomGenerator random;

  /** Writes that other nodes have not answered. */
  private final Map<Long, Sent> unanswered = new TreeMap<>();

  private @Nullable Node node;
  private @Nullable SimStore store;

  /** Until when, in virtual time, this process stood still. */
  private long stoodStillUntilNanos;

  SimMember(
      Simulation simulation,
      SimNode machine,
      History history,
      NodeSettings settings,
      List<NodeAddress> seeds,
      int slowPercent) {
    this.simulation = simulation;
    this.machine = machine;
    this.history = history;
    this.settings = settings;
    this.seeds = seeds;
    this.slowPercent = slowPercent;
    this.random = simulation.newRandom();
    this.disk = new SimDisk(simulation::nowNanos);
  }

  NodeId id() {
    return machine.id();
  }

  /** The node that runs. */
  Node node() {
    if (node == null) {
      throw new IllegalStateException("node " + id() + " does not run");
    }
    return node;
  }

  private SimStore store() {
    if (store == null) {
      throw new IllegalStateException("node " + id() + " does not run");
    }
    return store;
  }

  /** What this node has of a key and cannot lose any more. */
  @Nullable Entry committed(Key key) {
    return disk.contents().rows.get(key);
  }

  /** What this node has of a key. */
  @Nullable Entry applied(Key key) {
    return store().row(key);
  }

  // Its life.

  void start() {
    machine.start(
        self -> {
          SimStore opened =
              new SimStore(
                  id().actor(),
                  disk,
                  self.scheduler(),
                  simulation.newRandom(),
                  slowPercent,
                  history.watcher(id()));
          Replica replica =
              new Replica(
                  opened,
                  self.wallClock(),
                  new HybridClock(self.wallClock()),
                  Deletions.KEEP_TOMBSTONE);
          store = opened;
          node =
              new Node(
                  settings,
                  member(),
                  seeds,
                  replica,
                  this::runForwarded,
                  new Node.World(
                      transport(self.transport(), opened),
                      self.scheduler(),
                      self.nanoClock(),
                      simulation.newRandom(),
                      opened,
                      opened,
                      disk));
          node.start();
          return this;
        });
  }

  private Member member() {
    return new Member(
        id(),
        machine.wallClock().millis(),
        0,
        MemberState.JOINING,
        machine.address(),
        machine.address(),
        "",
        "",
        100,
        0);
  }

  /** Commits before a message leaves, and remembers the writes that are under way. */
  private Transport transport(Transport network, SimStore opened) {
    return new Transport() {
      @Override
      public boolean send(NodeAddress to, Lane lane, Message message) {
        opened.commit();
        if (message instanceof Message.Write write) {
          unanswered.put(write.id(), new Sent(write.key(), simulation.nowNanos()));
        }
        return network.send(to, lane, message);
      }

      @Override
      public void reset(NodeAddress address) {
        // what is on its way comes late or never here as it is
      }

      @Override
      public void forget(NodeAddress address) {
        network.forget(address);
      }
    };
  }

  /** The process ends and its peers notice. */
  void crash() {
    forgetProcess();
    machine.crash();
  }

  /** The machine is gone and nobody is told; what was committed stays on its disk. */
  void vanish() {
    forgetProcess();
    machine.vanish();
  }

  /** The machine loses its power, and with it what was not forced to the disk. */
  void losePower() {
    vanish();
    history.onlyRepairFinds(disk.losePower());
  }

  private void forgetProcess() {
    Set<Key> keys = new HashSet<>(store().uncommittedKeys());
    for (Sent sent : unanswered.values()) {
      if (simulation.nowNanos() - sent.atNanos() < REPLY_NANOS) {
        keys.add(sent.key());
      }
    }
    history.onlyRepairFinds(keys);
    history.processEnded(this);
    unanswered.clear();
    node = null;
    store = null;
  }

  void pause() {
    machine.pause();
  }

  void resume() {
    stoodStillUntilNanos = simulation.nowNanos();
    machine.resume();
  }

  /** Whether this process ran all the time since a moment of virtual time. */
  boolean ranSince(long nanos) {
    return machine.isRunning() && !machine.isPaused() && stoodStillUntilNanos < nanos;
  }

  // What comes from other nodes.

  @Override
  public void receive(NodeId from, Message message, ReplyTo replyTo) {
    if (message instanceof Message.WriteReply reply) {
      unanswered.remove(reply.id());
    }
    node().receive(from, message, reply -> afterCommit(() -> replyTo.send(reply)));
  }

  @Override
  public void disconnected(NodeId peer, NodeAddress address) {
    node().disconnected(peer, address);
  }

  private void afterCommit(Runnable leaving) {
    SimStore current = store();
    Runnable commit =
        () -> {
          current.commit();
          leaving.run();
        };
    if (random.nextInt(BURST) == 0) {
      var unused = machine.scheduler().schedule(random.nextInt(2), commit);
    } else {
      commit.run();
    }
  }

  // What clients want.

  /** Runs a command of a client that is connected here. */
  void run(SimCommand command, Operation operation) {
    machine.withInbox(
        inbox -> {
          if (command.kind() == SimCommand.Kind.GET) {
            get(command, operation);
          } else {
            write(command, answer(operation));
          }
        });
  }

  private void get(SimCommand command, Operation operation) {
    node()
        .keyspace()
        .read(
            command.key(),
            true,
            command.consistency(),
            new Completion<>() {
              @Override
              public void success(@Nullable Entry entry) {
                afterCommit(() -> operation.read(entry));
              }

              @Override
              public void failure(Throwable cause) {
                afterCommit(() -> operation.failed(cause));
              }
            });
  }

  private void write(SimCommand command, Completion<String> done) {
    NodeId coordinator = node().state().writeCoordinator(command.key().slot());
    if (coordinator == null) {
      done.failure(new ClusterException(ClusterException.Kind.UNAVAILABLE, "no replica is live"));
    } else if (coordinator.equals(id())) {
      writeHere(command, done);
    } else {
      node().forward(coordinator, command.encode(), Completions.map(done, SimCommand::text));
    }
  }

  private void writeHere(SimCommand command, Completion<String> done) {
    node()
        .keyspace()
        .update(
            command.key(),
            command.consistency(),
            command.update(() -> history.applying(command.id())),
            done);
  }

  private void runForwarded(byte[] command, int timeoutMillis, Completion<byte[]> done) {
    writeHere(SimCommand.decode(command), Completions.map(done, SimCommand::bytes));
  }

  private Completion<String> answer(Operation operation) {
    return new Completion<>() {
      @Override
      public void success(String reply) {
        afterCommit(() -> operation.answered(reply));
      }

      @Override
      public void failure(Throwable cause) {
        afterCommit(() -> operation.failed(cause));
      }
    };
  }

  @Override
  public String toString() {
    return id().toString().substring(14);
  }
}
