package dev.rondo.server.routing;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.transactions.QueuedTransaction;
import dev.rondo.server.command.transactions.QueuedTransaction.Queued;
import dev.rondo.storage.Key;
import dev.rondo.storage.Slots;
import java.util.List;
import java.util.Locale;

/**
 * Decides where a command is to run, as the cluster is seen now. Flags decide, not names. Has no
 * state of its own; any thread may use it.
 */
public final class Router {
  static final String CROSS_SLOT = "CROSSSLOT Keys in request don't hash to the same slot";
  static final String NO_REPLICA = "CLUSTERDOWN no replica of the key can be reached";

  private static final int NO_SLOT = -1;
  private static final int SEVERAL_SLOTS = -2;

  private final ClusterState state;

  public Router(ClusterState state) {
    this.state = state;
  }

  /** Whether no call of a command is for other nodes; cheap. */
  static boolean runsAnywhere(CommandSpec spec) {
    return !spec.changesData() && !spec.is(CommandFlag.EVERYWHERE);
  }

  /**
   * Where a command outside of transactions runs. Reads run here, for any node reads from the
   * replicas; a write runs on the node that orders the writes of its slot. A write of several slots
   * runs here too: no node orders it, so this one gathers the keys and is not isolated.
   */
  public Route route(CommandSpec spec, byte[][] arguments) {
    if (spec.is(CommandFlag.ONE_NODE_ONLY)) {
      return new Route.Refuse("ERR " + oneNodeOnly(spec));
    }
    if (spec.is(CommandFlag.EVERYWHERE)) {
      return Route.EVERYWHERE;
    }
    if (!spec.hasKeys() || !spec.changesData()) {
      return Route.HERE;
    }
    int slot = slotOf(spec.keyPositions(arguments), arguments);
    return slot < 0 ? Route.HERE : toCoordinator(slot);
  }

  /**
   * Where a transaction runs: on the one node that orders its keys' writes, be they watched, read
   * or written. Keys of several slots are refused, and so is a command that works on more than its
   * keys, for nobody can hold a whole cluster still.
   */
  public Route route(QueuedTransaction transaction) {
    for (Queued queued : transaction.commands()) {
      CommandSpec spec = queued.spec();
      if (spec.is(CommandFlag.ONE_NODE_ONLY)) {
        return new Route.Refuse("EXECABORT Transaction discarded because of: " + oneNodeOnly(spec));
      }
      if (spec.is(CommandFlag.WHOLE_KEYSPACE)) {
        return new Route.Refuse(
            "CROSSSLOT %s reaches beyond one slot and is not allowed in a cluster's transaction"
                .formatted(spec));
      }
    }
    int slot = NO_SLOT;
    for (Key key : transaction.keys()) {
      if (slot == NO_SLOT) {
        slot = key.slot();
      } else if (slot != key.slot()) {
        return new Route.Refuse(CROSS_SLOT);
      }
    }
    return slot == NO_SLOT ? Route.HERE : toCoordinator(slot);
  }

  private Route toCoordinator(int slot) {
    NodeId coordinator = state.writeCoordinator(slot);
    if (coordinator == null) {
      return new Route.Refuse(NO_REPLICA);
    }
    return coordinator.equals(state.self()) ? Route.HERE : new Route.Forward(coordinator);
  }

  private static int slotOf(List<Integer> keyPositions, byte[][] arguments) {
    int slot = NO_SLOT;
    for (int position : keyPositions) {
      int next = Slots.of(arguments[position]);
      if (slot != NO_SLOT && slot != next) {
        return SEVERAL_SLOTS;
      }
      slot = next;
    }
    return slot;
  }

  /** Redis Cluster's words (Redis source, db.c). */
  private static String oneNodeOnly(CommandSpec spec) {
    return spec.name().toUpperCase(Locale.ROOT) + " is not allowed in cluster mode";
  }
}
