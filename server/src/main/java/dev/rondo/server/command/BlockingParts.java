package dev.rondo.server.command;

import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Splits a blocking command on keys of several slots into commands on keys of one slot each. */
final class BlockingParts {
  /** Where the number of keys stands in commands that have their timeout in front. */
  private static final int COUNT_AT = 2;

  private BlockingParts() {}

  /**
   * The parts, in the order of their keys; the call itself when its keys are of one slot, or when
   * it has other keys than those it waits for.
   */
  static List<byte[][]> of(CommandSpec spec, CommandSpec.Waiting waiting, byte[][] arguments) {
    List<KeyUse> uses = spec.keyUses(arguments);
    List<Set<Integer>> runs = new ArrayList<>();
    int slot = -1;
    for (KeyUse use : uses) {
      if (!use.flags().contains("access")) {
        return Collections.singletonList(arguments);
      }
      int next = Slots.of(arguments[use.position()]);
      if (next != slot) {
        runs.add(new HashSet<>());
        slot = next;
      }
      runs.get(runs.size() - 1).add(use.position());
    }
    return runs.size() <= 1
        ? Collections.singletonList(arguments)
        : runs.stream().map(run -> part(uses, run, waiting, arguments)).toList();
  }

  private static byte[][] part(
      List<KeyUse> uses, Set<Integer> run, CommandSpec.Waiting waiting, byte[][] arguments) {
    Set<Integer> left = new HashSet<>();
    for (KeyUse use : uses) {
      if (!run.contains(use.position())) {
        left.add(use.position());
      }
    }
    List<byte[]> part = new ArrayList<>(arguments.length - left.size());
    for (int i = 0; i < arguments.length; i++) {
      if (!left.contains(i)) {
        boolean isCount = i == COUNT_AT && waiting.timeoutAt() == 1;
        part.add(isCount ? Bytes.of(Integer.toString(run.size())) : arguments[i]);
      }
    }
    return part.toArray(byte[][]::new);
  }
}
