package dev.rondo.server.routing;

import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs on every node: refused unless all can be reached; then here, and when that
 * went well on all others at once. Answers when all have.
 */
final class EverywhereCall {
  private static final String NOT_ALL_LIVE =
      "CLUSTERDOWN node %s cannot be reached, and the command has to run on all";
  private static final String NOT_ALL_DONE =
      "TIMEOUT node %s may not have run the command, others have; send it again (%s)";

  private final RoutedCall call;
  private final ClusterState state;
  private final Attempts.Means means;
  private final Keyspace local;
  private final List<NodeId> others;
  private final AtomicInteger missing;

  /** The first thing that went wrong elsewhere, code first; null for nothing. */
  private final AtomicReference<@Nullable String> error = new AtomicReference<>();

  EverywhereCall(RoutedCall call, ClusterState state, Attempts.Means means, Keyspace local) {
    this.call = call;
    this.state = state;
    this.means = means;
    this.local = local;
    List<NodeId> all = Members.others(state);
    this.others = isForLiveNodesOnly() ? all.stream().filter(state::isLive).toList() : all;
    this.missing = new AtomicInteger(others.size());
  }

  private boolean isForLiveNodesOnly() {
    return call.spec().is(CommandFlag.LIVE_NODES_ONLY);
  }

  void start() {
    for (NodeId node : others) {
      if (!state.isLive(node)) {
        call.refuse(NOT_ALL_LIVE.formatted(node));
        return;
      }
    }
    call.dispatcher()
        .run(
            call.spec(),
            call.arguments(),
            call.session(),
            local,
            call.consistency(),
            this::doneHere);
  }

  private void doneHere(Reply reply) {
    byte[] encoded = encode(reply);
    if (isError(encoded) || others.isEmpty()) {
      call.answer(encoded);
      return;
    }
    byte[] request =
        ForwardCodec.encode(new ForwardRequest.Command(call.caller(), call.arguments()));
    for (NodeId node : others) {
      Attempts.start(means, node, new OnNode(node, request, encoded));
    }
  }

  private byte[] encode(Reply reply) {
    ReplyBuffer buffer = ReplyBuffer.pooled();
    try {
      reply.writeTo(new ReplyWriter(buffer, call.session().respVersion()));
      return buffer.takeBytes();
    } finally {
      buffer.release();
    }
  }

  private static boolean isError(byte[] reply) {
    return reply.length > 0 && reply[0] == '-';
  }

  private void ended(byte[] reply) {
    if (missing.decrementAndGet() > 0) {
      return;
    }
    String failure = error.get();
    if (failure == null || isForLiveNodesOnly()) {
      call.answer(reply);
    } else {
      call.refuse(failure);
    }
  }

  /** The command on one other node. */
  private final class OnNode implements Attempts.Task {
    private final NodeId node;
    private final byte[] request;
    private final byte[] replyHere;

    OnNode(NodeId node, byte[] request, byte[] replyHere) {
      this.node = node;
      this.request = request;
      this.replyHere = replyHere;
    }

    @Override
    public byte[] request() {
      return request;
    }

    @Override
    public boolean isRepeatable() {
      return call.spec().isRepeatable(call.arguments());
    }

    @Override
    public Route route() {
      return new Route.Forward(node);
    }

    @Override
    public void answered(byte[] reply) {
      if (isError(reply)) {
        failed("it answered an error");
      }
      ended(replyHere);
    }

    @Override
    public void belongsElsewhere(Route route) {
      throw new IllegalStateException("belongs to its node");
    }

    @Override
    public void failed(Throwable cause) {
      failed(String.valueOf(cause.getMessage()));
      ended(replyHere);
    }

    private void failed(String why) {
      error.compareAndSet(null, NOT_ALL_DONE.formatted(node, why));
    }
  }
}
