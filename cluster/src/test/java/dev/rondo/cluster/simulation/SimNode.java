package dev.rondo.cluster.simulation;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A process on a machine with clocks of its own. It is started with what makes an {@link Inbox} of
 * its surroundings; a crash forgets that object and all its timers, and it can be started again.
 */
public final class SimNode {
  private static final long FIRST_WALL_MILLIS = 1_700_000_000_000L;

  private final Simulation simulation;
  private final SimNetwork network;
  private final NodeId id;
  private final NodeAddress address;
  private final ArrayDeque<Runnable> whilePaused = new ArrayDeque<>();
  private @Nullable Inbox inbox;
  private boolean paused;
  private int life;
  private double clockRate = 1.0;
  private long clockBaseNanos;
  private long clockBaseAtNanos;
  private long wallOffsetMillis;

  SimNode(Simulation simulation, SimNetwork network, NodeId id, NodeAddress address) {
    this.simulation = simulation;
    this.network = network;
    this.id = id;
    this.address = address;
  }

  public NodeId id() {
    return id;
  }

  public NodeAddress address() {
    return address;
  }

  /** Starts the process; what was started before must have crashed. */
  public void start(Function<SimNode, Inbox> process) {
    if (inbox != null) {
      throw new IllegalStateException("node " + id + " runs");
    }
    network.breakConnectionsOf(this); // those of a life that vanished: nobody knows them here
    life++;
    simulation.trace("start " + id, life);
    inbox = process.apply(this);
  }

  /** Ends the process at once. Its peers' connections break, and they notice. */
  public void crash() {
    vanish();
    network.breakConnectionsOf(this);
  }

  /** Ends the process with nobody noticing: the machine lost its power, or its cable. */
  public void vanish() {
    simulation.trace("end " + id, life);
    inbox = null;
    paused = false;
    life++;
    whilePaused.clear();
  }

  /** Stops the process as SIGSTOP does: what comes in waits. */
  public void pause() {
    simulation.trace("pause " + id, life);
    paused = true;
  }

  /** Lets it go on, first with what has waited. */
  public void resume() {
    simulation.trace("resume " + id, life);
    paused = false;
    while (!paused && !whilePaused.isEmpty()) {
      whilePaused.remove().run();
    }
  }

  public boolean isRunning() {
    return inbox != null;
  }

  public boolean isPaused() {
    return paused;
  }

  /** Has the node's clocks run faster (above 1) or slower from now on. */
  public void setClockRate(double rate) {
    clockBaseNanos = nanoTime();
    clockBaseAtNanos = simulation.nowNanos();
    clockRate = rate;
  }

  /** Moves the wall clock on, or back. */
  public void jumpWallClock(Duration by) {
    wallOffsetMillis += by.toMillis();
  }

  /** Timers that end with this life of the process. */
  public Scheduler scheduler() {
    return new SimScheduler(simulation, this);
  }

  public Transport transport() {
    return network.transportOf(this);
  }

  public LongSupplier nanoClock() {
    return this::nanoTime;
  }

  public InstantSource wallClock() {
    return () ->
        Instant.ofEpochMilli(FIRST_WALL_MILLIS + nanoTime() / 1_000_000 + wallOffsetMillis);
  }

  public RandomGenerator newRandom() {
    return simulation.newRandom();
  }

  private long nanoTime() {
    return clockBaseNanos + (long) ((simulation.nowNanos() - clockBaseAtNanos) * clockRate);
  }

  double clockRate() {
    return clockRate;
  }

  int life() {
    return life;
  }

  /** Runs something inside the process: now, after its pause, or not at all when it has ended. */
  void run(int inLife, Runnable action) {
    if (inLife != life || inbox == null) {
      return;
    }
    if (paused) {
      whilePaused.add(() -> run(inLife, action));
    } else {
      action.run();
    }
  }

  /** Has the process receive something, if there is one. */
  void withInbox(Consumer<Inbox> action) {
    run(
        life,
        () -> {
          Inbox present = inbox;
          if (present != null) {
            action.accept(present);
          }
        });
  }
}
