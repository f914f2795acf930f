package dev.rondo.cluster.simulation;

import dev.rondo.cluster.Level;
import dev.rondo.cluster.simulation.SimCommand.Kind;
import dev.rondo.storage.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A client that asks for one thing after another, each time the answer to the last has come, and
 * changes between nodes. A command that was refused is tried again a few times; one with an unknown
 * end is not.
 */
final class SimClient {
  private static final int TRIES = 4;
  private static final int KEEPS_NODE = 8;

  /**
   * What a client does.
   *
   * @param kinds to choose from, each as likely as any other
   * @param keys to choose from
   * @param thinking the longest pause between an answer and the next command
   */
  record Habit(List<Kind> kinds, List<String> keys, Duration thinking) {}

  private final SimCluster cluster;
  private final int number;
  private final Habit habit;
  private final RandomGenerator random;
  private final long endNanos;
  private long commands;
  private SimMember at;

  private SimClient(SimCluster cluster, int number, Habit habit, Duration duration) {
    this.cluster = cluster;
    this.number = number;
    this.habit = habit;
    this.random = cluster.simulation.newRandom();
    this.endNanos = cluster.simulation.nowNanos() + duration.toNanos();
    this.at = anyNode();
  }

  /** Has clients, one of each habit, at work for some time from now on. */
  static void start(SimCluster cluster, List<Habit> habits, Duration duration) {
    for (Habit habit : habits) {
      new SimClient(cluster, ++cluster.clients, habit, duration).think();
    }
  }

  private SimMember anyNode() {
    return cluster.members.get(random.nextInt(cluster.members.size()));
  }

  private void think() {
    var unused =
        cluster.simulation.after(
            random.nextLong(habit.thinking().toNanos() + 1), "client " + number, this::next);
  }

  private void next() {
    if (cluster.simulation.nowNanos() >= endNanos) {
      return;
    }
    Kind kind = habit.kinds().get(random.nextInt(habit.kinds().size()));
    String key = habit.keys().get(random.nextInt(habit.keys().size()));
    ask(kind, new Key(0, SimCommand.bytes(key)), TRIES);
  }

  private void ask(Kind kind, Key key, int tries) {
    if (!at.machine.isRunning() || random.nextInt(KEEPS_NODE) == 0) {
      at = anyNode();
    }
    if (!at.machine.isRunning()) {
      think();
      return;
    }
    long id = number * 1_000_000L + ++commands;
    SimCommand command = new SimCommand(id, kind, key, number + "-" + commands, Level.Named.QUORUM);
    Operation operation =
        cluster.history.begin(command, at, ended -> ended(ended, kind, key, tries));
    at.run(command, operation);
  }

  private void ended(Operation operation, Kind kind, Key key, int tries) {
    if (operation.outcome() == Operation.Outcome.REFUSED && tries > 1) {
      at = anyNode();
      var unused =
          cluster.simulation.after(
              TimeUnit.MILLISECONDS.toNanos(100),
              "client " + number + " tries again",
              () -> ask(kind, key, tries - 1));
    } else {
      think();
    }
  }
}
