package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.BLOCKING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rows of WAIT and WAITAOF. A node that is alone has no replicas, so whoever waits for one
 * waits until the time is over, and for ever when none was given; no thread waits with him. In a
 * cluster WAIT asks the replicas. Inside EXEC both answer at once, and WAIT 0, for nobody can be
 * asked there.
 */
final class WaitCommands {
  private static final int REPLICAS_IN_STEP = 0;

  private final InstantSource clock;
  private final Timer timer;
  private final LogSync log;

  WaitCommands(InstantSource clock, Timer timer, LogSync log) {
    this.clock = clock;
    this.timer = timer;
    this.log = log;
  }

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("wait", 3, GENERIC, this::waitForReplicas)
            .flags(NOSCRIPT)
            .withoutGroupCategory()
            .categories("connection")
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .since("3.0.0")
            .summary("Waits until so many replicas have this connection's writes."),
        CommandSpec.named("waitaof", 4, GENERIC, this::waitForLogs)
            .flags(BLOCKING)
            .withoutGroupCategory()
            .categories("connection")
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .since("7.2.0")
            .summary(
                "Waits until this connection's writes are on the disk, here or elsewhere too."));
  }

  private void waitForReplicas(Invocation call) {
    long replicas = Numbers.parseLong(call.argument(1));
    long timeoutMillis = timeoutMillis(call.argument(2));
    if (call.mayWait() && call.keyspace().replicas() > 1) {
      new ReplicaWait(call, timer, clock, Math.max(0, replicas), timeoutMillis).ask();
      return;
    }
    Runnable answer = () -> call.reply(out -> out.integer(REPLICAS_IN_STEP));
    if (replicas <= REPLICAS_IN_STEP || !call.mayWait()) {
      answer.run();
    } else if (timeoutMillis > 0) {
      timer.after(timeoutMillis, answer);
    }
  }

  private void waitForLogs(Invocation call) {
    long local = Numbers.parseLong(call.argument(1));
    if (local < 0 || local > 1) {
      throw new CommandException("ERR value is out of range, value must between 0 and 1");
    }
    long replicas = replicaCount(call.argument(2));
    long timeoutMillis = timeoutMillis(call.argument(3));
    LogWait wait = new LogWait(call, log.isSynced());
    boolean enough = (local == 0 || wait.synced) && replicas <= REPLICAS_IN_STEP;
    if (enough || !call.mayWait()) {
      wait.answer();
      return;
    }
    log.whenSynced(() -> wait.synced(replicas <= REPLICAS_IN_STEP));
    if (timeoutMillis > 0) {
      timer.after(timeoutMillis, wait::answer);
    }
  }

  /**
   * One call of WAITAOF that goes on: answered by the log or by the timer, whichever comes first.
   */
  private static final class LogWait {
    private final Invocation call;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile boolean synced;

    LogWait(Invocation call, boolean synced) {
      this.call = call;
      this.synced = synced;
    }

    void synced(boolean isEnough) {
      synced = true;
      if (isEnough) {
        answer();
      }
    }

    void answer() {
      if (answered.compareAndSet(false, true)) {
        long local = synced ? 1 : 0;
        call.reply(
            out -> {
              out.array(2);
              out.integer(local);
              out.integer(REPLICAS_IN_STEP);
            });
      }
    }
  }

  private static long replicaCount(byte[] argument) {
    if (!Numbers.isLong(argument) || argument[0] == '-') {
      throw new CommandException("ERR value is out of range, must be positive");
    }
    return Numbers.parseLong(argument);
  }

  private static long timeoutMillis(byte[] argument) {
    if (!Numbers.isLong(argument)) {
      throw new CommandException("ERR timeout is not an integer or out of range");
    }
    long millis = Numbers.parseLong(argument);
    if (millis < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    return millis;
  }
}
