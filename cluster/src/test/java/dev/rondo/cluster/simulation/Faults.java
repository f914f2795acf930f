package dev.rondo.cluster.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Does harm to a cluster for some time, as the seed decides; each harm ends after a while. */
final class Faults {
  /** What can be done to a cluster. */
  enum Harm {
    CRASH,
    VANISH,
    LOSE_POWER,
    PAUSE,
    CUT_ONE_LINK,
    CUT_ONE_WAY,
    PARTITION,
    BREAK_CONNECTION,
    BAD_NETWORK,
    CLOCK_RATE,
    CLOCK_JUMP
  }

  /** All but what loses committed writes. */
  static final List<Harm> THAT_KEEP_DISKS =
      List.of(Harm.values()).stream().filter(harm -> harm != Harm.LOSE_POWER).toList();

  private static final long MAX_GAP_MILLIS = 1200;
  private static final long MAX_LENGTH_MILLIS = 4000;

  private final SimCluster cluster;
  private final Simulation simulation;
  private final RandomGenerator random;
  private final List<Harm> kinds;
  private final long endNanos;

  private Faults(SimCluster cluster, List<Harm> kinds, Duration duration) {
    this.cluster = cluster;
    this.simulation = cluster.simulation;
    this.random = simulation.newRandom();
    this.kinds = kinds;
    this.endNanos = simulation.nowNanos() + duration.toNanos();
  }

  static void start(SimCluster cluster, List<Harm> kinds, Duration duration) {
    new Faults(cluster, kinds, duration).next();
  }

  private void next() {
    later(
        random.nextLong(MAX_GAP_MILLIS),
        () -> {
          if (simulation.nowNanos() < endNanos) {
            harm(kinds.get(random.nextInt(kinds.size())));
            next();
          }
        });
  }

  private void later(long millis, Runnable what) {
    var unused = simulation.after(TimeUnit.MILLISECONDS.toNanos(millis), "fault", what);
  }

  /** Some short, some long. */
  private long length() {
    return random.nextBoolean() ? random.nextLong(500) : random.nextLong(MAX_LENGTH_MILLIS);
  }

  private void harm(Harm harm) {
    List<SimMember> shuffled = new ArrayList<>();
    List<SimMember> left = new ArrayList<>(cluster.members);
    while (!left.isEmpty()) {
      shuffled.add(left.remove(random.nextInt(left.size())));
    }
    SimMember one = shuffled.get(0);
    SimMember other = shuffled.get(1);
    simulation.trace("harm " + harm + " " + one + " " + other, 0);
    switch (harm) {
      case CRASH -> away(one, one::crash);
      case VANISH -> away(one, one::vanish);
      case LOSE_POWER -> away(one, one::losePower);
      case PAUSE -> pause(one);
      case CUT_ONE_LINK -> cut(() -> cluster.network.cut(one.machine, other.machine));
      case CUT_ONE_WAY -> cut(() -> cluster.network.cutOneWay(one.machine, other.machine));
      case PARTITION -> {
        int size = 1 + random.nextInt(shuffled.size() - 1);
        cut(
            () ->
                cluster.network.isolate(
                    shuffled.subList(0, size).stream().map(member -> member.machine).toList()));
      }
      case BREAK_CONNECTION -> cluster.network.breakConnections(one.machine, other.machine);
      case BAD_NETWORK -> {
        cluster.network.setQuality(
            new LinkQuality(
                Duration.ofNanos(100_000),
                Duration.ofMillis(1 + random.nextInt(100)),
                random.nextDouble() * 0.1,
                0));
        later(length(), () -> cluster.network.setQuality(LinkQuality.PERFECT));
      }
      case CLOCK_RATE -> one.machine.setClockRate(0.95 + random.nextDouble() * 0.1);
      case CLOCK_JUMP ->
          one.machine.jumpWallClock(Duration.ofMillis(random.nextLong(-10_000, 10_000)));
    }
  }

  private void away(SimMember member, Runnable end) {
    if (member.machine.isRunning()) {
      end.run();
      later(
          length(),
          () -> {
            if (!member.machine.isRunning()) {
              member.start();
            }
          });
    }
  }

  private void pause(SimMember member) {
    if (member.machine.isRunning() && !member.machine.isPaused()) {
      member.pause();
      later(
          length(),
          () -> {
            if (member.machine.isPaused()) {
              member.resume();
            }
          });
    }
  }

  private void cut(Runnable begin) {
    begin.run();
    later(length(), cluster.network::heal);
  }
}
