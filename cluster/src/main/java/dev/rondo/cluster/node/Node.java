package dev.rondo.cluster.node;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Coordinator;
import dev.rondo.cluster.coordinator.ForwardHandler;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.cluster.coordinator.Hints;
import dev.rondo.cluster.coordinator.ReplicaService;
import dev.rondo.cluster.coordinator.Requests;
import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.Membership;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.ring.Ring;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import dev.rondo.storage.Completion;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.Store;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One member of a cluster. The same object runs in service and in the simulator: everything of the
 * world is given to it. Safe on any thread.
 */
public final class Node implements Inbox, Forwarder {
  private static final int REQUESTS_TICK_MILLIS = 10;
  private static final int TICK_MILLIS = 250;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Rounds of gossip after which everybody has heard of a new ring. */
  private static final int ROUNDS_TO_ALL = 8;

  private final NodeSettings settings;
  private final NodeId self;
  private final World world;
  private final Requests requests;
  private final RingHolder rings;
  private final Membership membership;
  private final NodeState state;
  private final ReplicaService service;
  private final ForwardHandler forwards;
  private final Coordinator coordinator;
  private final HintReplay replay;
  private final Transfer transfer;
  private final RingKeeper keeper;
  private final CatchUp catchUp;
  private final Forgetting forgetting;
  private final long startedNanos;
  private volatile boolean stopped;

  /**
   * What a node is given.
   *
   * @param transport carries messages; its inbox is the node
   * @param scheduler runs the node's timers
   * @param nanoClock never goes back
   * @param random for gossip; used by one thread at a time
   * @param store this node's rows
   * @param hints this node's hints, in the same commits as the rows
   * @param ringStore keeps the ring over a restart
   */
  public record World(
      Transport transport,
      Scheduler scheduler,
      LongSupplier nanoClock,
      RandomGenerator random,
      Store store,
      HintStore hints,
      RingStore ringStore) {}

  /**
   * @param member this node with a new incarnation; its state is ignored, for the saved ring tells
   * @param seeds where other nodes may be found; this node may be among them
   * @param local this node's copies, which keep tombstones
   * @param forwards runs what other nodes' clients want
   */
  public Node(
      NodeSettings settings,
      Member member,
      List<NodeAddress> seeds,
      Replica local,
      ForwardHandler forwards,
      World world) {
    this.settings = settings;
    this.self = member.id();
    this.world = world;
    this.forwards = forwards;
    this.startedNanos = world.nanoClock().getAsLong();
    this.requests =
        new Requests(world.transport(), world.nanoClock(), settings.coordinator().inFlight());
    this.rings = new RingHolder(world.ringStore());
    Ring saved = rings.ring();
    boolean inRing = saved != null && saved.contains(self);
    this.membership =
        new Membership(
            settings.membership(),
            member.withState(inRing ? MemberState.CATCHING_UP : MemberState.JOINING),
            seeds,
            world.transport(),
            world.scheduler(),
            world.nanoClock(),
            world.random(),
            rings);
    this.state = new NodeState(self, rings, membership);
    Hints hints = (target, key, row) -> world.hints().add(target.actor(), key, row);
    this.service = new ReplicaService(state, local, hints);
    this.coordinator =
        new Coordinator(state, local, requests, hints, settings.coordinator(), settings.replicas());
    this.replay =
        new HintReplay(
            state, local, world.hints(), requests, settings.coordinator().requestTimeoutMillis());
    this.transfer =
        new Transfer(
            self,
            world.store(),
            world.hints(),
            world.scheduler(),
            settings.databases(),
            ROUNDS_TO_ALL * settings.membership().intervalMillis());
    this.keeper =
        new RingKeeper(
            self,
            rings,
            settings.replicas(),
            settings.mayFound(),
            Math.max(1, seeds.size()),
            settings.foundingDelayMillis() * NANOS_PER_MILLI);
    this.forgetting = new Forgetting(membership, rings, keeper, world.hints());
    this.catchUp =
        new CatchUp(
            membership,
            rings,
            settings.catchUpMillis() * NANOS_PER_MILLI,
            NANOS_PER_MILLI * ROUNDS_TO_ALL * settings.membership().intervalMillis(),
            startedNanos);
  }

