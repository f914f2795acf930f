package dev.rondo.server.command.cluster;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.CLUSTER;
import static dev.rondo.server.command.CommandGroup.RONDO;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.node.Forgotten;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.cluster.ClusterReport.KnownNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of CLUSTER, ASKING, READONLY and READWRITE. A node that is no member of a cluster knows
 * them and refuses them, in the words by which clients recognize such a node.
 */
public final class ClusterCommands {
  private static final String OF_NODES = "O(N) with N ranges of slots";

  private static final Handler HELP =
      HelpReply.of(
          "CLUSTER",
          "COUNTKEYSINSLOT <slot>",
          "    Count the keys of a slot, in the selected database.",
          "FORGET <node-id>",
          "    Say that a node which is down is gone for good; the others share its slots.",
          "GETKEYSINSLOT <slot> <count>",
          "    Show keys of a slot, in the selected database.",
          "INFO",
          "    Tell how the cluster is.",
          "KEYSLOT <key>",
          "    Tell the slot of a key.",
          "LINKS",
          "    Show the connections to other nodes.",
          "MEMBERS",
          "    Show what each node says of itself and whether it answers. Rondo's own.",
          "MYID",
          "    Tell the id of this node.",
          "MYSHARDID",
          "    Tell the id of this node's shard, which is the node's.",
          "NODES",
          "    Show a line for each node:",
          "    <id> <ip:port@bus-port> <flags> <master> <ping> <pong> <epoch> <link> <slot> ...",
          "REPLICAS <node-id>",
          "    Show the nodes that hold slots whose writes a node orders.",
          "SHARDS",
          "    Show the sets of slots that the same nodes serve, with those nodes.",
          "SLOTS",
          "    Show for each range of slots its master and its replicas.");

  private final @Nullable Supplier<ClusterReport> report;
  private final Function<NodeId, Forgotten> forget;

