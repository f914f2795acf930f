package dev.rondo.cluster.netty;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Forward;
import dev.rondo.cluster.transport.Message.ForwardReply;
import dev.rondo.cluster.transport.Message.Reply;
import dev.rondo.cluster.transport.Message.Request;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.storage.Store;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A node's bus on loopback, with two event loops, that keeps what it receives. */
final class TestNode implements AutoCloseable, Inbox {
  static final BusLimits LIMITS =
      new BusLimits(80 << 20, 128 << 10, 64L << 20, 1L << 20, 64, 2_000, 5_000, 15_000, 5, 50);

  /** Who said what, and the thread that brought it. */
  record Received(NodeId from, Message message, Thread thread) {
    Received(NodeId from, Message message) {
      this(from, message, Thread.currentThread());
    }
  }

  /** What a node is made of; the rest is the same for all. */
  static final class Builder {
    private final NodeId id;
    private String clusterName = "test";
    private String secret = "";
    private BusLimits limits = LIMITS;
    private Committer committer = listener -> Store.Commit.DONE;
    private boolean epoll = Epoll.isAvailable();
    private int port;

    private Builder(long id) {
      this.id = new NodeId(id);
    }

    Builder clusterName(String name) {
      clusterName = name;
      return this;
    }

    Builder secret(String text) {
      secret = text;
      return this;
    }

    Builder limits(BusLimits other) {
      limits = other;
      return this;
    }

    Builder committer(Committer other) {
      committer = other;
      return this;
    }

    Builder nio() {
      epoll = false;
      return this;
    }

    Builder port(int number) {
      port = number;
      return this;
    }

    TestNode start() {
      return new TestNode(this);
    }
  }

  static Builder node(long id) {
    return new Builder(id);
  }

  final MultiThreadIoEventLoopGroup loops;
  final MultiThreadIoEventLoopGroup gossip;
  final BusListener listener;
  final BusContext context;
  final NettyTransport transport;

  /** Moves the node's clock forward. */
  final AtomicLong skippedNanos = new AtomicLong();

  final NodeId id;
  final NodeAddress address;
  final Queue<Received> received = new ConcurrentLinkedQueue<>();
  final Queue<NodeId> disconnected = new ConcurrentLinkedQueue<>();
  final Queue<Long> unsent = new ConcurrentLinkedQueue<>();

  /** What is done with requests; answers a Forward with what it brought unless told otherwise. */
  volatile Handler handler = TestNode::echo;

  /** Takes a message in the place of the queue. */
  interface Handler {
    void handle(TestNode self, NodeId from, Message message, ReplyTo replyTo);
  }

  private TestNode(Builder with) {
    IoHandlerFactory io = with.epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(2, io);
    gossip = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("gossip"), io);
    listener = new BusListener(loops, gossip.next());
    id = with.id;
    try {
      address = new NodeAddress("127.0.0.1", listener.bind("127.0.0.1", with.port).getPort());
    } catch (BindException e) {
      throw new IllegalStateException(e);
    }
    Identity identity = new Identity(id, address, with.clusterName, new ClusterSecret(with.secret));
    context =
        new BusContext(
            identity,
            with.limits,
            new SecureRandom(),
            () -> System.nanoTime() + skippedNanos.get());
    transport = new NettyTransport(loops, gossip.next(), context);
    transport.start(this);
    listener.start(context, with.committer, this);
  }

  private static void echo(TestNode self, NodeId from, Message message, ReplyTo replyTo) {
    if (message instanceof Forward forward) {
      replyTo.send(new ForwardReply(forward.id(), Status.OK, forward.command()));
    } else if (message instanceof Request request) {
      throw new IllegalStateException("not expected: " + request);
    } else {
      self.received.add(new Received(from, message));
    }
  }

  @Override
  public void receive(NodeId from, Message message, ReplyTo replyTo) {
    if (message instanceof Reply) {
      received.add(new Received(from, message));
    } else {
      handler.handle(this, from, message, replyTo);
    }
  }

  @Override
  public void unsent(long id) {
    unsent.add(id);
  }

  @Override
  public void disconnected(NodeId node, NodeAddress nodeAddress) {
    disconnected.add(node);
  }

  @Override
  public void close() {
    transport.close();
    listener.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    gossip.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
