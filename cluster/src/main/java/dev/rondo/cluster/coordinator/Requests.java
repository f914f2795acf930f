package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests to other nodes that are not answered yet. Every one of them ends exactly once: with its
 * reply, when its node's connection breaks, or at its deadline, which {@link #tick} looks after.
 * Safe on any thread.
 */
public final class Requests {
  /** What a request takes beside its key and value, about. */
  private static final long OVERHEAD_BYTES = 200;

  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Why there is no reply. */
  public enum Failure {
    /** It was never sent: the other node did nothing. */
    UNSENT,
    /** It was never sent, because too much is under way: the other node did nothing. */
    OVERLOADED,
    /** The connection broke: the other node may have done it. */
    BROKEN,
    /** No reply until the deadline: the other node may have done it. */
    LATE
  }

  /** Is told how a request ended, exactly once, on any thread. */
  public interface Outcome {
    void replied(Message.Reply reply);

    void failed(Failure failure);

    /**
     * The reply to a {@link Message.Read} takes longer than most; asking another node may be
     * quicker. At most once, before the end.
     */
    default void slow() {}

    /**
     * Whether a request that could not be sent is to be tried again until its deadline, because
     * nobody else can do it, rather than to fail at once.
     */
    default boolean isPatient() {
      return false;
    }
  }

  private static final class Pending {
    final NodeId node;
    final NodeAddress address;
    final Lane lane;
    final long bytes;
    final long sentNanos;
    final long deadlineNanos;
    final Message.Request message;
    final Outcome outcome;

    /** When {@link Outcome#slow} is to be told. */
    long slowNanos;

    /** Whether it is to be sent again. */
    volatile boolean unsent;

    Pending(
        NodeId node,
        NodeAddress address,
        Lane lane,
        long bytes,
        long sentNanos,
        long slowNanos,
        long deadlineNanos,
        Message.Request message,
        Outcome outcome) {
      this.node = node;
      this.address = address;
      this.lane = lane;
      this.bytes = bytes;
      this.sentNanos = sentNanos;
      this.slowNanos = slowNanos;
      this.deadlineNanos = deadlineNanos;
      this.message = message;
      this.outcome = outcome;
    }
  }

  /** One other node. */
  private static final class Peer {
    final InFlight inFlight;
    final ResponseTimes readTimes = new ResponseTimes();

    Peer(InFlightLimits limits) {
      inFlight = new InFlight(limits.requestsPerNode(), limits.bytesPerNode());
    }
  }

  private final Transport transport;
  private final LongSupplier nanoClock;
  private final InFlightLimits limits;
  private final InFlight all;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentHashMap<NodeId, Peer> peers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, Pending> pending = new ConcurrentHashMap<>();

  public Requests(Transport transport, LongSupplier nanoClock, InFlightLimits limits) {
    this.transport = transport;
    this.nanoClock = nanoClock;
    this.limits = limits;
    this.all = new InFlight(limits.requests(), limits.bytes());
  }

  /** A moment of the node's nano clock that is so many milliseconds ahead. */
  public long deadlineIn(long millis) {
    return nanoClock.getAsLong() + millis * NANOS_PER_MILLI;
  }

  /** The node's nano clock in milliseconds: from any origin, without jumps. */
  public long monotonicMillis() {
    return nanoClock.getAsLong() / NANOS_PER_MILLI;
  }

  /**
   * Sends a request.
   *
   * @param address where the node is; null fails it as unsent
   * @param deadlineNanos when to give up, as {@link #deadlineIn} says it; past it, nothing is sent
   * @param message makes the request from its number
   */
  public void send(
      NodeId node,
      @Nullable NodeAddress address,
      Lane lane,
      long deadlineNanos,
      LongFunction<Message.Request> message,
      Outcome outcome) {
    long now = nanoClock.getAsLong();
    if (address == null || now - deadlineNanos >= 0) {
      outcome.failed(Failure.UNSENT);
      return;
    }
    long id = ids.incrementAndGet();
    Message.Request request = message.apply(id);
    long bytes = bytesOf(request);
    Peer peer = peer(node);
    if (!enter(peer, bytes)) {
      outcome.failed(Failure.OVERLOADED);
      return;
    }
    long slowNanos = request instanceof Message.Read ? now + peer.readTimes.slowNanos() : NEVER;
    Pending entry =
        new Pending(node, address, lane, bytes, now, slowNanos, deadlineNanos, request, outcome);
    pending.put(id, entry);
    send(entry);
  }

