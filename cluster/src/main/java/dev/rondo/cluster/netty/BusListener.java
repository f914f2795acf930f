package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections of other nodes and gives each to an event loop. First {@link #bind}, which
 * finds out the port; others that connect then wait until {@link #start}.
 */
public final class BusListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BusListener.class);

  private static final int BACKLOG = 511;
  private static final long CLOSE_MILLIS = 1_000;

  private final EventLoopGroup loops;
  private final EventLoop gossipLoop;
  private final AtomicInteger handshakes = new AtomicInteger();
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Service service;
  private @Nullable Channel listening;

  /** What {@link #start} gave. */
  private record Service(
      BusContext context, Inbox inbox, Map<EventLoop, ReplyGate> gates, Sockets sockets) {}

  /**
   * @param loops shared with the rest of the server; all of them {@link SingleThreadEventLoop}s
   * @param gossipLoop where connections that carry gossip move to; one such, too
   */
  public BusListener(EventLoopGroup loops, EventLoop gossipLoop) {
    this.loops = loops;
    this.gossipLoop = gossipLoop;
  }

  /**
   * Takes a port.
   *
   * @param port 0 for a free one
   * @return the address with the port
   */
  public InetSocketAddress bind(String host, int port) throws BindException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(Sockets.listening(loops))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    admit(channel);
                  }
                })
            .bind(new InetSocketAddress(host, port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new BindException(
          "cannot listen on %s port %d: %s".formatted(host, port, bound.cause().getMessage()));
    }
    listening = bound.channel();
    return (InetSocketAddress) listening.localAddress();
  }

  /**
   * Begins to accept.
   *
   * @param inbox is given what others send, on the event loops
   * @param committer called on the event loops before replies leave
   */
  public void start(BusContext context, Committer committer, Inbox inbox) {
    if (listening == null || service != null) {
      throw new IllegalStateException("to be bound first, and started once");
    }
    Map<EventLoop, ReplyGate> gates = new HashMap<>();
    loops.forEach(loop -> gates.put((EventLoop) loop, gate(committer, (EventLoop) loop)));
    gates.put(gossipLoop, gate(committer, gossipLoop));
    service = new Service(context, inbox, gates, new Sockets(loops, context.limits()));
    listening.config().setAutoRead(true);
  }

  private static ReplyGate gate(Committer committer, EventLoop loop) {
    SingleThreadEventLoop eventLoop = (SingleThreadEventLoop) loop;
    return new ReplyGate(committer, eventLoop, eventLoop::executeAfterEventLoopIteration);
  }

  private void admit(Channel channel) {
    Service to = service;
    if (to == null) {
      throw new IllegalStateException("a connection before the start");
    }
    if (handshakes.incrementAndGet() > to.context.limits().maxHandshakes()) {
      handshakes.decrementAndGet();
      LOG.debug("too many handshakes at once, turned away {}", channel.remoteAddress());
      var unused = channel.close();
      return;
    }
    channels.add(channel);
    to.sockets.configure(channel);
    Handshake handshake = Handshake.accepting(to.context.self(), to.context.newNonce());
    channel
        .pipeline()
        .addLast(
            new HandshakeHandler(
                handshake,
                false,
                to.context.limits().handshakeTimeoutMillis(),
                new Greeting(to, channel)));
  }

  /** The end of one accepted connection's handshake. */
  private final class Greeting implements HandshakeHandler.Outcome {
    private final Service to;
    private final Channel channel;

    Greeting(Service to, Channel channel) {
      this.to = to;
      this.channel = channel;
    }

    @Override
    public ChannelHandler agreed(ChannelHandlerContext ctx, RemoteNode remote) {
      handshakes.decrementAndGet();
      boolean gossip = remote.lane() == Lane.GOSSIP;
      EventLoop loop = gossip ? gossipLoop : channel.eventLoop();
      ReplyGate gate = to.gates.get(loop);
      if (gate == null) {
        throw new IllegalStateException("a channel on a foreign event loop");
      }
      ServedConnection connection =
          new ServedConnection(
              channel, loop, remote, to.context, to.inbox, gate, connections::remove);
      connections.add(connection);
      if (gossip && !channel.eventLoop().equals(loop)) {
        channel.config().setAutoRead(false); // what follows is for the other event loop
        channel.eventLoop().execute(this::moveToGossipLoop);
      }
      LOG.debug("{} at {} connected for {}", remote.node(), remote.address(), remote.lane());
      return connection.wire();
    }

    private void moveToGossipLoop() {
      channel
          .deregister()
          .addListener(
              left -> {
                if (channel.isOpen()) {
                  gossipLoop.register(channel).addListener(this::moved);
                }
              });
    }

    private void moved(Future<? super Void> registered) {
      if (registered.isSuccess()) {
        channel.config().setAutoRead(true);
      } else {
        LOG.warn("a connection for gossip cannot be served", registered.cause());
        var unused = channel.close();
      }
    }

    @Override
    public void failed(@Nullable Refusal refusal, @Nullable RemoteNode claimed) {
      handshakes.decrementAndGet();
      if (refusal != null) {
        to.context.refusals().note(nameOf(claimed), refusal);
      }
    }

    private String nameOf(@Nullable RemoteNode claimed) {
      if (claimed != null) {
        return claimed.address().toString();
      }
      return channel.remoteAddress() instanceof InetSocketAddress address
          ? address.getAddress().getHostAddress()
          : "a stranger";
    }
  }

  /**
   * Stops accepting, sends the replies that may be sent, and closes all connections. Not on an
   * event loop.
   */
  @Override
  public void close() {
    if (listening != null && listening.isOpen()) {
      listening.close().syncUninterruptibly();
    }
    for (Channel channel : channels) {
      if (channel.pipeline().get(HandshakeHandler.class) != null) {
        var unused = channel.close();
      }
    }
    connections.forEach(ServedConnection::end);
    if (!channels.newCloseFuture().awaitUninterruptibly(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
      channels.close().awaitUninterruptibly(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
