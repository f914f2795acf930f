package dev.rondo.server.script;

import dev.rondo.server.command.CommandException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The threads that scripts run on. Scripts whose first keys share a slot share a lane, so that
 * those on the same key do not get in each other's way. Any thread may use it.
 */
public final class Lanes implements AutoCloseable {
  /** The reply while a script takes too long (Redis command page EVAL). */
  public static final String BUSY =
      "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";

  private static final String NOT_BUSY = "NOTBUSY No scripts in execution right now.";
  private static final String UNKILLABLE =
      "UNKILLABLE Sorry the script already executed write commands against the dataset. You can"
          + " either wait the script termination or kill the server in a hard way using the"
          + " SHUTDOWN NOSAVE command.";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final List<ScriptLane> lanes;
  private final LongSupplier nanoClock;
  private final LongSupplier busyMillis;

  /**
   * @param luaVersion what scripts are told Redis's version is
   * @param busyMillis how long a script may run before those that wait for it are told so; 0 for
   *     any time
   */
  public Lanes(int count, String luaVersion, LongSupplier nanoClock, LongSupplier busyMillis) {
    this.nanoClock = nanoClock;
    this.busyMillis = busyMillis;
    this.lanes =
        IntStream.range(0, count)
            .mapToObj(i -> new ScriptLane("rondo-script-" + i, luaVersion))
            .toList();
  }

  /** The lane whose thread this is; null on any other thread. */
  public @Nullable ScriptLane current() {
    for (ScriptLane lane : lanes) {
      if (lane.isRunningHere()) {
        return lane;
      }
    }
    return null;
  }

  public long nanoTime() {
    return nanoClock.getAsLong();
  }

  /** The lane of a slot. */
  ScriptLane of(int slot) {
    return lanes.get(Math.floorMod(slot, lanes.size()));
  }

  /**
   * Runs a task on a lane.
   *
   * @throws CommandException BUSY when a script takes too long there, or too many wait
   */
  void execute(ScriptLane lane, ScriptLane.Task task) {
    if (isBusy(lane.execution())) {
      throw new CommandException(BUSY);
    }
    try {
      lane.execute(task);
    } catch (RejectedExecutionException e) {
      throw new CommandException("BUSY too many scripts are waiting, nothing was done");
    }
  }

  /** Tells those that wait for a lane when its script takes too long. On the lane's thread. */
  void refuseWaitingIfBusy(ScriptLane lane) {
    if (isBusy(lane.execution())) {
      lane.refuseWaiting(new CommandException(BUSY));
    }
  }

  private boolean isBusy(@Nullable Execution execution) {
    long limitMillis = busyMillis.getAsLong();
    return execution != null
        && limitMillis > 0
        && execution.runNanos(nanoTime()) / NANOS_PER_MILLI > limitMillis;
  }

  /**
   * Kills the scripts that take too long and have not changed anything.
   *
   * @throws CommandException when there are none
   */
  public void kill() {
    boolean killed = false;
    boolean unkillable = false;
    for (ScriptLane lane : lanes) {
      Execution execution = lane.execution();
      if (execution != null && isBusy(execution)) {
        if (execution.hasWritten()) {
          unkillable = true;
        } else {
          execution.request(Execution.Stop.KILLED);
          killed = true;
        }
      }
    }
    if (!killed) {
      throw new CommandException(unkillable ? UNKILLABLE : NOT_BUSY);
    }
  }

  /** Stops what runs. */
  @Override
  public void close() {
    lanes.forEach(ScriptLane::close);
  }
}
