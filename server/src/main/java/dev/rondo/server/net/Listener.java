package dev.rondo.server.net;

import dev.rondo.storage.Store;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.internal.PlatformDependent;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients on one or more addresses and gives each to an event loop. */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(128 << 10, 256 << 10);

  private final NetworkContext context;
  private final IntSupplier maxClients;
  private final BooleanSupplier isProtected;
  private final EventLoopGroup loops;
  private final Map<EventLoop, CommitGate> gates = new HashMap<>();
  private final Class<? extends ServerChannel> channelType;
  private final List<Channel> listening = new ArrayList<>();

  /**
   * @param eventLoops serve the clients; stay open when this closes
   * @param maxClients how many clients may be connected, asked for each
   * @param isProtected whether only clients on this machine are let in
   */
  public Listener(
      NetworkContext context,
      Store store,
      EventLoops eventLoops,
      IntSupplier maxClients,
      BooleanSupplier isProtected) {
    this.context = context;
    this.maxClients = maxClients;
    this.isProtected = isProtected;
    this.channelType =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.loops = eventLoops.group();
    loops.forEach(
        loop -> {
          SingleThreadEventLoop eventLoop = (SingleThreadEventLoop) loop;
          gates.put(eventLoop, new CommitGate(store, eventLoop));
        });
  }

  /**
   * Starts listening.
   *
   * @param addresses at least one of them is listened on; port 0 takes a free one, the same for all
   * @return the first address, with the port
   * @throws BindException when an address that is not optional, or none at all, can be had
   */
  public InetSocketAddress listen(
      List<BindAddress> addresses, int port, int backlog, boolean keepAlive) throws BindException {
    int chosenPort = port;
    for (BindAddress address : addresses) {
      boolean served = address.isWildcard() && listensOnWildcard();
      if (!served && tryListen(address, chosenPort, backlog, keepAlive)) {
        chosenPort = ((InetSocketAddress) listening.get(0).localAddress()).getPort();
      }
    }
    if (listening.isEmpty()) {
      throw new BindException("cannot listen on port " + port + " of any address of 'bind'");
    }
    return (InetSocketAddress) listening.get(0).localAddress();
  }

  private boolean listensOnWildcard() {
    return listening.stream()
        .anyMatch(
            channel ->
                ((InetSocketAddress) channel.localAddress()).getAddress().isAnyLocalAddress());
  }

  private boolean tryListen(BindAddress address, int port, int backlog, boolean keepAlive)
      throws BindException {
    ChannelFuture bound =
        bootstrap(backlog, keepAlive)
            .bind(new InetSocketAddress(address.host(), port))
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      listening.add(bound.channel());
      return true;
    }
    if (address.optional()) {
      LOG.debug("not listening on {}: {}", address.host(), bound.cause().getMessage());
      return false;
    }
    throw new BindException(
        "cannot listen on %s port %d: %s"
            .formatted(address.host(), port, bound.cause().getMessage()));
  }

  private ServerBootstrap bootstrap(int backlog, boolean keepAlive) {
    return new ServerBootstrap()
        .group(loops)
        .channel(channelType)
        .option(ChannelOption.SO_BACKLOG, backlog)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.SO_KEEPALIVE, keepAlive)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                admit(channel);
              }
            });
  }

  private void admit(Channel channel) {
    if (isProtected.getAsBoolean() && !Addresses.isLoopback(channel.remoteAddress())) {
      turnAway(
          channel,
          "DENIED Redis is running in protected mode because protected mode is enabled and no"
              + " password is set for the default user. Set requirepass, or bind to loopback, or set"
              + " protected-mode to no, to accept clients from other machines.");
      return;
    }
    if (!context.sessions().tryConnect(maxClients.getAsInt())) {
      turnAway(channel, "ERR max number of clients reached");
      return;
    }
    CommitGate gate = gates.get(channel.eventLoop());
    if (gate == null) {
      throw new IllegalStateException("a channel on a foreign event loop");
    }
    context.traffic().connected();
    channel.pipeline().addLast(new Connection(context, channel, gate));
  }

  private void turnAway(Channel channel, String error) {
    context.traffic().rejected();
    byte[] reply = ("-" + error + "\r\n").getBytes(StandardCharsets.US_ASCII);
    channel.writeAndFlush(Unpooled.wrappedBuffer(reply)).addListener(ChannelFutureListener.CLOSE);
  }

  /** Direct memory of network buffers that the Java runtime does not count itself. */
  public static long directMemoryBytes() {
    return Math.max(0, PlatformDependent.usedDirectMemory());
  }

  /** Stops accepting clients. */
  public void stopAccepting() {
    for (Channel channel : listening) {
      channel.close().syncUninterruptibly();
    }
  }

  /** Stops accepting. Connections end with the event loops. */
  @Override
  public void close() {
    stopAccepting();
  }
}
