package dev.rondo.cluster.ring;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to move between nodes for one ring to follow another.
 *
 * @param movements ascending by slot; each slot of a replica's loss or gain is in one of them. A
 *     loser is matched with a gainer of its own data centre where there is one
 * @param primarySlots how many slots get another owner
 */
public record RingChange(List<Movement> movements, int primarySlots) {
  public RingChange {
    movements = List.copyOf(movements);
  }

  /** Compares two rings. */
  public static RingChange between(Ring before, Ring after) {
    List<Movement> movements = new ArrayList<>();
    int primarySlots = 0;
    int first = 0;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (!before.primary(slot).equals(after.primary(slot))) {
        primarySlots++;
      }
      boolean isLast =
          slot == Slots.COUNT - 1
              || !before.preferenceList(slot).equals(before.preferenceList(slot + 1))
              || !after.preferenceList(slot).equals(after.preferenceList(slot + 1));
      if (isLast) {
        addMovements(before, after, first, slot, movements);
        first = slot + 1;
      }
    }
    return new RingChange(movements, primarySlots);
  }

  private static void addMovements(
      Ring before, Ring after, int first, int last, List<Movement> into) {
    List<NodeId> holders = before.preferenceList(first);
    List<NodeId> gained = new ArrayList<>(after.preferenceList(first));
    gained.removeAll(holders);
    List<NodeId> lost = new ArrayList<>(holders);
    lost.removeAll(after.preferenceList(first));
    for (NodeId to : gained) {
      Optional<NodeId> from = match(to, lost, before, after);
      from.ifPresent(lost::remove);
      into.add(new Movement(first, last, from, Optional.of(to), holders));
    }
    for (NodeId from : lost) {
      into.add(new Movement(first, last, Optional.of(from), Optional.empty(), holders));
    }
  }

  private static Optional<NodeId> match(NodeId to, List<NodeId> lost, Ring before, Ring after) {
    Optional<String> centre = after.node(to).map(RingNode::dataCentre);
    return lost.stream()
        .filter(id -> before.node(id).map(RingNode::dataCentre).equals(centre))
        .findFirst()
        .or(() -> lost.stream().findFirst());
  }

  /** How many slots get a new replica, each counted once for each replica it gets. */
  public int replicaSlots() {
    return movements.stream().filter(m -> m.to().isPresent()).mapToInt(Movement::slots).sum();
  }

  /** What each node is to get, by the node that gets it. */
  public Map<NodeId, List<Movement>> byTaker() {
    Map<NodeId, List<Movement>> result = new HashMap<>();
    for (Movement movement : movements) {
      movement
          .to()
          .ifPresent(to -> result.computeIfAbsent(to, id -> new ArrayList<>()).add(movement));
    }
    return result;
  }
}
