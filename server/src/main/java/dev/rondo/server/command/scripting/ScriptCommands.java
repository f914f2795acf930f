package dev.rondo.server.command.scripting;

import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.transactions.TransactionKeyspace;
import dev.rondo.server.lua.LuaData;
import dev.rondo.server.lua.LuaFailure;
import dev.rondo.server.lua.ScriptHost;
import dev.rondo.server.script.Execution;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Key;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a script asks of the server, run on its behalf: commands, after gates of their own, on the
 * transaction that the script is. One for each run, on the run's thread.
 */
final class ScriptCommands implements ScriptHost {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rondo.script");

  private static final String NOT_ALLOWED = "ERR This Redis command is not allowed from script";
  private static final String READ_ONLY =
      "ERR Write commands are not allowed from read-only scripts.";
  private static final String NOT_LOCAL =
      "ERR Script attempted to access a non local key in a cluster node";
  private static final int VERBOSE = 1;
  private static final int NOTICE = 2;
  private static final int WARNING = 3;

  /**
   * What a run may do.
   *
   * @param readOnly no writes
   * @param oneSlot only keys that share a slot with the first that was declared
   * @param declared the keys that were declared
   */
  record Rights(boolean readOnly, boolean oneSlot, List<Key> declared) {}

  private final Invocation call;
  private final TransactionKeyspace keyspace;
  private final Session session;
  private final Execution execution;
  private final LongSupplier nanoClock;
  private final Subscriptions subscriptions;
  private final Rights rights;

  /**
   * @param session a session of the script's own: what it selects is not for its client
   * @param subscriptions those whom PUBLISH would reach
   */
  ScriptCommands(
      Invocation call,
      TransactionKeyspace keyspace,
      Session session,
      Execution execution,
      LongSupplier nanoClock,
      Subscriptions subscriptions,
      Rights rights) {
    this.call = call;
    this.keyspace = keyspace;
    this.session = session;
    this.execution = execution;
    this.nanoClock = nanoClock;
    this.subscriptions = subscriptions;
    this.rights = rights;
  }

  /** Whether the script chose RESP3. */
  boolean speaksResp3() {
    return session.respVersion() == RespVersion.RESP3;
  }

  @Override
  public LuaData call(List<byte[]> command) {
    byte[][] arguments = command.toArray(byte[][]::new);
    CommandSpec spec = call.dispatcher().table().resolve(arguments);
    if (spec == null) {
      throw LuaFailure.reply("ERR Unknown Redis command called from script");
    }
    if (!spec.accepts(arguments.length)) {
      throw LuaFailure.reply("ERR Wrong number of args calling Redis command from script");
    }
    check(spec, arguments);
    boolean publishes = spec.is(CommandFlag.PUBSUB) && spec.is(CommandFlag.MAY_REPLICATE);
    return publishes ? publishLater(spec, arguments) : run(spec, arguments);
  }

  private void check(CommandSpec spec, byte[][] arguments) {
    if (spec.is(CommandFlag.NOSCRIPT)) {
      throw LuaFailure.reply(NOT_ALLOWED);
    }
    if (rights.readOnly() && spec.changesData()) {
      throw LuaFailure.reply(READ_ONLY);
    }
    if (rights.oneSlot()) {
      if (spec.is(CommandFlag.WHOLE_KEYSPACE) || spec.is(CommandFlag.ONE_NODE_ONLY)) {
        throw LuaFailure.reply(
            "CROSSSLOT %s reaches beyond one slot and is not allowed in a cluster's script"
                .formatted(spec));
      }
      for (Key key : spec.keysOf(session.database(), arguments)) {
        if (rights.declared().isEmpty() || key.slot() != rights.declared().get(0).slot()) {
          throw LuaFailure.reply(NOT_LOCAL);
        }
      }
    }
  }

  private LuaData run(CommandSpec spec, byte[][] arguments) {
    ReplyBuffer buffer = ReplyBuffer.pooled();
    try {
      ReplyWriter writer = new ReplyWriter(buffer, session.respVersion());
      call.dispatcher()
          .run(
              spec,
              arguments,
              session,
              keyspace,
              call.consistency(),
              reply -> reply.writeTo(writer));
      if (buffer.isEmpty()) {
        throw LuaFailure.reply(NOT_ALLOWED);
      }
      return new ReplyReader(buffer.takeBytes()).read();
    } finally {
      buffer.release();
    }
  }

  /** Nobody is told of what has not happened yet, and may be done again. */
  private LuaData publishLater(CommandSpec spec, byte[][] arguments) {
    execution.afterCommit(
        () ->
            call.dispatcher()
                .run(
                    spec,
                    arguments,
                    session,
                    call.dispatcher().keyspace(),
                    call.consistency(),
                    reply -> {}));
    SubscriptionKind kind =
        spec.hasKeys() ? SubscriptionKind.SHARD_CHANNEL : SubscriptionKind.CHANNEL;
    return LuaData.of(subscriptions.receivers(kind, arguments[1]));
  }

  @Override
  public boolean mayRun(List<byte[]> command) {
    if (call.dispatcher().table().resolve(command.toArray(byte[][]::new)) == null) {
      throw LuaFailure.reply("ERR Invalid command passed to redis.acl_check_cmd()");
    }
    return true;
  }

  @Override
  public void respVersion(int version) {
    session.respVersion(version == 3 ? RespVersion.RESP3 : RespVersion.RESP2);
  }

  @Override
  public void log(int level, String message) {
    switch (level) {
      case WARNING -> LOG.warn("{}", message);
      case NOTICE -> LOG.info("{}", message);
      case VERBOSE -> LOG.debug("{}", message);
      default -> LOG.trace("{}", message);
    }
  }

  @Override
  public @Nullable String interruption(long usedBytes) {
    return execution.interruption(nanoClock.getAsLong(), usedBytes);
  }
}
