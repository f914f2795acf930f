package dev.rondo.server.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads that serve clients and other nodes. */
public final class EventLoops implements AutoCloseable {
  private static final int MAX_QUIET_SECONDS = 5;

  private final EventLoopGroup group;
  private final EventLoopGroup gossip;

  /**
   * @param count how many for clients and the data of other nodes; there is one more for gossip,
   *     which must not wait for them
   */
  public EventLoops(int count) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("rondo-loop"), io);
    this.gossip = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("rondo-gossip"), io);
  }

  EventLoopGroup group() {
    return group;
  }

  /** That of the gossip between nodes. */
  EventLoop gossip() {
    return gossip.next();
  }

  /** Ends the threads; what they serve must be closed before. */
  @Override
  public void close() {
    var unused = gossip.shutdownGracefully(0, MAX_QUIET_SECONDS, TimeUnit.SECONDS);
    group.shutdownGracefully(0, MAX_QUIET_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    gossip.terminationFuture().syncUninterruptibly();
  }
}
