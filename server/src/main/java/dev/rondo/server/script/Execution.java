package dev.rondo.server.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to run a transaction with scripts in it. Belongs to its lane's thread; others may ask
 * how long it has run, and kill it.
 */
public final class Execution {
  /** The reply to a script that was killed (Redis command page SCRIPT KILL). */
  private static final String KILLED = "Script killed by user with SCRIPT KILL...";

  private static final String TOO_SLOW = "the script takes too long to run while its keys are held";
  private static final String CLOSING = "the server is shutting down";
  private static final String TOO_MUCH_MEMORY = "not enough memory";

  /** Why an attempt was given up. */
  enum Stop {
    KILLED,
    TOO_SLOW,
    CLOSING
  }

  private final long startedNanos;
  private final long maxBytes;
  private final Runnable onLook;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private long deadlineNanos;
  private boolean hasDeadline;
  private volatile boolean wrote;
  private volatile @Nullable Stop requested;
  private @Nullable Stop stopped;

  /**
   * @param maxBytes how much memory the interpreter may take
   * @param onLook is run from time to time while the script runs, on its thread
   */
  Execution(long startedNanos, long maxBytes, Runnable onLook) {
    this.onLook = onLook;
    this.startedNanos = startedNanos;
    this.maxBytes = maxBytes;
  }

  long runNanos(long nowNanos) {
    return nowNanos - startedNanos;
  }

  /** Has it give up at a time. */
  void deadline(long nanos) {
    deadlineNanos = nanos;
    hasDeadline = true;
  }

  /** Has it stop soon. Any thread. */
  void request(Stop stop) {
    requested = stop;
  }

  /** To be called when the script changes something. */
  void noteWrite() {
    wrote = true;
  }

  /** Whether it has changed something. */
  boolean hasWritten() {
    return wrote;
  }

  /** Runs something once what the script did has been applied. */
  public void afterCommit(Runnable task) {
    noteWrite();
    afterCommit.add(task);
  }

  List<Runnable> afterCommit() {
    return afterCommit;
  }

  /** Why it was given up; null when it was not. */
  @Nullable Stop stopped() {
    return stopped;
  }

  /** Why the script must stop now, for the interpreter; null when it may go on. */
  public @Nullable String interruption(long nowNanos, long usedBytes) {
    onLook.run();
    if (usedBytes > maxBytes) {
      return TOO_MUCH_MEMORY;
    }
    Stop wanted = requested;
    if (wanted == null && hasDeadline && nowNanos - deadlineNanos > 0) {
      wanted = Stop.TOO_SLOW;
    }
    if (wanted == null) {
      return null;
    }
    stopped = wanted;
    return switch (wanted) {
      case KILLED -> KILLED;
      case TOO_SLOW -> TOO_SLOW;
      case CLOSING -> CLOSING;
    };
  }
}
