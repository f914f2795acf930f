package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.CLUSTER;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import java.util.List;

/**
 * CLUSTER, ASKING, READONLY and READWRITE on a node that is no member of a cluster: known, and
 * refused in the words by which clients recognize such a node.
 */
public final class ClusterCommands {
  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        ofConnection("asking", "Lets the next command read a slot that is being moved.")
            .flags(FAST),
        ofConnection("readonly", "Lets this connection read what may be stale.")
            .flags(FAST, LOADING, STALE),
        ofConnection("readwrite", "Ends what READONLY allowed.").flags(FAST, LOADING, STALE),
        CommandSpec.container("cluster", CLUSTER)
            .with(telling())
            .with(tellingAdmins())
            .with(movingSlots())
            .with(changingMembers())
            .since("3.0.0")
            .complexity("Depends on the subcommand")
            .summary("Tells about the cluster and changes it."));
  }

  private static CommandSpec ofConnection(String name, String summary) {
    return CommandSpec.named(name, 1, CLUSTER, ClusterCommands::refuse)
        .categories("connection")
        .since("3.0.0")
        .summary(summary);
  }

  private static CommandSpec[] telling() {
    return new CommandSpec[] {
      of("countkeysinslot", 3, "Counts the keys of a slot on this node.").flags(STALE),
      of("getkeysinslot", 4, "Shows keys of a slot on this node.")
          .flags(STALE)
          .tips("nondeterministic_output"),
      of("help", 2, "Explains the subcommands.").flags(LOADING, STALE).since("5.0.0"),
      varying("info", 2, "Tells how the cluster is."),
      of("keyslot", 3, "Tells the slot of a key.").flags(STALE),
      varying("links", 2, "Shows the connections between nodes.").since("7.0.0"),
      of("myid", 2, "Tells this node's ID.").flags(STALE),
      varying("myshardid", 2, "Tells the ID of this node's shard.").since("7.2.0"),
      varying("nodes", 2, "Shows the nodes as lines of text."),
      varying("shards", 2, "Shows the shards with their slots and nodes.").since("7.0.0"),
      varying("slots", 2, "Shows which nodes have which slots.")
          .deprecated("7.0.0", "`CLUSTER SHARDS`")
    };
  }

  private static CommandSpec[] tellingAdmins() {
    return new CommandSpec[] {
      varying("count-failure-reports", 3, "Counts the nodes that call a node failing.")
          .flags(ADMIN),
      varying("replicas", 3, "Shows a node's replicas.").flags(ADMIN).since("5.0.0"),
      varying("slaves", 3, "Shows a node's replicas.")
          .flags(ADMIN)
          .deprecated("5.0.0", "`CLUSTER REPLICAS`")
    };
  }

  private static CommandSpec[] movingSlots() {
    return new CommandSpec[] {
      admin("addslots", -3, "Gives slots to this node."),
      admin("addslotsrange", -4, "Gives ranges of slots to this node.").since("7.0.0"),
      admin("delslots", -3, "Takes slots from this node."),
      admin("delslotsrange", -4, "Takes ranges of slots from this node.").since("7.0.0"),
      admin("flushslots", 2, "Takes all slots from this node."),
      admin("setslot", -4, "Says what happens to a slot.")
    };
  }

  private static CommandSpec[] changingMembers() {
    return new CommandSpec[] {
      admin("bumpepoch", 2, "Raises the epoch.").tips("nondeterministic_output"),
      admin("failover", -2, "Makes this replica the master."),
      admin("forget", 3, "Removes a node from the cluster."),
      admin("meet", -4, "Adds a node to the cluster."),
      admin("replicate", 3, "Makes this node a replica."),
      of("reset", -2, "Makes this node forget the cluster.").flags(ADMIN, STALE, NOSCRIPT),
      admin("saveconfig", 2, "Writes what this node knows of the cluster to disk."),
      admin("set-config-epoch", 3, "Sets the epoch of a new node.")
    };
  }

  private static CommandSpec varying(String name, int arity, String summary) {
    return of(name, arity, summary).flags(STALE).tips("nondeterministic_output");
  }

  private static CommandSpec admin(String name, int arity, String summary) {
    return of(name, arity, summary).flags(ADMIN, STALE, NO_ASYNC_LOADING);
  }

  private static CommandSpec of(String name, int arity, String summary) {
    return CommandSpec.named("cluster|" + name, arity, CLUSTER, ClusterCommands::refuse)
        .since("3.0.0")
        .summary(summary);
  }

  private static void refuse(Invocation call) {
    throw new CommandException("ERR This instance has cluster support disabled");
  }
}
