package dev.rondo.server.routing;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Completions;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.coordinator.ForwardHandler;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RequestLimits;
import dev.rondo.server.blocking.AwaitedKeys;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.ErrorReplies;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.ReplyTarget;
import dev.rondo.server.command.transactions.QueuedTransaction;
import dev.rondo.server.command.transactions.QueuedTransaction.Queued;
import dev.rondo.server.command.transactions.QueuedTransaction.Replies;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.routing.ForwardRequest.Caller;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what front ends of other nodes hand to this one. Safe on any thread; whoever carries the
 * answer commits before it leaves.
 *
 * <p>What is run here is never handed on: neither dispatcher has a routing. Only what a router
 * hands on is accepted, so that a node can neither reconfigure nor stop another this way.
 */
public final class ForwardService implements ForwardHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardService.class);

  /** Client ids begin at 1; a client of another node has none here. */
  private static final long NO_CLIENT_ID = 0;

  private static final byte[] NOTHING = {};

  private final Dispatcher coordinating;
  private final Dispatcher local;
  private final Replica replica;
  private final ClientPause pause;
  private final Subscriptions subscriptions;
  private final AwaitedKeys awaited;
  private final InstantSource clock;
  private final int databases;
  private final Supplier<RequestLimits> limits;
  private final RoutingSettings settings;

  /**
   * @param coordinating runs commands on the cluster's keyspace; without routing
   * @param local runs commands on this node's own copies; without routing
   * @param replica this node's own copies
   * @param pause the one that both dispatchers know
   * @param subscriptions of this node's clients
   * @param awaited answers for this node's copies
   * @param databases how many there are
   * @param limits what one command may take, as if it came from a client
   */
  public ForwardService(
      Dispatcher coordinating,
      Dispatcher local,
      Replica replica,
      ClientPause pause,
      Subscriptions subscriptions,
      AwaitedKeys awaited,
      InstantSource clock,
      int databases,
      Supplier<RequestLimits> limits,
      RoutingSettings settings) {
    this.coordinating = coordinating;
    this.local = local;
    this.replica = replica;
    this.pause = pause;
    this.subscriptions = subscriptions;
    this.awaited = awaited;
    this.clock = clock;
    this.databases = databases;
    this.limits = limits;
    this.settings = settings;
  }

  /**
   * Runs a request of another front end; see {@link ForwardHandler}. Fails with UNAVAILABLE when
   * nothing was done and another node may be asked: the request was not understood, this node does
   * not hold the keys any more, too few replicas can be reached.
   */
  @Override
  public void run(byte[] command, int timeoutMillis, Completion<byte[]> done) {
    try {
      run(ForwardCodec.decode(command, limits.get()), timeoutMillis, done);
    } catch (MalformedForwardException e) {
      LOG.warn("another node sent what cannot be run: {}", e.getMessage());
      done.failure(unavailable("a node does not understand what it was handed"));
    }
  }

  private void run(ForwardRequest request, int timeoutMillis, Completion<byte[]> done) {
    long deadlineMillis = clock.millis() + timeoutMillis;
    if (request instanceof ForwardRequest.Command command) {
      command(command, deadlineMillis, done);
    } else if (request instanceof ForwardRequest.Transaction transaction) {
      transaction(transaction, deadlineMillis, done);
    } else if (request instanceof ForwardRequest.Page page) {
      checkDatabase(page.database());
      ScanRun.read(
          local.keyspace(),
          page.database(),
          page.cursor(),
          page.maxKeys(),
          page.lastSlot(),
          Completions.map(done, ForwardReplyCodec::page));
    } else if (request instanceof ForwardRequest.Count count) {
      checkDatabase(count.database());
      done.success(ForwardReplyCodec.number(local.keyspace().size(count.database())));
    } else if (request instanceof ForwardRequest.Time) {
      done.success(ForwardReplyCodec.number(replica.nextHybridTime()));
    } else if (request instanceof ForwardRequest.Flush flush) {
      flush.databases().forEach(this::checkDatabase);
      flush(flush, deadlineMillis, done);
    } else if (request instanceof ForwardRequest.Publish publish) {
      subscriptions.publish(publish.kind(), publish.channel(), publish.message());
      done.success(NOTHING);
    } else if (request instanceof ForwardRequest.Await await) {
      checkDatabase(await.place().key().database());
      awaited.await(
          await.place(),
          await.timeoutMillis(),
          Completions.map(done, something -> ForwardReplyCodec.number(something ? 1 : 0)));
    }
  }

  // One command.

  private void command(
      ForwardRequest.Command command, long deadlineMillis, Completion<byte[]> done) {
    byte[][] arguments = command.arguments();
    CommandSpec spec = coordinating.table().resolve(arguments);
    if (spec == null || !isHandedOn(spec)) {
      throw new MalformedForwardException("no command that is handed on");
    }
    Dispatcher dispatcher = spec.is(CommandFlag.EVERYWHERE) ? local : coordinating;
    Session session = session(command.caller());
    dispatch(dispatcher, session, command, deadlineMillis, target(session, done), done);
  }

  private static boolean isHandedOn(CommandSpec spec) {
    return !Router.runsAnywhere(spec)
        && !spec.is(CommandFlag.ONE_NODE_ONLY)
        && (spec.is(CommandFlag.EVERYWHERE) || spec.hasKeys());
  }

  private void dispatch(
      Dispatcher dispatcher,
      Session session,
      ForwardRequest.Command command,
      long deadlineMillis,
      ReplyTarget target,
      Completion<byte[]> done) {
    Dispatcher.Verdict verdict =
        dispatcher.dispatch(
            session,
            command.arguments(),
            ConsistencyChoice.of(command.caller().consistency()),
            target);
    if (verdict == Dispatcher.Verdict.HELD_BACK) {
      afterPause(
          deadlineMillis,
          () -> dispatch(dispatcher, session, command, deadlineMillis, target, done),
          done);
    }
  }

  /** Goes on when CLIENT PAUSE is over, unless nobody waits for the answer any more. */
  private void afterPause(long deadlineMillis, Runnable goOn, Completion<byte[]> done) {
    pause.whenOver(
        () -> {
          if (clock.millis() > deadlineMillis) {
            done.failure(unavailable("commands are held back by CLIENT PAUSE"));
          } else {
            goOn.run();
          }
        });
  }

  /** Encodes the reply; a failure without effect is told as one, so that it can be tried again. */
  private ReplyTarget target(Session session, Completion<byte[]> done) {
    return new ReplyTarget() {
      @Override
      public void deliver(Reply reply) {
        byte[] encoded;
        try {
          encoded = encode(reply, session);
        } catch (RuntimeException e) {
          LOG.error("a reply for another node could not be written", e);
          done.failure(e);
          return;
        }
        done.success(encoded);
      }

      @Override
      public void deliverNothing(Reply reply) {
        done.success(NOTHING);
      }

      @Override
      public void deliverFailure(Throwable cause, Reply reply) {
        if (isUnavailable(cause)) {
          done.failure(cause);
        } else {
          deliver(reply);
        }
      }
    };
  }

  private byte[] encode(Reply reply, Session session) {
    ReplyBuffer buffer = ReplyBuffer.pooled();
    try {
      reply.writeTo(new ReplyWriter(buffer, session.respVersion()));
      if (buffer.readableBytes() > settings.maxReplyBytes()) {
        buffer.release();
        new ReplyWriter(buffer, session.respVersion()).error(TOO_LONG);
      }
      return buffer.takeBytes();
    } finally {
      buffer.release();
    }
  }

  private static final String TOO_LONG = "ERR the reply is too long to be carried between nodes";

  // A transaction.

  private void transaction(
      ForwardRequest.Transaction request, long deadlineMillis, Completion<byte[]> done) {
    List<Queued> commands = new ArrayList<>(request.queue().size());
    boolean writes = false;
    for (byte[][] arguments : request.queue()) {
      CommandSpec spec = coordinating.table().resolve(arguments);
      if (spec == null || !mayBeQueued(spec, arguments)) {
        throw new MalformedForwardException("no command for a transaction that is handed on");
      }
      writes |= !Router.runsAnywhere(spec);
      commands.add(new Queued(spec, arguments));
    }
    for (Key key : request.watched().keys()) {
      checkDatabase(key.database());
    }
    QueuedTransaction transaction =
        new QueuedTransaction(request.caller().database(), commands, request.watched());
    run(transaction, writes, session(request.caller()), request.caller(), deadlineMillis, done);
  }

  private static boolean mayBeQueued(CommandSpec spec, byte[][] arguments) {
    return spec.accepts(arguments.length)
        && !spec.is(CommandFlag.NO_MULTI)
        && !spec.is(CommandFlag.CONTROLS_TRANSACTION)
        && !spec.is(CommandFlag.WHOLE_KEYSPACE)
        && !spec.keyPositions(arguments).isEmpty();
  }

  private void run(
      QueuedTransaction transaction,
      boolean writes,
      Session session,
      Caller caller,
      long deadlineMillis,
      Completion<byte[]> done) {
    ClientPause.Mode mode = pause.mode();
    if (mode == ClientPause.Mode.ALL || (mode == ClientPause.Mode.WRITE && writes)) {
      afterPause(
          deadlineMillis,
          () -> run(transaction, writes, session, caller, deadlineMillis, done),
          done);
      return;
    }
    Keyspace keyspace = coordinating.keyspace();
    transaction.run(
        coordinating,
        session,
        keyspace,
        caller.consistency(),
        new Completion<>() {
          @Override
          public void success(Optional<Replies> replies) {
            done.success(
                replies.map(ForwardService.this::encode).orElseGet(ForwardReplyCodec::touched));
          }

          @Override
          public void failure(Throwable cause) {
            if (isUnavailable(cause)) {
              done.failure(cause);
            } else {
              done.success(ForwardReplyCodec.failed(ErrorReplies.textOf(cause)));
            }
          }
        });
  }

  private byte[] encode(Replies replies) {
    if (replies.buffer().readableBytes() > settings.maxReplyBytes()) {
      replies.buffer().release();
      return ForwardReplyCodec.failed(TOO_LONG);
    }
    return ForwardReplyCodec.done(replies.buffer().takeBytes(), replies.lengths());
  }

  // Everything.

  private void flush(ForwardRequest.Flush request, long deadlineMillis, Completion<byte[]> done) {
    if (pause.mode() == ClientPause.Mode.NONE) {
      FlushOfAll.here(
          replica, request.databases(), request.upTo(), Completions.map(done, flushed -> NOTHING));
    } else {
      afterPause(deadlineMillis, () -> flush(request, deadlineMillis, done), done);
    }
  }

  // For all.

  private Session session(Caller caller) {
    checkDatabase(caller.database());
    Session session =
        new Session(
            NO_CLIENT_ID,
            new ForwardedConnection(caller.clientAddress()),
            clock.millis(),
            () -> false);
    session.database(caller.database());
    session.respVersion(caller.respVersion());
    session.name(caller.clientName());
    return session;
  }

  private void checkDatabase(int database) {
    if (database >= databases) {
      throw new MalformedForwardException("no database " + database);
    }
  }

  private static boolean isUnavailable(Throwable cause) {
    return cause instanceof ClusterException e && e.kind() == ClusterException.Kind.UNAVAILABLE;
  }

  private static ClusterException unavailable(String message) {
    return new ClusterException(ClusterException.Kind.UNAVAILABLE, message);
  }
}
