package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Reply;
import dev.rondo.cluster.transport.MessageCodec;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages over connections that it makes at the first message to an address and keeps.
 *
 * <p>On one lane, messages that one thread sends to one node arrive in the order they were sent
 * while a connection lasts. A reply arrives on the event loop that sent the request, if one did.
 */
public final class NettyTransport implements Transport, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

  /** More addresses than any cluster has nodes. */
  private static final int MAX_PEERS = 4096;

  private static final long CLOSE_MILLIS = 1_000;

  private final BusContext context;
  private final List<EventLoop> loops = new ArrayList<>();
  private final EventLoop gossipLoop;
  private final Sockets sockets;
  private final NameResolver names = new NameResolver();
  private final Map<NodeAddress, Peer> peers = new ConcurrentHashMap<>();
  private volatile Link.@Nullable Shared shared;
  private volatile boolean closed;

  /**
   * @param group shared with the rest of the server; all of them {@link
   *     io.netty.channel.SingleThreadEventLoop}s. Stays open when this closes
   * @param gossipLoop carries gossip and nothing else, so that a node whose event loops are busy is
   *     not taken for dead, nor takes others for it; a {@link
   *     io.netty.channel.SingleThreadEventLoop}, too
   */
  public NettyTransport(EventLoopGroup group, EventLoop gossipLoop, BusContext context) {
    this.context = context;
    this.gossipLoop = gossipLoop;
    this.sockets = new Sockets(group, context.limits());
    group.forEach(loop -> loops.add((EventLoop) loop));
  }

  /**
   * Begins to send; before, every message is dropped.
   *
   * @param inbox is given the replies and told of broken connections, on the event loops
   */
  public void start(Inbox inbox) {
    if (shared != null) {
      throw new IllegalStateException("started twice");
    }
    shared = new Link.Shared(context, inbox, sockets, names);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when it is a reply: replies go back through {@link
   *     Inbox.ReplyTo}
   */
  @Override
  public boolean send(NodeAddress to, Lane lane, Message message) {
    if (message instanceof Reply) {
      throw new IllegalArgumentException("a reply is not sent but given back: " + message);
    }
    Frame frame = MessageCodec.frame(message);
    Peer peer = closed ? null : peer(to);
    if (peer == null || !allows(frame, lane, to)) {
      context.traffic(lane).droppedMessages.increment();
      return false;
    }
    return peer.link(lane).offer(frame);
  }

  private @Nullable Peer peer(NodeAddress to) {
    Peer known = peers.get(to);
    Link.Shared started = shared;
    if (known != null || started == null || peers.size() >= MAX_PEERS) {
      return known;
    }
    Peer made = peers.computeIfAbsent(to, address -> new Peer(address, loops, gossipLoop, started));
    if (closed) {
      forget(to);
    }
    return made;
  }

  private boolean allows(Frame frame, Lane lane, NodeAddress to) {
    boolean allowed = context.limits().allows(frame, lane);
    if (!allowed) {
      LOG.warn("a message of {} bytes to {} is too long for {}", frame.tail().length, to, lane);
    }
    return allowed;
  }

  @Override
  public void connect(NodeAddress node) {
    Peer peer = closed ? null : peer(node);
    if (peer != null) {
      peer.dataLinks().forEach(Link::connectSoon);
    }
  }

  @Override
  public void forget(NodeAddress node) {
    Peer peer = peers.remove(node);
    if (peer != null) {
      peer.links().forEach(Link::close);
    }
  }

  @Override
  public void reset(NodeAddress node) {
    Peer peer = peers.get(node);
    if (peer != null) {
      peer.links().forEach(Link::reset);
    }
  }

  /**
   * Sends what waits on open connections, for a second at most, and closes them all. Not on an
   * event loop.
   */
  @Override
  public void close() {
    closed = true;
    List<Link> links = new ArrayList<>();
    peers.values().forEach(peer -> links.addAll(peer.links()));
    peers.clear();
    links.forEach(Link::close);
    CompletableFuture<?> ended =
        CompletableFuture.allOf(
            links.stream().map(Link::ended).toArray(CompletableFuture<?>[]::new));
    try {
      ended.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("some peers do not take what waits for them");
      links.forEach(Link::closeNow);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      links.forEach(Link::closeNow);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a link does not fail to close", e);
    } finally {
      names.close();
    }
  }
}
