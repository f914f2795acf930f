package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Lateness;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Forward;
import dev.rondo.cluster.transport.Message.ForwardReply;
import dev.rondo.cluster.transport.Message.Reply;
import dev.rondo.cluster.transport.Message.Request;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.MessageCodec;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection another node made: its requests go to the {@link Inbox}, and the replies go back
 * through the gate of the event loop. While too many bytes of replies are unsent no more requests
 * are read, which pushes back through TCP.
 */
final class ServedConnection implements Wire.Owner, ReplyGate.Exit {
  private static final Logger LOG = LoggerFactory.getLogger(ServedConnection.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Channel channel;
  private final RemoteNode remote;
  private final BusContext context;
  private final Inbox inbox;
  private final ReplyGate gate;
  private final Consumer<ServedConnection> whenClosed;
  private final Wire wire;
  private final Lateness lateness = new Lateness();
  private boolean paused;

  /** Whether this node ends the connection itself; then nobody needs to be told. */
  private boolean ending;

  ServedConnection(
      Channel channel,
      EventLoop loop,
      RemoteNode remote,
      BusContext context,
      Inbox inbox,
      ReplyGate gate,
      Consumer<ServedConnection> whenClosed) {
    this.channel = channel;
    this.remote = remote;
    this.context = context;
    this.inbox = inbox;
    this.gate = gate;
    this.whenClosed = whenClosed;
    this.wire = new Wire(channel, loop, remote, context, this);
  }

  Wire wire() {
    return wire;
  }

  @Override
  public void received(Message message) {
    if (message instanceof Reply) {
      throw new CorruptedFrameException("a reply to nothing that was asked");
    } else if (message instanceof Forward forward && isTooLate(forward)) {
      LOG.debug("a command that node {} gave up is not run", remote.node());
      new Answer(forward.id())
          .send(ForwardReply.refusal(forward.id(), Status.NOT_READY, "the command came too late"));
    } else if (message instanceof Request request) {
      inbox.receive(remote.node(), message, new Answer(request.id()));
    } else {
      inbox.receive(remote.node(), message, ServedConnection::refuseReply);
    }
  }

  /** Whether whoever sent a command has given it up; see {@code PROTOCOL.md}. */
  private boolean isTooLate(Forward forward) {
    long nowMillis = context.nanoClock().getAsLong() / NANOS_PER_MILLI;
    return lateness.of(forward.sentMillis(), nowMillis) >= forward.timeoutMillis();
  }

  private static void refuseReply(Reply reply) {
    throw new IllegalStateException("a reply to something that is no request: " + reply);
  }

  /** The one answer to one request. */
  private final class Answer implements Inbox.ReplyTo {
    private final long id;
    private final AtomicBoolean given = new AtomicBoolean();

    Answer(long id) {
      this.id = id;
    }

    @Override
    public void send(Reply reply) {
      if (reply.id() != id) {
        throw new IllegalStateException("request " + id + " is answered with " + reply.id());
      } else if (!given.compareAndSet(false, true)) {
        throw new IllegalStateException("request " + id + " is answered twice");
      }
      if (channel.eventLoop().inEventLoop()) {
        gate.enter(ServedConnection.this, reply);
      } else {
        runOnLoop(() -> gate.enter(ServedConnection.this, reply));
      }
    }
  }

  private void runOnLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the event loops ended before a connection with {}", remote.address());
    }
  }

  // From the gate.

  @Override
  public void send(Reply reply) {
    if (!channel.isActive()) {
      context.traffic(remote.lane()).droppedMessages.increment();
      return;
    }
    Frame frame = MessageCodec.frame(reply);
    if (!context.limits().allows(frame, remote.lane())) {
      LOG.error("a reply of {} bytes is too long and dropped", frame.tail().length);
      context.traffic(remote.lane()).droppedMessages.increment();
      return;
    }
    wire.write(frame);
    if (!paused && wire.unsentBytes() > context.limits().maxUnsentBytes()) {
      paused = true;
      wire.setReading(false);
    }
  }

  @Override
  public void fail() {
    wire.closeNow();
  }

  // From the wire.

  @Override
  public void sent(long bytes) {
    if (paused && wire.unsentBytes() <= context.limits().maxUnsentBytes() / 2) {
      paused = false;
      wire.setReading(true);
    }
  }

  @Override
  public void closed(long unsentBytes) {
    whenClosed.accept(this);
    if (!ending && remote.lane() != Lane.BULK) {
      inbox.disconnected(remote.node(), remote.address());
    }
  }

  /** Sends what may be sent and closes. On any thread. */
  void end() {
    runOnLoop(
        () -> {
          ending = true;
          wire.closeWhenSent();
        });
  }
}
