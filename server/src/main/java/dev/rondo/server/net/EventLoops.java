package dev.rondo.server.net;

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

  /**
   * @param count how many
   */
  public EventLoops(int count) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("rondo-loop"), io);
  }

  EventLoopGroup group() {
    return group;
  }

  /** Ends the threads; what they serve must be closed before. */
  @Override
  public void close() {
    group.shutdownGracefully(0, MAX_QUIET_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
