package dev.rondo.server.net;

import dev.rondo.resp.ProtocolException;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RequestDecoder;
import dev.rondo.resp.RequestSink;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.ReplyTarget;
import dev.rondo.server.session.ClientConnection;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Session.ReplyMode;
import dev.rondo.storage.Key;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: decodes its requests, dispatches them, and sends the replies in order.
 *
 * <p>Bounds: at most {@link #MAX_PENDING} requests wait for their reply, and while more than {@link
 * #MAX_UNSENT_BYTES} of replies have not been taken by the client no further request is read. Both
 * push back through TCP, so a client that never reads costs no more than that.
 *
 * <p>Everything happens on the channel's event loop, but for the methods of {@link
 * ClientConnection}.
 */
final class Connection extends ChannelInboundHandlerAdapter
    implements ClientConnection, RequestSink {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** How many requests of a client may wait for their reply at once. */
  static final int MAX_PENDING = 1024;

  /** How many bytes of replies may lie unsent before a client's requests are left waiting. */
  static final long MAX_UNSENT_BYTES = 8L << 20;

  /** The same while {@link NetworkMemory} is scarce. */
  static final long SMALL_BYTES = 16L << 10;

  /** Changes up to this are not told to {@link NetworkMemory}: what most clients need. */
  private static final long UNACCOUNTED_BYTES = 2L << 10;

  private final NetworkContext context;
  private final Channel channel;
  private final CommitGate gate;
  private final RequestDecoder decoder;
  private final Session session;
  private final ReplyQueue replies;

  /** Replies past the gate that the socket has not taken. */
  private final ReplyBuffer unsent;

  private @Nullable ByteBuf received;

  /** A request that was decoded and has to wait before it may run. */
  private byte @Nullable [] @Nullable [] waiting;

  private boolean atGate;
  private int chunksAtGate;
  private long bytesAtGate;
  private long copiedBytesAtGate;

  /** What {@link NetworkMemory} was told of this connection. */
  private long accountedBytes;

  /** Whether {@link #send} will be called when the socket has taken what stands in the channel. */
  private boolean awaitsSocket;

  private boolean decoding;
  private boolean heldBack;
  private volatile boolean inputEnded;
  private volatile boolean closeWhenSent;

  Connection(NetworkContext context, Channel channel, CommitGate gate) {
    this.context = context;
    this.channel = channel;
    this.gate = gate;
    this.session = context.newSession(this);
    this.decoder = new RequestDecoder(context.requestLimits(), context.payloadBudget());
    this.replies = new ReplyQueue(channel.alloc(), session);
    this.unsent = new ReplyBuffer(channel.alloc());
  }

  Session session() {
    return session;
  }

  // Input: bytes to requests.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    session.countInput(bytes.readableBytes());
    context.traffic().received(bytes.readableBytes());
    received =
        received == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes);
    if (waiting == null && !decoding) {
      decode();
    }
  }

  /** Decodes and runs what was received, until nothing is left or a request has to wait. */
  private void decode() {
    ByteBuf input = received;
    if (input != null) {
      decoding = true;
      decoder.authenticated(!session.mustAuthenticate());
      try {
        decoder.decode(input, this);
      } catch (ProtocolException e) {
        refuse(e);
      } finally {
        decoding = false;
      }
      if (received != null && (session.closing() || !input.isReadable())) {
        input.release();
        received = null;
      }
    }
    ByteBuf rest = received;
    if (rest != null) {
      account();
      if (rest.capacity() > UNACCOUNTED_BYTES) {
        closeIfNoMemoryIsLeft();
      }
    }
    channel.config().setAutoRead(waiting == null && mayRunMore());
    if (waiting != null && !heldBack && replies.pending() == 0) {
      channel.eventLoop().execute(this::resume);
    }
    closeIfInputEnded();
  }

  /** Takes one decoded request. */
  @Override
  public boolean onRequest(byte[][] arguments) {
    if (session.closing()) {
      return false;
    }
    if (!mayStart(arguments)) {
      waiting = arguments;
      return false;
    }
    start(arguments);
    return waiting == null && mayRunMore();
  }

  private boolean mayRunMore() {
    return !session.closing() && replies.pending() < MAX_PENDING && hasRoomForReplies();
  }

  private boolean hasRoomForReplies() {
    long bytes = unsentBytes();
    if (bytes < SMALL_BYTES) {
      return true;
    }
    account();
    return bytes < MAX_UNSENT_BYTES && !context.memory().isScarce();
  }

  /** Tells what the connection holds outside the heap. */
  private void account() {
    if (!channel.isActive()) {
      return;
    }
    ByteBuf input = received;
    long held =
        unsent.copiedBytes()
            + replies.copiedBytes()
            + copiedBytesAtGate
            + bytesInChannel()
            + (input == null ? 0 : input.capacity());
    long change = held - accountedBytes;
    if (change == 0 || (held != 0 && Math.abs(change) <= UNACCOUNTED_BYTES)) {
      return;
    }
    context.memory().changed(change);
    accountedBytes = held;
  }

  private void closeIfNoMemoryIsLeft() {
    if (context.memory().isFullWithout(accountedBytes) && !session.closing()) {
      LOG.warn("no memory is left for client {}, which is disconnected", remoteAddress());
      closeNow();
    }
  }

  private long bytesInChannel() {
    ChannelOutboundBuffer inChannel = channel.unsafe().outboundBuffer();
    return inChannel == null ? 0 : inChannel.totalPendingWriteBytes();
  }

  /** Goes on with what had to wait. */
  private void resume() {
    if (decoding || heldBack) {
      return;
    }
    byte[][] request = waiting;
    if (request != null) {
      if (!mayRunMore() || !mayStart(request)) {
        return;
      }
      waiting = null;
      start(request);
    }
    if (waiting == null && mayRunMore()) {
      decode();
    }
  }

  /** Whether a request may run although others of this client are not answered yet. */
  private boolean mayStart(byte[][] arguments) {
    if (replies.pending() == 0) {
      return true;
    }
    CommandSpec spec = context.dispatcher().table().resolve(arguments);
    return spec != null
        && !isBarrier(spec)
        && session.transaction() == null
        && spec.accepts(arguments.length)
        && replies.isIndependent(keys(spec, arguments));
  }

  private static boolean isBarrier(CommandSpec spec) {
    return spec.keys().isEmpty()
        || spec.is(CommandFlag.WHOLE_KEYSPACE)
        || spec.is(CommandFlag.BLOCKING)
        || spec.is(CommandFlag.CONTROLS_TRANSACTION);
  }

  private List<Key> keys(CommandSpec spec, byte[][] arguments) {
    List<Key> keys = new ArrayList<>();
    for (int position : spec.keyPositions(arguments)) {
      keys.add(new Key(session.database(), arguments[position]));
    }
    return keys;
  }

  private void start(byte[][] arguments) {
    ReplyMode replyMode = session.replyMode();
    session.nextReply();
    PendingReply reply = new PendingReply();
    if (context.dispatcher().dispatch(session, arguments, reply) == Dispatcher.Verdict.HELD_BACK) {
      session.replyMode(replyMode);
      waiting = arguments;
      heldBack = true;
      context.pause().whenOver(() -> execute(this::resumeAfterPause));
    } else if (!reply.delivered) {
      reserve(reply, arguments);
    }
    decoder.authenticated(!session.mustAuthenticate());
  }

  private void resumeAfterPause() {
    heldBack = false;
    resume();
  }

  private void reserve(PendingReply reply, byte[][] arguments) {
    CommandSpec spec = context.dispatcher().table().resolve(arguments);
    boolean barrier = spec == null || isBarrier(spec);
    ReplyQueue.Place place =
        new ReplyQueue.Place(barrier || spec == null ? List.of() : keys(spec, arguments), barrier);
    reply.place = place;
    replies.reserve(place, session.replyMode() != ReplyMode.ON);
  }

  private void refuse(ProtocolException e) {
    session.closing(true);
    LOG.debug("client {} broke the protocol: {}", remoteAddress(), e.getMessage());
    replies.give(out -> out.error(e), false);
    closeAfterReplies();
  }

  /** The reply of one request, given now or later, on any thread. */
  private final class PendingReply implements ReplyTarget {
    private boolean delivered;
    private ReplyQueue.@Nullable Place place;

    @Override
    public void deliver(Reply reply) {
      if (!channel.eventLoop().inEventLoop()) {
        channel.eventLoop().execute(() -> deliver(reply));
        return;
      }
      if (delivered) {
        throw new IllegalStateException("a request is answered twice: " + session.lastCommand());
      }
      delivered = true;
      if (channel.isActive()) {
        write(reply);
      }
    }

    private void write(Reply reply) {
      try {
        if (place == null) {
          replies.give(reply, session.replyMode() != ReplyMode.ON);
        } else {
          replies.give(place, reply);
        }
      } catch (RuntimeException e) {
        LOG.error("a reply could not be written, closing {}", remoteAddress(), e);
        closeNow();
        return;
      }
      enterGate();
      if (place != null) {
        resume();
      }
    }
  }

  // Output: replies to bytes.

  private void enterGate() {
    if (!atGate) {
      atGate = true;
      gate.enter(this);
    }
  }

  /** Takes what was written since the last time; the gate gives it back when it may leave. */
  ReplyQueue.Chunk takeReplies() {
    atGate = false;
    chunksAtGate++;
    bytesAtGate += replies.buffer().readableBytes();
    copiedBytesAtGate += replies.buffer().copiedBytes();
    return replies.take();
  }

  /** Sends what the gate held back. */
  void sendReplies(ReplyQueue.Chunk chunk) {
    chunksAtGate--;
    bytesAtGate -= chunk.buffer().readableBytes();
    copiedBytesAtGate -= chunk.buffer().copiedBytes();
    if (!channel.isActive()) {
      chunk.release();
      return;
    }
    unsent.appendAll(chunk.buffer());
    send();
  }

  /** Sends what was written since the last time. */
  void sendReplies() {
    atGate = false;
    if (!channel.isActive()) {
      return;
    }
    if (unsent.isEmpty()) {
      drain(replies.buffer());
    }
    if (!replies.buffer().isEmpty()) {
      unsent.appendAll(replies.buffer());
    }
    send();
  }

  private void send() {
    drain(unsent);
    channel.flush();
    awaitSocket();
    if (closeWhenSent) {
      closeIfSent();
    } else if (!decoding && mayRunMore() && (waiting != null || !channel.config().isAutoRead())) {
      resume();
    }
  }

  /**
   * The socket of a client that reads slowly takes the rest later: then is the time to go on. When
   * no memory is left to wait in, it is disconnected.
   */
  private void awaitSocket() {
    account();
    if (bytesInChannel() == 0) {
      return;
    }
    closeIfNoMemoryIsLeft();
    if (!awaitsSocket && channel.isActive()) {
      awaitsSocket = true;
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              // not at once: the channel still counts what it is about to forget
              sent -> channel.eventLoop().execute(this::socketIsFree));
    }
  }

  private void socketIsFree() {
    awaitsSocket = false;
    if (channel.isActive()) {
      send();
    }
  }

  /** Hands pieces to the channel while it takes them; large values never stand in it as a whole. */
  private void drain(ReplyBuffer buffer) {
    long sent = 0;
    boolean scarce = context.memory().isScarce();
    while (channel.isWritable() && !(scarce && bytesInChannel() >= SMALL_BYTES)) {
      ByteBuf piece = buffer.poll();
      if (piece == null) {
        break;
      }
      sent += piece.readableBytes();
      ChannelFuture unused = channel.write(piece, channel.voidPromise());
    }
    session.countOutput(sent);
    context.traffic().sent(sent);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && !unsent.isEmpty()) {
      send();
    }
  }

  private long unsentBytes() {
    return unsent.readableBytes() + replies.heldBytes() + bytesAtGate;
  }

  private void closeIfSent() {
    if (replies.pending() == 0
        && chunksAtGate == 0
        && replies.readableBytes() == 0
        && unsent.isEmpty()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  // The session's view.

  @Override
  public void execute(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }

  @Override
  public void executeLater(Runnable task) {
    channel.eventLoop().execute(task);
  }

  @Override
  public boolean hasHungUp() {
    return inputEnded;
  }

  @Override
  public void push(Consumer<ReplyWriter> message) {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (!channel.isActive()) {
                return;
              }
              replies.push(message::accept);
              enterGate();
              if (context.pushLimit(session).isExceededBy(outputBufferBytes())) {
                LOG.warn("client {} reads too slowly and is disconnected", remoteAddress());
                closeNow();
              }
            });
  }

  @Override
  public void closeAfterReplies() {
    execute(
        () -> {
          session.closing(true);
          closeWhenSent = true;
          enterGate();
        });
  }

  @Override
  public void closeNow() {
    session.closing(true);
    ChannelFuture unused = channel.close();
  }

  @Override
  public String remoteAddress() {
    return Addresses.text(channel.remoteAddress());
  }

  @Override
  public String localAddress() {
    return Addresses.text(channel.localAddress());
  }

  @Override
  public int fileDescriptor() {
    return channel instanceof EpollSocketChannel socket ? socket.fd().intValue() : -1;
  }

  @Override
  public long queryBufferBytes() {
    ByteBuf bytes = received;
    return bytes == null ? 0 : bytes.readableBytes();
  }

  @Override
  public long outputBufferBytes() {
    return unsentBytes() + bytesInChannel();
  }

  // Life.

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    session.closing(true);
    decoder.close();
    if (received != null) {
      received.release();
      received = null;
    }
    replies.release();
    unsent.release();
    context.memory().changed(-accountedBytes);
    accountedBytes = 0;
    context.closed(session);
  }

  /**
   * A client that ends its output first still gets the answers it is owed, unless a command blocks
   * it: most likely nobody is there any more who could be served.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (session.blocked()) {
        closeNow();
      } else {
        closeIfInputEnded();
      }
    }
  }

  private void closeIfInputEnded() {
    if (inputEnded && !decoding && waiting == null && mayRunMore()) {
      closeAfterReplies();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection to {} broke: {}", remoteAddress(), cause.getMessage());
    } else {
      LOG.error("connection to {} failed", remoteAddress(), cause);
    }
    closeNow();
  }
}