  private void send(Pending request) {
    if (!transport.send(request.address, request.lane, request.message)) {
      unsent(request.message.id());
    }
  }

  /**
   * A request was not sent, although the transport may have accepted it: it has to wait or ends.
   */
  public void unsent(long id) {
    Pending request = pending.get(id);
    if (request == null) {
      return;
    }
    if (request.outcome.isPatient()) {
      request.unsent = true; // for the next tick
    } else {
      fail(id, Failure.UNSENT);
    }
  }

  private Peer peer(NodeId node) {
    return peers.computeIfAbsent(node, id -> new Peer(limits));
  }

  private boolean enter(Peer peer, long bytes) {
    if (!all.tryEnter(bytes)) {
      return false;
    }
    if (!peer.inFlight.tryEnter(bytes)) {
      all.leave(bytes);
      return false;
    }
    return true;
  }

  /** Whether something new that needs a node may begin. */
  public boolean hasRoomFor(NodeId node) {
    return all.hasRoom() && peer(node).inFlight.hasRoom();
  }

  private static long bytesOf(Message.Request request) {
    if (request instanceof Message.Write write) {
      return OVERHEAD_BYTES + write.key().bytes().length + write.row().length;
    }
    if (request instanceof Message.Forward forward) {
      return OVERHEAD_BYTES + forward.command().length;
    }
    return OVERHEAD_BYTES;
  }

  /** A reply came; one that nobody waits for any more is dropped. */
  public void replied(NodeId from, Message.Reply reply) {
    Pending request = pending.get(reply.id());
    if (request != null && request.node.equals(from) && remove(reply.id(), request)) {
      if (reply instanceof Message.ReadReply) {
        peer(from).readTimes.add(nanoClock.getAsLong() - request.sentNanos);
      }
      request.outcome.replied(reply);
    }
  }

  /** The connection to a node broke. */
  public void disconnected(NodeId node) {
    pending.forEach(
        (id, request) -> {
          if (request.node.equals(node)) {
            fail(id, Failure.BROKEN);
          }
        });
  }

  /**
   * Ends what is over its deadline and sends again what was not sent and may wait; to be called
   * every few milliseconds, by one thread.
   */
  public void tick() {
    if (pending.isEmpty()) {
      return;
    }
    long now = nanoClock.getAsLong();
    List<Outcome> slow = new ArrayList<>();
    List<Pending> again = new ArrayList<>();
    pending.forEach(
        (id, request) -> {
          if (now - request.deadlineNanos >= 0) {
            fail(id, Failure.LATE);
          } else if (request.unsent) {
            again.add(request);
          } else if (request.slowNanos != NEVER && now - request.slowNanos >= 0) {
            request.slowNanos = NEVER;
            slow.add(request.outcome);
          }
        });
    slow.forEach(Outcome::slow);
    sendAgain(again);
  }

  /** Stops asking a node in this round when it takes nothing. */
  private void sendAgain(List<Pending> requests) {
    Set<NodeId> refusing = new HashSet<>();
    for (Pending request : requests) {
      if (!refusing.contains(request.node)) {
        request.unsent = false;
        send(request);
        if (request.unsent) {
          refusing.add(request.node);
        }
      }
    }
  }

  private void fail(long id, Failure failure) {
    Pending request = pending.get(id);
    if (request != null && remove(id, request)) {
      request.outcome.failed(failure);
    }
  }

  private boolean remove(long id, Pending request) {
    boolean removed = pending.remove(id, request);
    if (removed) {
      all.leave(request.bytes);
      peer(request.node).inFlight.leave(request.bytes);
    }
    return removed;
  }

  /** How many are waiting. */
  public int inFlight() {
    return all.requests();
  }
}
