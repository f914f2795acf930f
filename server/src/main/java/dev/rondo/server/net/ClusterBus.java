package dev.rondo.server.net;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.netty.BusContext;
import dev.rondo.cluster.netty.BusLimits;
import dev.rondo.cluster.netty.BusListener;
import dev.rondo.cluster.netty.ClusterSecret;
import dev.rondo.cluster.netty.Identity;
import dev.rondo.cluster.netty.LaneStatistics;
import dev.rondo.cluster.netty.NettyTransport;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import dev.rondo.storage.Store;
import java.net.BindException;
import java.security.SecureRandom;

/**
 * This node's ends of the connections to other nodes, on the event loops that serve clients but for
 * gossip.
 */
public final class ClusterBus implements AutoCloseable {
  private final BusListener listener;
  private final BusContext context;
  private final NettyTransport transport;

  /**
   * Takes the port; nobody is let in before {@link #start}.
   *
   * @param host where to listen
   * @param self who this node is, and where others reach it
   * @param secret what the nodes of the cluster share; may be empty
   * @throws BindException when the address cannot be had
   */
  public ClusterBus(
      EventLoops loops,
      String host,
      NodeId self,
      NodeAddress address,
      String clusterName,
      String secret)
      throws BindException {
    this.listener = new BusListener(loops.group(), loops.gossip());
    var unused = listener.bind(host, address.port());
    this.context =
        new BusContext(
            new Identity(self, address, clusterName, new ClusterSecret(secret)),
            BusLimits.defaults(),
            new SecureRandom(),
            System::nanoTime);
    this.transport = new NettyTransport(loops.group(), loops.gossip(), context);
  }

  /** Carries messages to others, from {@link #start} on. */
  public Transport transport() {
    return transport;
  }

  /** How many messages this node sent to others since it started. */
  public long messagesSent() {
    return context.statistics().lanes().values().stream()
        .mapToLong(LaneStatistics::sentMessages)
        .sum();
  }

  /** How many messages it got from others. */
  public long messagesReceived() {
    return context.statistics().lanes().values().stream()
        .mapToLong(LaneStatistics::receivedMessages)
        .sum();
  }

  /**
   * Begins to carry messages.
   *
   * @param inbox is given what others send
   * @param store is made to commit before an answer leaves
   */
  public void start(Inbox inbox, Store store) {
    transport.start(inbox);
    listener.start(context, store::commit, inbox);
  }

  /** Ends all connections. Not on an event loop. */
  @Override
  public void close() {
    listener.close();
    transport.close();
  }
}
