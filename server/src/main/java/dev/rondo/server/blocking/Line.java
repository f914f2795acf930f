package dev.rondo.server.blocking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clients that wait for one place, in the order in which they came. */
final class Line {
  private final Set<BlockedClient> clients = new LinkedHashSet<>();

  /** Some may have had their turn meanwhile. */
  private final Set<BlockedClient> newcomers = new LinkedHashSet<>();

  void join(BlockedClient client) {
    clients.add(client);
  }

  void joinAsNewcomer(BlockedClient client) {
    newcomers.add(client);
  }

  void leave(BlockedClient client) {
    clients.remove(client);
    newcomers.remove(client);
  }

  boolean isEmpty() {
    return clients.isEmpty();
  }

  @Nullable BlockedClient first() {
    return clients.isEmpty() ? null : clients.iterator().next();
  }

  /** Whether somebody is being served who came before. */
  boolean isBeingServed() {
    BlockedClient first = first();
    return first != null && first.state == BlockedClient.State.TRYING && first.woken;
  }

  /** Takes those who have not tried yet. */
  List<BlockedClient> takeNewcomers() {
    List<BlockedClient> taken = new ArrayList<>(newcomers);
    newcomers.clear();
    taken.removeIf(client -> client.state != BlockedClient.State.NEW);
    return taken;
  }
}
