package dev.rondo.server.routing;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.server.command.pubsub.Broadcast;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.storage.Completion;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what is published here to the other nodes that are live, each once. Messages that one
 * thread publishes reach a node in their order; safe on any thread.
 */
public final class ClusterBroadcast implements Broadcast {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterBroadcast.class);

  private final ClusterState state;
  private final Forwarder forwarder;
  private volatile Known known = new Known(-1, List.of());

  /** The other nodes of a ring; to find them means to walk it. */
  private record Known(long epoch, List<NodeId> others) {}

  public ClusterBroadcast(ClusterState state, Forwarder forwarder) {
    this.state = state;
    this.forwarder = forwarder;
  }

  @Override
  public void toOtherNodes(SubscriptionKind kind, byte[] channel, byte[] message) {
    byte[] request = ForwardCodec.encode(new ForwardRequest.Publish(kind, channel, message));
    for (NodeId node : others()) {
      if (state.isLive(node)) {
        forwarder.forward(node, request, new Unheard(node));
      }
    }
  }

  private List<NodeId> others() {
    long epoch = state.epoch();
    Known now = known;
    if (now.epoch() != epoch) {
      now = new Known(epoch, Members.others(state));
      known = now;
    }
    return now.others();
  }

  /** Nobody waits for the answer. */
  private record Unheard(NodeId node) implements Completion<byte[]> {
    @Override
    public void success(byte[] nothing) {}

    @Override
    public void failure(Throwable cause) {
      LOG.debug("node {} may not have got a published message", node, cause);
    }
  }
}
