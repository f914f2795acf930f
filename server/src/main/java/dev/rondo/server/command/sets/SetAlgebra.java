package dev.rondo.server.command.sets;

import dev.rondo.storage.MapElements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Intersection, union and difference. Sets that do not exist are empty. Results are in the order of
 * the members' bytes; the members are those of the sets, not copies. Pure.
 */
final class SetAlgebra {
  /** An operation over sets. */
  @FunctionalInterface
  interface Operation {
    List<byte[]> of(List<Optional<MapElements>> sets);
  }

  private SetAlgebra() {}

  /** What is in all sets. */
  static List<byte[]> intersection(List<Optional<MapElements>> sets) {
    return intersection(sets, Integer.MAX_VALUE);
  }

  /** What is in all sets, or the first {@code limit} members of it. */
  static List<byte[]> intersection(List<Optional<MapElements>> sets, int limit) {
    if (sets.stream().anyMatch(Optional::isEmpty)) {
      return List.of();
    }
    List<MapElements> smallestFirst =
        sets.stream()
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingInt(MapElements::size))
            .toList();
    MapElements smallest = smallestFirst.get(0);
    List<byte[]> common = new ArrayList<>();
    for (int i = 0; i < smallest.size() && common.size() < limit; i++) {
      byte[] member = smallest.key(i);
      if (smallestFirst.stream().skip(1).allMatch(set -> set.contains(member))) {
        common.add(member);
      }
    }
    return common;
  }

  /** What is in any of the sets. */
  static List<byte[]> union(List<Optional<MapElements>> sets) {
    TreeSet<byte[]> all = new TreeSet<>(Arrays::compareUnsigned);
    sets.stream()
        .flatMap(Optional::stream)
        .forEach(
            set -> {
              for (int i = 0; i < set.size(); i++) {
                all.add(set.key(i));
              }
            });
    return List.copyOf(all);
  }

  /** What is in the first set and in none of the others. */
  static List<byte[]> difference(List<Optional<MapElements>> sets) {
    if (sets.get(0).isEmpty()) {
      return List.of();
    }
    MapElements first = sets.get(0).get();
    List<MapElements> others = sets.stream().skip(1).flatMap(Optional::stream).toList();
    List<byte[]> left = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      byte[] member = first.key(i);
      if (others.stream().noneMatch(set -> set.contains(member))) {
        left.add(member);
      }
    }
    return left;
  }
}
