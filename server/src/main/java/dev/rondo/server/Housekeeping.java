package dev.rondo.server;

import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does ten times a second on a thread of its own: ends pauses, disconnects idle
 * clients, takes samples. Also the timer of commands that wait for a moment.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_MILLIS = 100;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rondo-housekeeping"));
  private final Sessions sessions;
  private final ClientPause pause;
  private final InstantSource clock;
  private final IntSupplier idleTimeoutSeconds;

  /**
   * @param idleTimeoutSeconds the setting {@code timeout}; 0 for none
   */
  Housekeeping(
      Sessions sessions, ClientPause pause, InstantSource clock, IntSupplier idleTimeoutSeconds) {
    this.sessions = sessions;
    this.pause = pause;
    this.clock = clock;
    this.idleTimeoutSeconds = idleTimeoutSeconds;
  }

  /** Starts; {@code sample} is called each time too. */
  void start(Runnable sample) {
    repeat(pause::tick);
    repeat(this::disconnectIdle);
    repeat(sample);
  }

  private void repeat(Runnable task) {
    var unused =
        thread.scheduleAtFixedRate(
            () -> runSafely(task), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Runs a task once, later; it must be short. */
  void after(long millis, Runnable task) {
    var unused = thread.schedule(() -> runSafely(task), millis, TimeUnit.MILLISECONDS);
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("housekeeping failed", e);
    }
  }

  private void disconnectIdle() {
    long timeoutMillis = idleTimeoutSeconds.getAsInt() * 1000L;
    if (timeoutMillis == 0) {
      return;
    }
    long nowMillis = clock.millis();
    for (Session session : sessions.all()) {
      if (!session.monitor()
          && !session.blocked()
          && nowMillis - session.lastInteractionMillis() > timeoutMillis) {
        LOG.debug("closing idle client {}", session.id());
        session.connection().closeNow();
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
