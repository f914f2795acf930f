package dev.rondo.server.routing;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Level;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandRouting;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.ErrorReplies;
import dev.rondo.server.command.ReplyTarget;
import dev.rondo.server.command.transactions.QueuedTransaction;
import dev.rondo.server.session.LastWrite;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Key;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The sending side: has commands of this node's clients run by the nodes they belong to. Safe for
 * use by many threads, each session by its event loop.
 */
public final class ClusterRouting implements CommandRouting {
  private final ClusterState state;
  private final Router router;
  private final Attempts.Means means;
  private final Keyspace local;

  /**
   * @param scheduler waits between attempts
   * @param nanoClock measures how long a request has taken
   * @param local this node's own copies of the keys
   */
  public ClusterRouting(
      ClusterState state,
      Forwarder forwarder,
      Scheduler scheduler,
      LongSupplier nanoClock,
      Keyspace local,
      RoutingSettings settings) {
    this.state = state;
    this.router = new Router(state);
    this.means = new Attempts.Means(forwarder, scheduler, nanoClock, settings);
    this.local = local;
  }

  @Override
  public boolean takeOver(
      Dispatcher dispatcher,
      CommandSpec spec,
      byte[][] arguments,
      Session session,
      Consistency consistency,
      ReplyTarget target) {
    boolean exec = spec.is(CommandFlag.ENDS_TRANSACTION);
    if (!exec && Router.runsAnywhere(spec)) {
      return false;
    }
    if (spec.changesData()) {
      List<Key> keys = spec.keysOf(session.database(), arguments);
      if (!keys.isEmpty()) {
        session.lastWrite(LastWrite.of(keys, writeLevel(keys, consistency)));
      }
    }
    RoutedCall call = new RoutedCall(dispatcher, spec, arguments, session, consistency, target);
    return exec ? takeOverExec(call) : takeOver(call);
  }

  private boolean takeOver(RoutedCall call) {
    Route route = router.route(call.spec(), call.arguments());
    if (route instanceof Route.Forward forward) {
      byte[][] arguments = call.spec().forwarded(call.arguments());
      ForwardRequest request = new ForwardRequest.Command(call.caller(), arguments);
      Attempts.start(
          means, forward.to(), new ForwardedCommand(call, router, ForwardCodec.encode(request)));
      return true;
    }
    if (route instanceof Route.Everywhere) {
      new EverywhereCall(call, state, means, local).start();
      return true;
    }
    if (route instanceof Route.Refuse refuse) {
      call.refuse(refuse.error());
      return true;
    }
    return false;
  }

  /** Keys of several slots are written to a majority, whatever was asked for. */
  private static Level writeLevel(List<Key> keys, Consistency consistency) {
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i).slot() != keys.get(0).slot()) {
        return Level.Named.QUORUM;
      }
    }
    return consistency.write();
  }

  private boolean takeOverExec(RoutedCall call) {
    QueuedTransaction transaction =
        QueuedTransaction.pending(call.dispatcher().table(), call.session());
    if (transaction == null) {
      return false;
    }
    List<Key> written = transaction.writtenKeys();
    if (!written.isEmpty()) {
      call.session().lastWrite(LastWrite.of(written, call.consistency().write()));
    }
    Route route = router.route(transaction);
    if (route instanceof Route.Refuse refuse) {
      QueuedTransaction.end(call.session());
      call.refuse(refuse.error());
      return true;
    }
    if (route instanceof Route.Forward forward) {
      QueuedTransaction.end(call.session());
      Attempts.start(means, forward.to(), new ForwardedTransaction(call, router, transaction));
      return true;
    }
    return false;
  }

  /** A command on its way. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ForwardedCommand(RoutedCall call, Router router, byte[] request)
      implements Attempts.Task {
    @Override
    public boolean isRepeatable() {
      return call.spec().isRepeatable(call.arguments());
    }

    @Override
    public Route route() {
      return router.route(call.spec(), call.arguments());
    }

    @Override
    public void answered(byte[] reply) {
      call.answer(reply);
    }

    @Override
    public void belongsElsewhere(Route route) {
      if (route instanceof Route.Refuse refuse) {
        call.refuse(refuse.error());
      } else {
        call.runHere();
      }
    }

    @Override
    public void failed(Throwable cause) {
      call.refuse(ErrorReplies.textOf(cause));
    }
  }
}
