package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Reply;
import dev.rondo.cluster.transport.NodeAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.CorruptedFrameException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One outgoing connection, and the wish for one: to one address, on one lane, on one event loop. It
 * connects when a message is to be sent, and after a failure not before a while has passed.
 *
 * <p>{@link #offer} may be called on any thread; everything else happens on the link's event loop.
 */
final class Link implements Wire.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** What all links of a transport share. */
  record Shared(BusContext context, Inbox inbox, Sockets sockets, NameResolver names) {}

  private enum Phase {
    /** No connection; the next message begins one, once the wait is over. */
    IDLE,
    /** A connection is being made; messages wait for it. */
    CONNECTING,
    /** There is one. */
    OPEN,
    /** For good. */
    CLOSED
  }

  /** Messages are sent that waited this long for a connection; later, they count as unsent. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final NodeAddress address;
  private final Lane lane;
  private final EventLoop loop;
  private final Shared shared;
  private final long maxUnsentBytes;
  private final SendBudget budget = new SendBudget();
  private final LaneTraffic traffic;
  private final Backoff backoff;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  private volatile Phase phase = Phase.IDLE;

  /** In phase IDLE: before this moment no attempt is made. */
  private volatile long retryAtNanos;

  /** When the attempt to connect began for which messages wait. */
  private long connectingSinceNanos;

  private final Deque<Frame> waiting = new ArrayDeque<>();
  private @Nullable Channel channel;
  private @Nullable Wire wire;
  private @Nullable RemoteNode remote;
  private boolean everOpen;

  Link(NodeAddress address, Lane lane, EventLoop loop, Shared shared, long maxUnsentBytes) {
    this.address = address;
    this.lane = lane;
    this.loop = loop;
    this.shared = shared;
    this.maxUnsentBytes = maxUnsentBytes;
    this.traffic = shared.context().traffic(lane);
    BusLimits limits = shared.context().limits();
    this.backoff =
        new Backoff(
            limits.minBackoffMillis(), limits.maxBackoffMillis(), shared.context().random());
    this.retryAtNanos = shared.context().nanoClock().getAsLong();
  }

  EventLoop loop() {
    return loop;
  }

  /** Sends a frame, or begins to; false when it is dropped at once. */
  boolean offer(Frame frame) {
    long size = FrameWriter.sizeOf(frame);
    if (!takesMessages() || !budget.tryReserve(size, maxBytesNow())) {
      traffic.droppedMessages.increment();
      return false;
    }
    if (loop.inEventLoop()) {
      transmit(frame);
      return true;
    }
    if (!runOnLoop(() -> transmit(frame))) {
      drop(frame);
      return false;
    }
    return true;
  }

  private boolean runOnLoop(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("the event loops ended before the link with {}", address);
      return false;
    }
  }

  private boolean takesMessages() {
    return switch (phase) {
      case CONNECTING, OPEN -> true;
      case IDLE -> mayConnect();
      case CLOSED -> false;
    };
  }

  private boolean mayConnect() {
    return shared.context().nanoClock().getAsLong() - retryAtNanos >= 0;
  }

  private long maxBytesNow() {
    return phase == Phase.OPEN
        ? maxUnsentBytes
        : Math.min(maxUnsentBytes, shared.context().limits().maxConnectingBytes());
  }

  /** Gives up a frame that {@link #offer} took, and says so: nobody will answer it. */
  private void drop(Frame frame) {
    traffic.droppedMessages.increment();
    budget.release(FrameWriter.sizeOf(frame));
    frame.requestId().ifPresent(shared.inbox()::unsent);
  }

  private void transmit(Frame frame) {
    if (!takesMessages()) {
      drop(frame);
    } else if (wire != null) {
      wire.write(frame);
    } else {
      waiting.add(frame);
      if (phase == Phase.IDLE) {
        connect();
      }
    }
  }

  // Connecting.

  /** Connects, if that is not done or just tried. */
  void connectSoon() {
    runOnLoop(
        () -> {
          if (phase == Phase.IDLE && mayConnect()) {
            connect();
          }
        });
  }

  private void connect() {
    phase = Phase.CONNECTING;
    connectingSinceNanos = shared.context().nanoClock().getAsLong();
    shared
        .names()
        .resolve(
            address,
            found -> {
              if (loop.inEventLoop()) {
                connect(found);
              } else {
                runOnLoop(() -> connect(found));
              }
            });
  }

  private void connect(@Nullable InetSocketAddress found) {
    if (phase == Phase.CLOSED) {
      ended.complete(null);
      return;
    }
    if (found == null) {
      attemptFailed("its name cannot be resolved");
      return;
    }
    BusContext context = shared.context();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(shared.sockets().connecting())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, context.limits().connectTimeoutMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel made) {
                    prepare(made);
                  }
                })
            .connect(found);
    channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            attemptFailed(String.valueOf(done.cause().getMessage()));
          }
        });
  }

  private void prepare(Channel made) {
    BusContext context = shared.context();
    shared.sockets().configure(made);
    Handshake handshake = Handshake.connecting(context.self(), lane, context.newNonce());
    made.pipeline()
        .addLast(
            new HandshakeHandler(
                handshake, true, context.limits().handshakeTimeoutMillis(), new Greeting()));
  }

  /** The end of this connection's handshake. */
  private final class Greeting implements HandshakeHandler.Outcome {
    @Override
    public ChannelHandler agreed(ChannelHandlerContext ctx, RemoteNode with) {
      return opened(ctx.channel(), with);
    }

    @Override
    public void failed(@Nullable Refusal refusal, @Nullable RemoteNode claimed) {
      if (refusal != null) {
        shared.context().refusals().note(address.toString(), refusal);
      }
      attemptFailed(refusal == null ? "it hung up" : refusal.text());
    }
  }

  private void attemptFailed(String why) {
    channel = null;
    if (phase == Phase.CLOSED) {
      dropWaiting();
      ended.complete(null);
      return;
    }
    LOG.debug("no {} connection with {}: {}", lane, address, why);
    rest();
    dropWaiting();
  }

  /** Last of all: whoever is told may send again at once. */
  private void dropWaiting() {
    List<Frame> dropped = List.copyOf(waiting);
    waiting.clear();
    dropped.forEach(this::drop);
  }

  /** Back to having no connection, with a wait before the next attempt. */
  private void rest() {
    long waitNanos = TimeUnit.MILLISECONDS.toNanos(backoff.nextMillis());
    retryAtNanos = shared.context().nanoClock().getAsLong() + waitNanos;
    phase = Phase.IDLE;
  }

  private Wire opened(Channel with, RemoteNode node) {
    Wire opened = new Wire(with, loop, node, shared.context(), this);
    remote = node;
    wire = opened;
    backoff.reset();
    shared.context().refusals().clear(address);
    traffic.connections.increment();
    if (everOpen) {
      traffic.reconnections.increment();
    }
    everOpen = true;
    if (phase == Phase.CLOSED) {
      // forgotten during the handshake; what waited is dropped when the channel closes
      opened.closeNow();
      return opened;
    }
    phase = Phase.OPEN;
    if (shared.context().nanoClock().getAsLong() - connectingSinceNanos > MAX_WAIT_NANOS) {
      // Who sent them has given up, or soon will: they must not be carried out after that.
      dropWaiting();
    }
    waiting.forEach(opened::write);
    waiting.clear();
    return opened;
  }

  // From the wire.

  @Override
  public void received(Message message) {
    RemoteNode from = remote;
    if (!(message instanceof Reply) || from == null) {
      throw new CorruptedFrameException("a request on a connection that is for replies");
    }
    shared.inbox().receive(from.node(), message, Link::refuseReply);
  }

  private static void refuseReply(Reply reply) {
    throw new IllegalStateException("a reply to a reply: " + reply);
  }

  @Override
  public void sent(long bytes) {
    budget.release(bytes);
  }

  @Override
  public void closed(long unsentBytes) {
    budget.release(unsentBytes);
    dropWaiting();
    RemoteNode broken = remote;
    channel = null;
    wire = null;
    remote = null;
    if (phase == Phase.CLOSED) {
      ended.complete(null);
      return;
    }
    rest();
    if (broken != null && lane != Lane.BULK) {
      shared.inbox().disconnected(broken.node(), address);
    }
  }

  /** Breaks the connection, if there is one; the next message begins another. */
  void reset() {
    runOnLoop(
        () -> {
          Channel open = channel;
          if (open != null && phase == Phase.OPEN) {
            remote = null; // so that closing it tells nobody
            open.config().setOption(ChannelOption.SO_LINGER, 0); // nor sends what it still has
            var unused = open.close();
          }
        });
  }

  /** Closes for good, after what waits was sent when there is a connection. */
  void close() {
    if (!runOnLoop(this::closeHere)) {
      ended.complete(null);
    }
  }

  /** Completes when the link is closed and nothing of it is left. */
  CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  private void closeHere() {
    Phase before = phase;
    phase = Phase.CLOSED;
    if (wire != null) {
      wire.closeWhenSent();
    } else if (channel != null) {
      var unused = channel.close();
    } else if (before == Phase.IDLE) {
      ended.complete(null);
    }
  }

  /** Closes for good, at once. */
  void closeNow() {
    runOnLoop(
        () -> {
          phase = Phase.CLOSED;
          if (channel != null) {
            var unused = channel.close();
          }
        });
  }
}
