package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.membership.GossipPacket.State;
import dev.rondo.cluster.membership.Gossiper.Outgoing;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in the cluster's membership. Safe on any thread; {@link #view} takes no lock.
 * The transport, the listeners and the shared state are called without a lock held.
 *
 * <p>A node that starts again must be given a higher incarnation than it had before; see {@link
 * Member#incarnation}.
 */
public final class Membership {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private final MembershipConfig config;
  private final Transport transport;
  private final Scheduler scheduler;
  private final LongSupplier nanoClock;
  private final RandomGenerator random;
  private final SharedState shared;
  private final ListenerQueue listeners = new ListenerQueue();
  private final LongAdder malformedPackets = new LongAdder();

  private final Object lock = new Object();
  private final Gossiper gossiper;
  private boolean started;
  private boolean stopped;
  private Scheduler.@Nullable Timer timer;
  private volatile MembershipView view;

  /**
   * @param self this node, with the incarnation and the state it starts with
   * @param seeds where other nodes may be found; this node may be among them
   * @param nanoClock never goes back; its origin does not matter
   * @param random used under a lock, by nobody else
   * @param shared the value that gossip carries along
   */
  public Membership(
      MembershipConfig config,
      Member self,
      List<NodeAddress> seeds,
      Transport transport,
      Scheduler scheduler,
      LongSupplier nanoClock,
      RandomGenerator random,
      SharedState shared) {
    this.config = config;
    this.transport = transport;
    this.scheduler = scheduler;
    this.nanoClock = nanoClock;
    this.random = random;
    this.shared = shared;
    this.gossiper = new Gossiper(config, self, seeds, random, nanoClock.getAsLong());
    this.view = gossiper.view();
  }

  /** Begins to gossip, at a random moment within one interval. */
  public void start() {
    synchronized (lock) {
      if (started) {
        throw new IllegalStateException("started twice");
      }
      started = true;
      timer = scheduler.schedule(random.nextInt(config.intervalMillis()), this::tick);
    }
  }

  /** Ends gossip for good. Others will come to suspect this node unless it has LEFT before. */
  public void stop() {
    synchronized (lock) {
      stopped = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  private void tick() {
    try {
      SharedState.Value state = shared.current();
      act(() -> gossiper.tick(nanoClock.getAsLong(), state));
    } finally {
      synchronized (lock) {
        if (!stopped) {
          timer = scheduler.schedule(config.intervalMillis(), this::tick);
        }
      }
    }
  }

  /** A packet of gossip came from another node. */
  public void receive(NodeId from, Message.Gossip gossip) {
    GossipPacket packet;
    try {
      packet = PacketCodec.decode(gossip.packet());
    } catch (MalformedPacketException e) {
      malformedPackets.increment();
      log.warn("refused gossip of node {}: {}", from, e.getMessage());
      return;
    }
    SharedState.Value state = shared.current();
    act(() -> gossiper.receive(from, packet, nanoClock.getAsLong(), state));
    if (packet instanceof State offered) {
      shared.offer(offered.value());
    }
  }

  /** A connection to a node broke: it is suspected at once. */
  public void disconnected(NodeId node) {
    act(() -> gossiper.disconnected(node, nanoClock.getAsLong()));
  }

  /** Moves this node on in its life; some others are told at once. */
  public void setState(MemberState state) {
    act(() -> gossiper.setState(state, nanoClock.getAsLong()));
  }

  /**
   * Says of another member that it left for good, because somebody who must know says so. Should it
   * come back nevertheless, it hears of that, and goes beyond it with a higher incarnation.
   */
  public void declareLeft(NodeId node) {
    act(() -> gossiper.declareLeft(node, nanoClock.getAsLong()));
  }

  /** Tells how busy this node is, 0 to 1000; small changes are kept back. */
  public void setLoad(int loadPermille) {
    act(() -> gossiper.setLoad(loadPermille, nanoClock.getAsLong()));
  }

  /** The cluster as this node sees it now. Takes no lock. */
  public MembershipView view() {
    return view;
  }

  /**
   * How suspicious a member's silence is, as the detector's phi: 0 for this node and for unknown
   * ones, and growing; suspected from {@link MembershipConfig#phiThreshold} on.
   */
  public double phi(NodeId node) {
    synchronized (lock) {
      return gossiper.phi(node, nanoClock.getAsLong());
    }
  }

  /** Packets that were refused because they made no sense. */
  public long malformedPackets() {
    return malformedPackets.sum();
  }

  /** Has a listener told of all changes from now on. */
  public void addListener(MembershipListener listener) {
    listeners.add(listener);
  }

  private void act(Supplier<List<Outgoing>> event) {
    List<Outgoing> out;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      out = event.get();
      MembershipView before = view;
      MembershipView after = gossiper.view();
      if (before != after) {
        view = after;
        listeners.enqueue(before, after);
      }
    }
    for (Outgoing packet : out) {
      // a packet that cannot be sent is as good as lost, and the next round says it all again
      var unused =
          transport.send(
              packet.to(), Lane.GOSSIP, new Message.Gossip(PacketCodec.encode(packet.packet())));
    }
    listeners.deliver();
  }
}
