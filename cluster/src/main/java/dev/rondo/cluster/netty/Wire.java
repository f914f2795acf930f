package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.MessageCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection after its handshake, whichever side made it: messages in and out. What is written
 * during an iteration of the event loop leaves at its end. Used on the connection's event loop.
 */
final class Wire extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

  /** Whom a wire serves. */
  interface Owner {
    void received(Message message);

    /** So many bytes that waited were taken by the socket. */
    void sent(long bytes);

    /** The connection is closed; {@code unsentBytes} that waited are dropped. Called once. */
    void closed(long unsentBytes);
  }

  private final Channel channel;
  private final SingleThreadEventLoop loop;
  private final RemoteNode remote;
  private final LaneTraffic traffic;
  private final Owner owner;
  private final FrameReader reader;
  private final FrameWriter writer;
  private boolean flushing;
  private boolean closing;
  private boolean closed;

  /**
   * @param loop the channel's event loop, or the one it is about to move to
   */
  Wire(Channel channel, EventLoop loop, RemoteNode remote, BusContext context, Owner owner) {
    this.channel = channel;
    this.loop = (SingleThreadEventLoop) loop;
    this.remote = remote;
    this.traffic = context.traffic(remote.lane());
    this.owner = owner;
    this.reader = new FrameReader(context.limits().maxFrameBytes(remote.lane()), this::frame);
    this.writer = new FrameWriter(channel.alloc());
  }

  // Out.

  /** Has a message leave at the end of this iteration, or as soon as the socket takes it. */
  void write(Frame frame) {
    writer.append(frame);
    traffic.sentMessages.increment();
    if (!flushing) {
      flushing = true;
      loop.executeAfterEventLoopIteration(this::flush);
    }
  }

  /** How many bytes the socket has not taken. */
  long unsentBytes() {
    return writer.queuedBytes();
  }

  private void flush() {
    flushing = false;
    if (!closed) {
      drain();
    }
  }

  private void drain() {
    long bytes = writer.drain(channel);
    if (bytes > 0) {
      channel.flush();
      traffic.sentBytes.add(bytes);
      owner.sent(bytes);
    }
    if (closing && writer.queuedBytes() == 0) {
      closing = false;
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable() && writer.queuedBytes() > 0 && !flushing) {
      flushing = true;
      loop.executeAfterEventLoopIteration(this::flush);
    }
  }

  // In.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      traffic.receivedBytes.add(bytes.readableBytes());
      if (!closed) {
        reader.read(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  private void frame(byte[] head, byte[] tail) {
    if (!channel.isActive()) {
      return;
    }
    Message message;
    try {
      message = MessageCodec.read(ByteBuffer.wrap(head), tail);
    } catch (IllegalArgumentException e) {
      throw new CorruptedFrameException(e.getMessage(), e);
    }
    traffic.receivedMessages.increment();
    owner.received(message);
  }

  /** Pushes back through TCP, or lets go. */
  void setReading(boolean reading) {
    channel.config().setAutoRead(reading);
  }

  // The end.

  void closeNow() {
    var unused = channel.close();
  }

  /** Closes once everything written so far was sent. */
  void closeWhenSent() {
    closing = true;
    drain();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    owner.closed(writer.release());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection with {} broke: {}", remote.address(), cause.getMessage());
    } else if (cause instanceof CorruptedFrameException || cause instanceof TooLongFrameException) {
      LOG.warn("{} at {} broke the protocol", remote.node(), remote.address(), cause);
    } else {
      LOG.error("connection with {} failed", remote.address(), cause);
    }
    closeNow();
  }
}
