package dev.rondo.server.session;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** CLIENT PAUSE: holds commands back until a moment. Safe for use by many threads. */
public final class ClientPause {
  /** Which commands are held back. */
  public enum Mode {
    NONE,
    /** Those that write, or may. */
    WRITE,
    ALL
  }

  private final InstantSource clock;
  private volatile Mode mode = Mode.NONE;
  private volatile long untilMillis;
  private final List<Runnable> waiting = new ArrayList<>();

  public ClientPause(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Starts or lengthens a pause. As in Redis, a pause that is going on is never shortened, and ALL
   * is never weakened to WRITE.
   */
  public synchronized void pause(Mode newMode, long newUntilMillis) {
    boolean active = mode() != Mode.NONE;
    mode = active && mode == Mode.ALL ? Mode.ALL : newMode;
    untilMillis = active ? Math.max(untilMillis, newUntilMillis) : newUntilMillis;
  }

  /** Ends the pause and lets everybody go on. */
  public void unpause() {
    mode = Mode.NONE;
    resumeWaiting();
  }

  /** What is held back now. */
  public Mode mode() {
    return mode == Mode.NONE || clock.millis() >= untilMillis ? Mode.NONE : mode;
  }

  /** When the pause ends by itself, milliseconds since 1970. */
  public long untilMillis() {
    return untilMillis;
  }

  /** Runs a task once the pause is over; it may be called at once. */
  public void whenOver(Runnable task) {
    synchronized (this) {
      if (mode() != Mode.NONE) {
        waiting.add(task);
        return;
      }
    }
    task.run();
  }

  /** To be called now and then: lets those go on whose pause is over. */
  public void tick() {
    if (mode() == Mode.NONE) {
      resumeWaiting();
    }
  }

  /** How many clients wait. */
  public synchronized int waitingCount() {
    return waiting.size();
  }

  private void resumeWaiting() {
    List<Runnable> resumed;
    synchronized (this) {
      if (waiting.isEmpty()) {
        return;
      }
      resumed = List.copyOf(waiting);
      waiting.clear();
    }
    resumed.forEach(Runnable::run);
  }
}
