package dev.rondo.server.command.pubsub;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.FOR_SUBSCRIBERS;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.MAY_REPLICATE;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.PUBSUB;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.session.OwnSubscriptions;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.server.text.GlobPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of the commands on channels. */
public final class PubSubCommands {
  private static final Handler HELP =
      HelpReply.of(
          "PUBSUB",
          "CHANNELS [<pattern>]",
          "    Return the currently active channels matching a <pattern> (default: '*').",
          "NUMPAT",
          "    Return number of subscriptions to patterns.",
          "NUMSUB [<channel> ...]",
          "    Return the number of subscribers for the specified channels, excluding",
          "    pattern subscriptions(default: no channels).",
          "SHARDCHANNELS [<pattern>]",
          "    Return the currently active shard level channels matching a <pattern> (default: '*').",
          "SHARDNUMSUB [<shardchannel> ...]",
          "    Return the number of subscribers for the specified shard level channel(s)");

  private final Subscriptions subscriptions;
  private final Broadcast broadcast;

  /**
   * @param subscriptions this node's
   * @param broadcast reaches the other nodes' clients
   */
  public PubSubCommands(Subscriptions subscriptions, Broadcast broadcast) {
    this.subscriptions = subscriptions;
    this.broadcast = broadcast;
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    List<CommandSpec> rows = new ArrayList<>();
    rows.addAll(subscribing());
    rows.addAll(publishing());
    rows.add(looking());
    return rows;
  }

  private List<CommandSpec> subscribing() {
    return List.of(
        begin(SubscriptionKind.CHANNEL)
            .since("2.0.0")
            .summary("Sends this client what is published to channels."),
        begin(SubscriptionKind.PATTERN)
            .since("2.0.0")
            .summary("Sends this client what is published to channels that match patterns."),
        begin(SubscriptionKind.SHARD_CHANNEL)
            .keys(channels())
            .since("7.0.0")
            .summary("Sends this client what is published to shard channels."),
        end(SubscriptionKind.CHANNEL)
            .since("2.0.0")
            .summary("Ends subscriptions to channels, all of them when none is named."),
        end(SubscriptionKind.PATTERN)
            .since("2.0.0")
            .summary("Ends subscriptions to patterns, all of them when none is named."),
        end(SubscriptionKind.SHARD_CHANNEL)
            .keys(channels())
            .since("7.0.0")
            .summary("Ends subscriptions to shard channels, all of them when none is named."));
  }

