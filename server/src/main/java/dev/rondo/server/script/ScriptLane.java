package dev.rondo.server.script;

import dev.rondo.server.lua.LuaState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs scripts one after the other, with an interpreter of its own. Both exist from
 * the first script on.
 */
public final class ScriptLane {
  /** Something to be run on the lane. */
  interface Task extends Runnable {
    /** Is told instead that it will not be run. */
    void refuse(RuntimeException why);
  }

  private static final int MAX_WAITING = 10_000;

  /** Matching a pattern may recurse deeply in native code. */
  private static final long STACK_BYTES = 32L << 20;

  private final String luaVersion;
  private final ThreadPoolExecutor thread;
  private @Nullable LuaState lua;
  private volatile @Nullable Execution execution;
  private volatile @Nullable Thread runner;

  ScriptLane(String name, String luaVersion) {
    this.luaVersion = luaVersion;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> newThread(task, name));
  }

  /** A daemon: one that is stuck in native code must not keep the process alive. */
  private static Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a task when it is its turn.
   *
   * @throws RejectedExecutionException when too many wait, or the lane was closed
   */
  void execute(Task task) {
    thread.execute(new Waiting(task));
  }

  /** Refuses all that wait. */
  void refuseWaiting(RuntimeException why) {
    List<Runnable> waiting = new ArrayList<>();
    thread.getQueue().drainTo(waiting);
    for (Runnable each : waiting) {
      if (each instanceof Waiting task) {
        task.task.refuse(why);
      }
    }
  }

  /** A task in the queue, which the executor keeps as it is. */
  private final class Waiting implements Runnable {
    private final Task task;

    Waiting(Task task) {
      this.task = task;
    }

    @Override
    public void run() {
      runner = Thread.currentThread();
      task.run();
    }
  }

  /** Whether it is this thread that runs the lane's scripts. */
  boolean isRunningHere() {
    return runner == Thread.currentThread();
  }

  /** The interpreter; on the lane's thread only. */
  public LuaState lua() {
    LuaState state = lua;
    if (state != null && state.isSpent()) {
      state.close();
      state = null;
    }
    if (state == null) {
      state = new LuaState(luaVersion);
      lua = state;
    }
    return state;
  }

  /** What runs now; null for nothing. */
  public @Nullable Execution execution() {
    return execution;
  }

  void execution(@Nullable Execution now) {
    execution = now;
  }

  /** Stops what runs, and the thread. */
  void close() {
    Execution running = execution;
    if (running != null) {
      running.request(Execution.Stop.CLOSING);
    }
    thread.shutdown();
  }
}
