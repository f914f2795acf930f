package dev.rondo.cluster.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.HashMap;
import java.util.Map;

/** Which kind of sockets go with an event loop group, and how they are set up. */
final class Sockets {
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(256 << 10, 512 << 10);

  private final boolean epoll;
  private final BusLimits limits;

  Sockets(EventLoopGroup loops, BusLimits limits) {
    this.epoll = usesEpoll(loops);
    this.limits = limits;
  }

  private static boolean usesEpoll(EventLoopGroup loops) {
    return loops instanceof IoEventLoopGroup group && group.isIoType(EpollIoHandler.class);
  }

  Class<? extends Channel> connecting() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  static Class<? extends ServerChannel> listening(EventLoopGroup loops) {
    return usesEpoll(loops) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Sets up a connection, whichever side made it. */
  void configure(Channel channel) {
    Map<ChannelOption<?>, Object> options = new HashMap<>();
    options.put(ChannelOption.TCP_NODELAY, true);
    options.put(ChannelOption.SO_KEEPALIVE, true);
    options.put(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS);
    if (epoll) {
      // a machine that vanished would otherwise hold the connection for a quarter of an hour
      options.put(EpollChannelOption.TCP_USER_TIMEOUT, limits.unresponsiveMillis());
    }
    channel.config().setOptions(options);
  }
}