  /**
   * @param report gives the cluster as it is now; null when this node is no member of one
   * @param forget declares that a node is gone for good
   */
  public ClusterCommands(
      @Nullable Supplier<ClusterReport> report, Function<NodeId, Forgotten> forget) {
    this.report = report;
    this.forget = forget;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        ofConnection(
                "asking",
                Invocation::replyOk,
                "Lets the next command read a slot that is being moved.")
            .flags(FAST),
        ofConnection(
                "readonly",
                ClusterCommands::readOnly,
                "Lets this connection read what may be stale.")
            .flags(FAST, LOADING, STALE),
        ofConnection("readwrite", ClusterCommands::readWrite, "Ends what READONLY allowed.")
            .flags(FAST, LOADING, STALE),
        CommandSpec.container("cluster", CLUSTER)
            .with(telling())
            .with(tellingAdmins())
            .with(movingSlots())
            .with(changingMembers())
            .since("3.0.0")
            .complexity("Depends on the subcommand")
            .summary("Tells about the cluster and changes it."));
  }

  private CommandSpec ofConnection(String name, Handler handler, String summary) {
    return CommandSpec.named(name, 1, CLUSTER, inCluster(handler))
        .categories("connection")
        .since("3.0.0")
        .summary(summary);
  }

  private CommandSpec[] telling() {
    return new CommandSpec[] {
      of("countkeysinslot", 3, SlotKeys::count, "Counts the keys of a slot.")
          .flags(STALE)
          .complexity("O(N) with N keys in the slot"),
      of("getkeysinslot", 4, SlotKeys::get, "Shows keys of a slot.")
          .flags(STALE)
          .complexity("O(N) with N keys shown")
          .tips("nondeterministic_output"),
      of("help", 2, HELP, "Explains the subcommands.").flags(LOADING, STALE).since("5.0.0"),
      varying("info", 2, verbatim(InfoText::of), "Tells how the cluster is."),
      of("keyslot", 3, SlotKeys::slotOf, "Tells the slot of a key.")
          .flags(STALE)
          .complexity("O(N) with N bytes in the key"),
      varying("links", 2, topology(TopologyReplies::links), "Shows the connections between nodes.")
          .since("7.0.0"),
      CommandSpec.named("cluster|members", 2, RONDO, inCluster(topology(TopologyReplies::members)))
          .flags(STALE)
          .withoutGroupCategory()
          .complexity(OF_NODES)
          .tips("nondeterministic_output")
          .summary("Shows what each node says of itself and whether it answers."),
      of("myid", 2, this::myId, "Tells this node's ID.").flags(STALE),
      varying("myshardid", 2, this::myId, "Tells the ID of this node's shard.").since("7.2.0"),
      varying("nodes", 2, verbatim(it -> new NodesText(it).nodes()), "Shows a line for each node.")
          .complexity(OF_NODES),
      varying("shards", 2, topology(TopologyReplies::shards), "Shows slots with their nodes.")
          .complexity(OF_NODES)
          .since("7.0.0"),
      varying("slots", 2, topology(TopologyReplies::slots), "Shows which nodes have which slots.")
          .complexity(OF_NODES)
          .deprecated("7.0.0", "`CLUSTER SHARDS`")
    };
  }

  private CommandSpec[] tellingAdmins() {
    return new CommandSpec[] {
      varying(
              "count-failure-reports",
              3,
              ClusterCommands::notHere,
              "Counts the nodes that call a node failing.")
          .flags(ADMIN),
      varying("replicas", 3, this::replicas, "Shows a node's replicas.")
          .flags(ADMIN)
          .since("5.0.0"),
      varying("slaves", 3, this::replicas, "Shows a node's replicas.")
          .flags(ADMIN)
          .deprecated("5.0.0", "`CLUSTER REPLICAS`")
    };
  }

  private CommandSpec[] movingSlots() {
    return new CommandSpec[] {
      admin("addslots", -3, "Gives slots to this node."),
      admin("addslotsrange", -4, "Gives ranges of slots to this node.").since("7.0.0"),
      admin("delslots", -3, "Takes slots from this node."),
      admin("delslotsrange", -4, "Takes ranges of slots from this node.").since("7.0.0"),
      admin("flushslots", 2, "Takes all slots from this node."),
      admin("setslot", -4, "Says what happens to a slot.")
    };
  }

  private CommandSpec[] changingMembers() {
    return new CommandSpec[] {
      admin("bumpepoch", 2, "Raises the epoch.").tips("nondeterministic_output"),
      admin("failover", -2, "Makes this replica the master."),
      of("forget", 3, this::forget, "Removes a node from the cluster.")
          .flags(ADMIN, STALE, NO_ASYNC_LOADING),
      admin("meet", -4, "Adds a node to the cluster."),
      admin("replicate", 3, "Makes this node a replica."),
      of("reset", -2, ClusterCommands::notHere, "Makes this node forget the cluster.")
          .flags(ADMIN, STALE, NOSCRIPT),
      admin("saveconfig", 2, "Writes what this node knows of the cluster to disk."),
      admin("set-config-epoch", 3, "Sets the epoch of a new node.")
    };
  }

  private CommandSpec varying(String name, int arity, Handler handler, String summary) {
    return of(name, arity, handler, summary).flags(STALE).tips("nondeterministic_output");
  }

  private CommandSpec admin(String name, int arity, String summary) {
    return of(name, arity, ClusterCommands::notHere, summary).flags(ADMIN, STALE, NO_ASYNC_LOADING);
  }

  private CommandSpec of(String name, int arity, Handler handler, String summary) {
    return CommandSpec.named("cluster|" + name, arity, CLUSTER, inCluster(handler))
        .since("3.0.0")
        .summary(summary);
  }

  private Handler inCluster(Handler handler) {
    return report == null ? ClusterCommands::refuse : handler;
  }

  private static void refuse(Invocation call) {
    throw new CommandException("ERR This instance has cluster support disabled");
  }

  /** Members find each other by gossip and share the slots by themselves. */
  private static void notHere(Invocation call) {
    String subcommand = call.text(1).toUpperCase(Locale.ROOT);
    throw new CommandException(
        "ERR CLUSTER "
            + subcommand
            + " is not supported: nodes join and share slots by themselves");
  }

  private ClusterReport now() {
    if (report == null) {
      throw new IllegalStateException("no member of a cluster");
    }
    return report.get();
  }

  private Handler verbatim(Function<ClusterReport, String> text) {
    return call -> {
      String shown = text.apply(now());
      call.reply(out -> out.verbatim("txt", shown));
    };
  }

  private Handler topology(Function<ClusterReport, Reply> reply) {
    return call -> call.reply(reply.apply(now()));
  }

  private void myId(Invocation call) {
    String id = ClusterIds.of(now().self());
    call.reply(out -> out.bulk(id));
  }

  private void replicas(Invocation call) {
    ClusterReport now = now();
    String id = call.text(2);
    for (KnownNode node : now.present()) {
      if (ClusterIds.of(node.id()).equalsIgnoreCase(id)) {
        List<String> lines = new NodesText(now).replicasOf(node);
        call.reply(out -> writeLines(lines, out));
        return;
      }
    }
    throw new CommandException("ERR Unknown node " + id);
  }

  /** For a node that another told of: the first 16 digits of an id are enough. */
  private void forget(Invocation call) {
    String text = call.text(2);
    NodeId node =
        ClusterIds.parse(text).orElseThrow(() -> new CommandException("ERR Unknown node " + text));
    switch (forget.apply(node)) {
      case DONE -> call.replyOk();
      case UNKNOWN -> throw new CommandException("ERR Unknown node " + text);
      case SELF -> throw new CommandException("ERR I tried hard but I can't forget myself...");
      case LIVE ->
          throw new CommandException(
              "ERR node " + text + " answers: only a node that is gone can be forgotten");
    }
  }

  private static void writeLines(List<String> lines, ReplyWriter out) {
    out.array(lines.size());
    lines.forEach(out::bulk);
  }

  private static void readOnly(Invocation call) {
    call.session().readOnly(true);
    call.replyOk();
  }

  private static void readWrite(Invocation call) {
    call.session().readOnly(false);
    call.replyOk();
  }
}
