package dev.rondo.compat.differential;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out whether a cluster was right to refuse a transaction: only the slots of its keys, or a
 * command that works on more than keys, are a reason.
 */
final class SlotsOfTransaction {
  private static final Set<String> BEYOND_ITS_KEYS =
      Set.of("FLUSHALL", "FLUSHDB", "KEYS", "RANDOMKEY", "SCAN", "SELECT");

  private SlotsOfTransaction() {}

  /**
   * Whether the commands reach beyond one slot.
   *
   * @param reference tells where the keys stand in a command
   * @param subject tells the slots of keys
   */
  static boolean areSeveral(RawClient reference, RawClient subject, List<Command> commands) {
    Set<Long> slots = new HashSet<>();
    for (Command command : commands) {
      if (BEYOND_ITS_KEYS.contains(command.name())
          || command.startsWith("CLIENT", "INFO")
          || command.startsWith("CLIENT", "LIST")) {
        return true;
      }
      List<String> question = new ArrayList<>(List.of("COMMAND", "GETKEYS"));
      question.addAll(command.words());
      Reply keys = reference.call(question.toArray(String[]::new));
      if (!keys.isError()) {
        keys.children()
            .forEach(key -> slots.add(subject.call("CLUSTER", "KEYSLOT", key.string()).integer()));
      }
    }
    return slots.size() > 1;
  }
}
