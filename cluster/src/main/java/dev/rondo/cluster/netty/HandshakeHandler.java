package dev.rondo.cluster.netty;

import dev.rondo.cluster.netty.Refusal.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a {@link Handshake} on a new connection, and then makes way for what follows. */
final class HandshakeHandler extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeHandler.class);

  /** Is told the end; exactly one method is called, once, on the connection's event loop. */
  interface Outcome {
    /** The two agree; answers who handles the connection from now on. */
    ChannelHandler agreed(ChannelHandlerContext ctx, RemoteNode remote);

    /**
     * They do not, or the connection broke; it is being closed.
     *
     * @param refusal null when it just broke
     * @param claimed who the other side said it is, if it came to that
     */
    void failed(@Nullable Refusal refusal, @Nullable RemoteNode claimed);
  }

  private final Handshake handshake;
  private final boolean connecting;
  private final int timeoutMillis;
  private final Outcome outcome;
  private @Nullable Future<?> timeout;
  private boolean over;

  HandshakeHandler(Handshake handshake, boolean connecting, int timeoutMillis, Outcome outcome) {
    this.handshake = handshake;
    this.connecting = connecting;
    this.timeoutMillis = timeoutMillis;
    this.outcome = outcome;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    timeout =
        ctx.executor()
            .schedule(
                () ->
                    refuse(
                        ctx,
                        Refusal.own(Reason.TIMEOUT, "no handshake within " + timeoutMillis + " ms"),
                        null),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
    if (connecting) {
      send(ctx, handshake.opening());
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
      return;
    }
    Refusal malformed = checkHeader(in);
    if (malformed != null) {
      refuse(ctx, malformed, null);
      return;
    }
    if (in.readableBytes() < Packet.HEADER_BYTES
        || in.readableBytes() < Packet.HEADER_BYTES + bodyLength(in)) {
      return;
    }
    int kind = in.getUnsignedByte(in.readerIndex() + 4);
    byte[] body = new byte[bodyLength(in)];
    in.skipBytes(Packet.HEADER_BYTES).readBytes(body);
    take(ctx, handshake.receive(new Packet(kind, body)));
  }

  private static int bodyLength(ByteBuf in) {
    return in.getUnsignedShort(in.readerIndex() + 5);
  }

  private static @Nullable Refusal checkHeader(ByteBuf in) {
    int known = Math.min(4, in.readableBytes());
    for (int i = 0; i < known; i++) {
      if (in.getByte(in.readerIndex() + i) != (byte) (Packet.MAGIC >>> (24 - 8 * i))) {
        return Refusal.own(Reason.MALFORMED, "the other side does not speak this protocol");
      }
    }
    return in.readableBytes() >= Packet.HEADER_BYTES && bodyLength(in) > Packet.MAX_BODY_BYTES
        ? Refusal.own(Reason.MALFORMED, "a handshake of " + bodyLength(in) + " bytes")
        : null;
  }

  private void take(ChannelHandlerContext ctx, Handshake.Step step) {
    if (step instanceof Handshake.Answer answer) {
      send(ctx, answer.packet());
    } else if (step instanceof Handshake.Refused refused) {
      refuse(ctx, refused.refusal(), refused.last());
    } else if (step instanceof Handshake.Agreed agreed) {
      end();
      if (agreed.last() != null) {
        send(ctx, agreed.last());
      }
      // bytes behind the handshake go on to the new handler
      ctx.pipeline().replace(this, "wire", outcome.agreed(ctx, agreed.remote()));
    }
  }

  private void end() {
    over = true;
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private static void send(ChannelHandlerContext ctx, Packet packet) {
    var unused = ctx.writeAndFlush(bytes(ctx, packet));
  }

  private static ByteBuf bytes(ChannelHandlerContext ctx, Packet packet) {
    return ctx.alloc()
        .buffer(Packet.HEADER_BYTES + packet.body().length)
        .writeInt(Packet.MAGIC)
        .writeByte(packet.kind())
        .writeShort(packet.body().length)
        .writeBytes(packet.body());
  }

  private void refuse(ChannelHandlerContext ctx, Refusal refusal, @Nullable Packet last) {
    if (over) {
      return;
    }
    end();
    outcome.failed(refusal, handshake.claimed());
    if (last == null) {
      var unused = ctx.close();
    } else {
      ctx.writeAndFlush(bytes(ctx, last)).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    if (!over) {
      end();
      outcome.failed(null, handshake.claimed());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("a handshake broke off: {}", cause.getMessage());
    } else {
      LOG.error("a handshake failed", cause);
    }
    var unused = ctx.close();
  }
}
