package dev.rondo.cluster.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A world of its own time and chance. Events run one after the other in the order of their virtual
 * time, those of the same moment in an order the seed decides. For one thread.
 */
public final class Simulation {
  private static final long MAX_EVENTS = 20_000_000;
  private static final int LOOK_EVERY_MILLIS = 10;
  private static final int EVENTS_SHOWN = 40;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Something that will happen. */
  public static final class Event {
    private final long atNanos;
    private final int tieOrder;
    private final long number;
    private final String label;
    private final Runnable action;
    private boolean cancelled;

    private Event(long atNanos, int tieOrder, long number, String label, Runnable action) {
      this.atNanos = atNanos;
      this.tieOrder = tieOrder;
      this.number = number;
      this.label = label;
      this.action = action;
    }

    /** Has it not happen, unless it already did. */
    public void cancel() {
      cancelled = true;
    }
  }

  private record Traced(long atNanos, String what) {}

  private record Invariant(String name, BooleanSupplier holds) {}

  private static final Comparator<Event> ORDER =
      Comparator.<Event>comparingLong(event -> event.atNanos)
          .thenComparingInt(event -> event.tieOrder)
          .thenComparingLong(event -> event.number);

  private final long seed;
  private final SplittableRandom random;
  private final SplittableRandom ties;
  private final PriorityQueue<Event> queue = new PriorityQueue<>(ORDER);
  private final List<Invariant> invariants = new ArrayList<>();
  private final ArrayDeque<Traced> lastEvents = new ArrayDeque<>();
  private long nowNanos;
  private long scheduled;
  private long happened;
  private long traceHash = 0xcbf29ce484222325L;

  public Simulation(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.ties = random.split();
  }

  public long seed() {
    return seed;
  }

  /** A new source of randomness that depends on the seed and on how many were asked for before. */
  public RandomGenerator newRandom() {
    return random.split();
  }

  /** Virtual nanoseconds since the beginning. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Has something happen later. */
  public Event after(long delayNanos, String label, Runnable action) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("the past is over: " + label);
    }
    Event event = new Event(nowNanos + delayNanos, ties.nextInt(), scheduled++, label, action);
    queue.add(event);
    return event;
  }

  /** Demands that something holds after every event. */
  public void always(String name, BooleanSupplier holds) {
    invariants.add(new Invariant(name, holds));
  }

  /** Puts something into the trace, so that runs that differ in it have different hashes. */
  public void trace(String what, long detail) {
    for (int i = 0; i < what.length(); i++) {
      traceHash = (traceHash ^ what.charAt(i)) * FNV_PRIME;
    }
    traceHash = (traceHash ^ detail) * FNV_PRIME;
    traceHash = (traceHash ^ nowNanos) * FNV_PRIME;
    lastEvents.add(new Traced(nowNanos, what));
    if (lastEvents.size() > EVENTS_SHOWN) {
      lastEvents.removeFirst();
    }
  }

  /** The hash over all that has happened so far. */
  public long traceHash() {
    return traceHash;
  }

  /** Events that have happened. */
  public long happened() {
    return happened;
  }

  /** The last few events, one a line. */
  public String lastEvents() {
    StringBuilder lines = new StringBuilder();
    for (Traced traced : lastEvents) {
      lines.append("%12.3f ms  %s%n".formatted(traced.atNanos() / 1e6, traced.what()));
    }
    return lines.toString();
  }

  /** Lets time pass. */
  public void runFor(Duration duration) {
    long endNanos = nowNanos + duration.toNanos();
    while (step(endNanos)) {
      checkInvariants();
    }
    nowNanos = endNanos;
  }

  /**
   * Lets time pass until something is the case; looks every {@value #LOOK_EVERY_MILLIS} ms.
   *
   * @throws AssertionError when it is not within the limit
   */
  public void runUntil(String what, Duration limit, BooleanSupplier condition) {
    long endNanos = nowNanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (nowNanos >= endNanos) {
        throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
      }
      runFor(Duration.ofMillis(LOOK_EVERY_MILLIS));
    }
  }

  private boolean step(long endNanos) {
    Event next = queue.peek();
    while (next != null && next.cancelled) {
      queue.poll();
      next = queue.peek();
    }
    if (next == null || next.atNanos > endNanos) {
      return false;
    }
    if (++happened > MAX_EVENTS) {
      throw new AssertionError("more than " + MAX_EVENTS + " events: the simulation does not end");
    }
    queue.poll();
    nowNanos = next.atNanos;
    trace(next.label, next.number);
    next.action.run();
    return true;
  }

  private void checkInvariants() {
    for (Invariant invariant : invariants) {
      if (!invariant.holds().getAsBoolean()) {
        throw new AssertionError("does not hold: " + invariant.name());
      }
    }
  }
}