  /** Begins to take part. The transport must be carrying messages. */
  public void start() {
    rings.addListener(transfer::ringChanged);
    rings.addListener(this::ringChanged);
    membership.addListener(this::viewChanged);
    membership.addListener(new StatusLog());
    membership.start();
    every(REQUESTS_TICK_MILLIS, requests::tick);
    every(TICK_MILLIS, this::tick);
  }

  /** Ends timers and gossip. Requests under way end at their deadline or never. */
  public void stop() {
    stopped = true;
    membership.stop();
  }

  /** Runs a task again and again until the node stops, the first time after one period. */
  private void every(int periodMillis, Runnable task) {
    var unused =
        world
            .scheduler()
            .schedule(
                periodMillis,
                () -> {
                  if (!stopped) {
                    every(periodMillis, task);
                    task.run();
                  }
                });
  }

  private void tick() {
    long now = world.nanoClock().getAsLong();
    MembershipView view = membership.view();
    keeper.tick(view, now - startedNanos);
    catchUp.tick(now);
    forgetting.tick();
    replay.tick();
    tellCaughtUp(view);
  }

  private void ringChanged(@Nullable Ring before, Ring after) {
    if (before != null
        && before.contains(self)
        && after.contains(self)
        && !before.nodes().stream().allMatch(node -> after.contains(node.id()))) {
      catchUp.someoneIsGone(world.nanoClock().getAsLong());
    }
  }

  /**
   * Tells members that catch up that nothing is kept for them here; those alone whose place in the
   * ring this node has heard of, for before it cannot know what it has to transfer to them.
   */
  private void tellCaughtUp(MembershipView view) {
    Ring ring = rings.ring();
    if (ring == null || transfer.isUnderWay()) {
      return;
    }
    for (Member member : view.live()) {
      if (member.state() == MemberState.CATCHING_UP
          && ring.contains(member.id())
          && !member.id().equals(self)
          && !replay.keepsAnyFor(member.id())) {
        world
            .transport()
            .send(
                member.busAddress(), Lane.GOSSIP, new Message.HintsDelivered(member.incarnation()));
      }
    }
  }

  private void viewChanged(MembershipView before, MembershipView after) {
    if (after.self().incarnation() != before.self().incarnation()) {
      catchUp.refuted(world.nanoClock().getAsLong());
    }
    for (Member member : before.live()) {
      Member now = after.member(member.id());
      boolean restarted = now != null && now.isLaterLifeOf(member);
      if (restarted || !after.isLive(member.id())) {
        // whoever waits for a suspect had better ask another node; and what was under way to a
        // former life has to become hints before the new one hears that it has everything
        requests.disconnected(member.id());
        world.transport().reset(member.busAddress());
      }
    }
    for (Member member : after.live()) {
      if (!before.isLive(member.id())) {
        world.transport().connect(member.busAddress());
      }
    }
  }

  // What others say.

  @Override
  public void receive(NodeId from, Message message, ReplyTo replyTo) {
    if (message instanceof Message.Reply reply) {
      requests.replied(from, reply);
    } else if (message instanceof Message.Gossip gossip) {
      membership.receive(from, gossip);
    } else if (message instanceof Message.Read read) {
      service.read(read, replyTo);
    } else if (message instanceof Message.Write write) {
      service.write(from, write, replyTo);
    } else if (message instanceof Message.Forward forward) {
      runForwarded(forward, replyTo);
    } else if (message instanceof Message.HintsDelivered delivered) {
      catchUp.delivered(from, delivered.incarnation(), world.nanoClock().getAsLong());
    }
  }

  @Override
  public void disconnected(NodeId node, NodeAddress address) {
    membership.disconnected(node);
    requests.disconnected(node);
  }

  @Override
  public void unsent(long id) {
    requests.unsent(id);
  }

