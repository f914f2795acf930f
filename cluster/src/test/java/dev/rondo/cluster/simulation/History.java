package dev.rondo.cluster.simulation;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What clients did and nodes wrote, and what must hold of it. What is wrong at once is thrown at
 * once; the rest is checked at the end.
 */
final class History {
  /** How much longer than its deadline an answer may take: timers, slow disks, fast clocks. */
  static final Duration ANSWER_WITHIN = Duration.ofMillis(2500);

  private record Event(Key key, long actor, long counter) {}

  private final Simulation simulation;
  private final Map<Long, Operation> operations = new HashMap<>();
  private final List<Operation> inOrder = new ArrayList<>();
  private final Set<Event> events = new HashSet<>();
  private final Set<Key> onlyRepair = new HashSet<>();
  private long applying;

  History(Simulation simulation) {
    this.simulation = simulation;
  }

  List<Operation> operations() {
    return inOrder;
  }

  /** The keys that anything was done with. */
  Set<Key> keys() {
    Set<Key> keys = new TreeSet<>(SimDisk.ROW_ORDER);
    inOrder.forEach(operation -> keys.add(operation.command.key()));
    return keys;
  }

  // What happens.

  /** A client's command begins. */
  Operation begin(SimCommand command, SimMember at, Consumer<Operation> ended) {
    Operation operation = new Operation(simulation, command, at, ended);
    operations.put(command.id(), operation);
    inOrder.add(operation);
    expectAnswer(operation);
    return operation;
  }

  private void expectAnswer(Operation operation) {
    long askedNanos = simulation.nowNanos();
    var unused =
        simulation.after(
            ANSWER_WITHIN.toNanos(),
            "deadline",
            () -> {
              if (operation.outcome() != Operation.Outcome.UNDER_WAY) {
                return;
              }
              if (operation.at.ranSince(askedNanos)) {
                throw new AssertionError("not answered in time: " + operation);
              }
              expectAnswer(operation);
            });
  }

  /** A process ended: what it should have answered never will be. */
  void processEnded(SimMember member) {
    for (Operation operation : List.copyOf(inOrder)) {
      if (operation.at == member && operation.outcome() == Operation.Outcome.UNDER_WAY) {
        operation.brokenOff();
      }
    }
  }

  /** The update of an operation is applied to a row, which is written right after if it changes. */
  void applying(long operation) {
    applying = operation;
  }

  /** Sees what a node does to its rows. */
  SimStore.Watcher watcher(NodeId node) {
    return new SimStore.Watcher() {
      @Override
      public void begins() {
        applying = 0; // what was applied last may have changed nothing
      }

      @Override
      public void put(Key key, @Nullable Entry before, Entry after) {
        written(node, key, before, after);
      }
    };
  }

  private void written(NodeId node, Key key, @Nullable Entry before, Entry after) {
    long own = after.clock().counterOf(node.actor());
    boolean isNew = own > (before == null ? 0 : before.clock().counterOf(node.actor()));
    Operation operation = operations.get(applying);
    applying = 0;
    if (operation == null || !isNew || !operation.command.key().equals(key)) {
      return;
    }
    operation.wrote(new Dot(node.actor(), own, 0), before);
    if (!events.add(new Event(key, node.actor(), own))) {
      throw new AssertionError(
          "two writes of %s are event %d of node %s; the second is %s"
              .formatted(key, own, node, operation));
    }
  }

  /** Something that kept replicas equal was lost with a process; anti-entropy has to find it. */
  void onlyRepairFinds(Collection<Key> keys) {
    onlyRepair.addAll(keys);
  }

  boolean isOnlyForRepair(Key key) {
    return onlyRepair.contains(key);
  }

  // What must hold.

  /** Everything was answered. */
  void checkAllAnswered() {
    for (Operation operation : inOrder) {
      if (operation.outcome() == Operation.Outcome.UNDER_WAY) {
        throw new AssertionError("never answered: " + operation);
      }
    }
  }

  /**
   * Reads that began after another read of the key ended saw at least what that one saw, and all
   * that was acknowledged before they began. Holds for strict majorities without loss of disks.
   */
  void checkNoReaderGoesBack() {
    Map<Key, List<Operation>> byKey = new HashMap<>();
    for (Operation operation : inOrder) {
      if (operation.isDone()) {
        byKey.computeIfAbsent(operation.command.key(), key -> new ArrayList<>()).add(operation);
      }
    }
    byKey.values().forEach(History::checkNoReaderGoesBack);
  }

  private static void checkNoReaderGoesBack(List<Operation> ofKey) {
    for (Operation later : ofKey) {
      VectorClock seen = later.seen();
      if (seen == null) {
        continue;
      }
      for (Operation earlier : ofKey) {
        if (earlier.endedNanos() < later.beganNanos) {
          checkCovers(seen, earlier, later);
        }
      }
    }
  }

  private static void checkCovers(VectorClock seen, Operation earlier, Operation later) {
    VectorClock before = earlier.seen();
    boolean lacksRead =
        before != null
            && seen.compare(before) != VectorClock.Order.AFTER
            && seen.compare(before) != VectorClock.Order.EQUAL;
    if (lacksRead || !earlier.dots.stream().allMatch(seen::includes)) {
      throw new AssertionError(
          "a reader went back in time: %s saw %s, which lacks something of %s (%s, %s)"
              .formatted(later, seen, earlier, before, earlier.dots));
    }
  }

  /**
   * Writes that began after another write of the key was acknowledged were made from a copy that
   * had it. Holds while no two nodes order the writes of a key at once.
   */
  void checkNoWriterWorksOnLess() {
    for (Operation later : inOrder) {
      VectorClock base = later.base();
      if (!later.isDone() || base == null) {
        continue;
      }
      for (Operation earlier : inOrder) {
        if (earlier.isDone()
            && earlier.endedNanos() < later.beganNanos
            && earlier.command.key().equals(later.command.key())
            && !earlier.dots.stream().allMatch(base::includes)) {
          throw new AssertionError(
              "%s was made from %s, which lacks %s of %s"
                  .formatted(later, base, earlier.dots, earlier));
        }
      }
    }
  }

  /** Every acknowledged write was seen by what a majority of the replicas holds. */
  void checkNothingIsLost(SimCluster cluster) {
    for (Operation operation : inOrder) {
      if (!operation.isDone() || operation.dots.isEmpty()) {
        continue;
      }
      Key key = operation.command.key();
      List<Entry> copies = cluster.copies(key);
      long have =
          copies.stream()
              .filter(
                  copy -> copy != null && operation.dots.stream().allMatch(copy.clock()::includes))
              .count();
      if (have < copies.size() / 2 + 1) {
        throw new AssertionError(
            "an acknowledged write is lost: %s %s; the replicas have %s"
                .formatted(operation, operation.dots, copies));
      }
    }
  }

  /** All replicas of a key hold the same, where nothing is left for anti-entropy to find. */
  void checkReplicasAreEqual(SimCluster cluster) {
    for (Key key : keys()) {
      if (!isOnlyForRepair(key)) {
        List<Entry> copies = cluster.copies(key);
        if (copies.stream().anyMatch(copy -> !SimCluster.same(copy, copies.get(0)))) {
          throw new AssertionError("replicas of %s differ: %s".formatted(key, copies));
        }
      }
    }
  }
}
