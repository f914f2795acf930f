package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
  /** More than this many in flight means that nothing gets done: new ones fail at once. */
  static final int MAX_IN_FLIGHT = 100_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Why there is no reply. */
  public enum Failure {
    /** It was never sent: the other node did nothing. */
    UNSENT,
    /** The connection broke: the other node may have done it. */
    BROKEN,
    /** No reply until the deadline: the other node may have done it. */
    LATE
  }

  /** Is told how a request ended, exactly once, on any thread. */
  public interface Outcome {
    void replied(Message.Reply reply);

    void failed(Failure failure);

    /** The reply takes long; asking another node may be quicker. At most once, before the end. */
    default void slow() {}
  }

  private static final class Pending {
    final NodeId node;
    final long deadlineNanos;
    final Outcome outcome;
    long slowNanos;

    Pending(NodeId node, long slowNanos, long deadlineNanos, Outcome outcome) {
      this.node = node;
      this.slowNanos = slowNanos;
      this.deadlineNanos = deadlineNanos;
      this.outcome = outcome;
    }
  }

  private final Transport transport;
  private final LongSupplier nanoClock;
  private final long slowMillis;
  private final AtomicLong ids = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ConcurrentHashMap<Long, Pending> pending = new ConcurrentHashMap<>();

  /**
   * @param slowMillis after how long {@link Outcome#slow} is told
   */
  public Requests(Transport transport, LongSupplier nanoClock, long slowMillis) {
    this.transport = transport;
    this.nanoClock = nanoClock;
    this.slowMillis = slowMillis;
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
    if (address == null || now - deadlineNanos >= 0 || inFlight.get() >= MAX_IN_FLIGHT) {
      outcome.failed(Failure.UNSENT);
      return;
    }
    long id = ids.incrementAndGet();
    inFlight.incrementAndGet();
    pending.put(id, new Pending(node, now + slowMillis * NANOS_PER_MILLI, deadlineNanos, outcome));
    if (!transport.send(address, lane, message.apply(id))) {
      fail(id, Failure.UNSENT);
    }
  }

  /** A reply came; one that nobody waits for any more is dropped. */
  public void replied(NodeId from, Message.Reply reply) {
    Pending request = pending.get(reply.id());
    if (request != null && request.node.equals(from) && remove(reply.id(), request)) {
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

  /** Ends what is over its deadline; to be called every few milliseconds, by one thread. */
  public void tick() {
    if (pending.isEmpty()) {
      return;
    }
    long now = nanoClock.getAsLong();
    List<Outcome> slow = new ArrayList<>();
    pending.forEach(
        (id, request) -> {
          if (now - request.deadlineNanos >= 0) {
            fail(id, Failure.LATE);
          } else if (request.slowNanos != Long.MAX_VALUE && now - request.slowNanos >= 0) {
            request.slowNanos = Long.MAX_VALUE;
            slow.add(request.outcome);
          }
        });
    slow.forEach(Outcome::slow);
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
      inFlight.decrementAndGet();
    }
    return removed;
  }

  /** How many are waiting. */
  public int inFlight() {
    return inFlight.get();
  }
}