  private void runForwarded(Message.Forward forward, ReplyTo replyTo) {
    forwards.run(
        forward.command(),
        forward.timeoutMillis(),
        new Completion<>() {
          @Override
          public void success(byte[] reply) {
            replyTo.send(new Message.ForwardReply(forward.id(), Status.OK, reply));
          }

          @Override
          public void failure(Throwable cause) {
            Status status = Status.FAILED;
            String reason = "";
            if (cause instanceof ClusterException known) {
              reason = String.valueOf(known.getMessage());
              status =
                  switch (known.kind()) {
                    case UNAVAILABLE -> Status.NOT_READY;
                    case OVERLOADED -> Status.OVERLOADED;
                    case TIMEOUT, TOO_FEW_REPLICAS -> Status.FAILED;
                  };
            }
            replyTo.send(Message.ForwardReply.refusal(forward.id(), status, reason));
          }
        });
  }

  @Override
  public void forward(NodeId to, byte[] command, Completion<byte[]> done) {
    int timeoutMillis = Math.toIntExact(settings.coordinator().requestTimeoutMillis());
    if (!requests.hasRoomFor(to)) {
      done.failure(
          new ClusterException(
              ClusterException.Kind.OVERLOADED, "too many requests wait for node " + to));
      return;
    }
    long nowMillis = requests.monotonicMillis();
    requests.send(
        to,
        state.addressOf(to),
        Lane.DATA,
        requests.deadlineIn(timeoutMillis),
        id -> new Message.Forward(id, state.epoch(), nowMillis, timeoutMillis, command),
        new Requests.Outcome() {
          @Override
          public void replied(Message.Reply reply) {
            if (!(reply instanceof Message.ForwardReply forwarded)) {
              done.failure(mayBeApplied("node " + to + " answered something else"));
            } else if (forwarded.status() == Status.OK) {
              done.success(forwarded.reply());
            } else {
              done.failure(refusedBy(to, forwarded));
            }
          }

          @Override
          public void failed(Requests.Failure failure) {
            done.failure(
                switch (failure) {
                  case UNSENT -> notApplied("node " + to + " cannot be reached");
                  case OVERLOADED -> overloaded("too many requests wait for node " + to);
                  case BROKEN, LATE -> mayBeApplied("node " + to + " did not answer");
                });
          }
        });
  }

  private static ClusterException refusedBy(NodeId node, Message.ForwardReply reply) {
    String reason = reply.reason();
    return switch (reply.status()) {
      case FAILED -> mayBeApplied(reason.isEmpty() ? "node " + node + " failed" : reason);
      case OVERLOADED ->
          overloaded(reason.isEmpty() ? "node " + node + " has too much to do" : reason);
      case OK, NOT_MINE, NOT_READY ->
          notApplied(reason.isEmpty() ? "node " + node + " refused: " + reply.status() : reason);
    };
  }

  private static ClusterException notApplied(String message) {
    return new ClusterException(ClusterException.Kind.UNAVAILABLE, message);
  }

  private static ClusterException overloaded(String message) {
    return new ClusterException(ClusterException.Kind.OVERLOADED, message);
  }

  private static ClusterException mayBeApplied(String message) {
    return new ClusterException(ClusterException.Kind.TIMEOUT, message);
  }

  // What the rest of the server sees.

  /** Takes an operator's word that a node is gone for good. */
  public Forgotten forget(NodeId node) {
    return forgetting.forget(node);
  }

  /** All keys of the cluster. */
  public Keyspace keyspace() {
    return coordinator;
  }

  /** Who holds what and can be reached. */
  public ClusterState state() {
    return state;
  }

  /** The members as this node sees them now. */
  public MembershipView members() {
    return membership.view();
  }

  /** The ring; null before this node heard of one. */
  public @Nullable Ring ring() {
    return rings.ring();
  }

  /** How many hints wait for a node. */
  public long hintsFor(NodeId node) {
    return world.hints().count(node.actor());
  }
}