  private CommandSpec begin(SubscriptionKind kind) {
    return CommandSpec.named(kind.subscribeName(), -2, PUBSUB, call -> subscribe(kind, call))
        .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE, FOR_SUBSCRIBERS)
        .complexity("O(N) with N names");
  }

  private CommandSpec end(SubscriptionKind kind) {
    return CommandSpec.named(kind.unsubscribeName(), -1, PUBSUB, call -> unsubscribe(kind, call))
        .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE, FOR_SUBSCRIBERS)
        .complexity("O(N) with N names");
  }

  /** Cluster clients choose the node by the slot of a shard channel. */
  private static KeySpec channels() {
    return KeySpec.allFrom(1, 1, "not_key");
  }

  private List<CommandSpec> publishing() {
    return List.of(
        CommandSpec.named("publish", 3, PUBSUB, call -> publish(SubscriptionKind.CHANNEL, call))
            .flags(CommandFlag.PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
            .complexity("O(N+M) with N subscribers and M patterns")
            .since("2.0.0")
            .summary("Sends a message to all subscribers of a channel."),
        CommandSpec.named(
                "spublish", 3, PUBSUB, call -> publish(SubscriptionKind.SHARD_CHANNEL, call))
            .flags(CommandFlag.PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
            .keys(KeySpec.one("not_key"))
            .complexity("O(N) with N subscribers")
            .since("7.0.0")
            .summary("Sends a message to all subscribers of a shard channel."));
  }

  private CommandSpec looking() {
    return CommandSpec.container(
            "pubsub",
            PUBSUB,
            inspecting("channels", -2, call -> names(SubscriptionKind.CHANNEL, call))
                .since("2.8.0")
                .summary(
                    "Lists the channels with subscribers, those of a pattern if one is given."),
            inspecting("help", 2, HELP).since("6.2.0").summary("Explains the subcommands."),
            inspecting("numpat", 2, this::patternCount)
                .since("2.8.0")
                .summary("Counts the patterns with subscribers."),
            inspecting("numsub", -2, call -> subscriberCounts(SubscriptionKind.CHANNEL, call))
                .since("2.8.0")
                .summary("Counts the subscribers of channels."),
            inspecting("shardchannels", -2, call -> names(SubscriptionKind.SHARD_CHANNEL, call))
                .since("7.0.0")
                .summary("Lists the shard channels with subscribers."),
            inspecting(
                    "shardnumsub",
                    -2,
                    call -> subscriberCounts(SubscriptionKind.SHARD_CHANNEL, call))
                .since("7.0.0")
                .summary("Counts the subscribers of shard channels."))
        .complexity("Depends on the subcommand")
        .since("2.8.0")
        .summary("Looks at who listens to what on this node.");
  }

  private static CommandSpec inspecting(String name, int arity, Handler handler) {
    CommandSpec row = CommandSpec.named("pubsub|" + name, arity, PUBSUB, handler);
    return name.equals("help")
        ? row.flags(LOADING, STALE)
        : row.flags(CommandFlag.PUBSUB, LOADING, STALE);
  }

  // Subscribing.

  /** A client's subscriptions change on its event loop; EXEC may run on another thread. */
  private static void requireOwnLoop(Invocation call) {
    if (!call.mayWait()) {
      throw new CommandException(
          "ERR %s isn't allowed for a DENY BLOCKING client".formatted(call.spec()));
    }
  }

  private void subscribe(SubscriptionKind kind, Invocation call) {
    requireOwnLoop(call);
    Session session = call.session();
    List<String> names = names(call);
    int[] counts = new int[names.size()];
    for (int i = 0; i < counts.length; i++) {
      subscriptions.add(session, kind, names.get(i));
      counts[i] = session.subscriptions().countLike(kind);
    }
    call.reply(
        out -> {
          for (int i = 0; i < counts.length; i++) {
            confirm(kind.subscribeName(), names.get(i), counts[i], out);
          }
        });
  }

  private void unsubscribe(SubscriptionKind kind, Invocation call) {
    requireOwnLoop(call);
    Session session = call.session();
    OwnSubscriptions own = session.subscriptions();
    List<String> names = call.argumentCount() == 1 ? own.names(kind) : names(call);
    int[] counts = new int[names.size()];
    for (int i = 0; i < counts.length; i++) {
      subscriptions.remove(session, kind, names.get(i));
      counts[i] = own.countLike(kind);
    }
    int left = own.countLike(kind);
    call.reply(
        out -> {
          for (int i = 0; i < counts.length; i++) {
            confirm(kind.unsubscribeName(), names.get(i), counts[i], out);
          }
          if (counts.length == 0) {
            out.push(3);
            out.bulk(kind.unsubscribeName());
            out.nil();
            out.integer(left);
          }
        });
  }

  private static List<String> names(Invocation call) {
    return Arrays.stream(call.arguments(), 1, call.argumentCount()).map(Bytes::text).toList();
  }

  private static void confirm(String word, String name, int count, ReplyWriter out) {
    out.push(3);
    out.bulk(word);
    out.bulk(Bytes.of(name));
    out.integer(count);
  }

  private void publish(SubscriptionKind kind, Invocation call) {
    byte[] channel = call.argument(1);
    byte[] message = call.argument(2);
    int receivers = subscriptions.publish(kind, channel, message);
    broadcast.toOtherNodes(kind, channel, message);
    call.reply(out -> out.integer(receivers));
  }

  // PUBSUB.

  private void names(SubscriptionKind kind, Invocation call) {
    if (call.argumentCount() > 3) {
      throw CommandException.subcommandSyntax("PUBSUB", call.argument(1));
    }
    GlobPattern pattern = call.argumentCount() == 3 ? GlobPattern.compile(call.argument(2)) : null;
    List<byte[]> names =
        subscriptions.names(kind).stream()
            .map(Bytes::of)
            .filter(name -> pattern == null || pattern.matches(name))
            .toList();
    call.reply(
        out -> {
          out.array(names.size());
          names.forEach(out::bulk);
        });
  }

  private void subscriberCounts(SubscriptionKind kind, Invocation call) {
    call.reply(
        out -> {
          out.array(2 * (call.argumentCount() - 2));
          for (int i = 2; i < call.argumentCount(); i++) {
            out.bulk(call.argument(i));
            out.integer(subscriptions.subscribers(kind, call.text(i)));
          }
        });
  }

  private void patternCount(Invocation call) {
    call.reply(out -> out.integer(subscriptions.count(SubscriptionKind.PATTERN)));
  }
}
