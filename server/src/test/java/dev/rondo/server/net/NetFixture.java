package dev.rondo.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.Replica;
import dev.rondo.resp.RequestLimits;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandObserver;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoreStatistics;
import dev.rondo.storage.StoreTransaction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections over channels without sockets, a gate that opens when the test says so, and commands
 * that answer when the test says so. Everything runs on the test's thread, but for {@link
 * #decideOldest}.
 *
 * <p>Commands: {@code NOW text} answers its text; {@code LATER key} waits for {@link #answerNext};
 * {@code BIG bytes} answers so many bytes.
 */
final class NetFixture implements AutoCloseable {
  final CommitStore store = new CommitStore();
  final NetworkMemory memory;

  /** The calls that wait for their answer, in the order they came. */
  final Deque<Invocation> unanswered = new ArrayDeque<>();

  /** Never runs anything but the gate's decisions: the test is the end of its iterations. */
  private final DefaultEventLoop loop = new DefaultEventLoop();

  private final CommitGate gate = new CommitGate(store, loop);
  private final NetworkContext context;

  NetFixture() {
    this(Long.MAX_VALUE);
  }

  /**
   * @param maxNetworkBytes the bound of {@link NetworkMemory}
   */
  NetFixture(long maxNetworkBytes) {
    memory = new NetworkMemory(maxNetworkBytes);
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Monitors monitors = new Monitors(clock);
    ClientPause pause = new ClientPause(clock);
    Dispatcher dispatcher =
        new Dispatcher(
            new CommandTable(
                List.of(
                    row("now", 2, call -> call.reply(out -> out.bulk(call.argument(1)))),
                    row("later", 2, unanswered::add).keys(KeySpec.one("RO", "access")),
                    row("fast", 2, call -> call.reply(out -> out.bulk(call.argument(1))))
                        .keys(KeySpec.one("RO", "access")),
                    row("big", 2, NetFixture::big),
                    row("bye", 1, NetFixture::bye))),
            new Replica(store, clock, new HybridClock(clock), Deletions.PURGE),
            CommandObserver.NONE,
            monitors,
            pause,
            clock,
            () -> 0,
            () -> ConsistencyPolicy.of(Consistency.ONE));
    context =
        new NetworkContext(
            dispatcher,
            new Sessions(),
            monitors,
            new Subscriptions(),
            closed -> {},
            pause,
            new NoTraffic(),
            new PayloadPool(1 << 20),
            memory,
            () -> RequestLimits.DEFAULT,
            session -> new PushLimit(1 << 20),
            () -> false,
            clock);
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.GENERIC, handler);
  }

  private static void big(Invocation call) {
    byte[] value = new byte[Integer.parseInt(call.text(1))];
    call.reply(out -> out.bulk(value));
  }

  private static void bye(Invocation call) {
    call.replyOk();
    call.session().connection().closeAfterReplies();
  }

  /** One more client. */
  Client connect() {
    return new Client();
  }

  /** Answers the call that waits longest with its argument. */
  void answerNext() {
    answer(unanswered.remove());
  }

  /** Answers a call with its argument. */
  static void answer(Invocation call) {
    call.reply(out -> out.bulk(call.argument(1)));
  }

  /** The end of an iteration of the event loop. */
  void endIteration() {
    gate.run();
  }

  /** Tells the gate how the oldest pending commit went, as the store does: on the loop's thread. */
  void decideOldest(@Nullable StoreException failure) {
    store.pending.remove().committed(failure);
    loop.submit(() -> {}).syncUninterruptibly();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** A client and what it has received. */
  final class Client {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final Connection connection = new Connection(context, channel, gate);

    Client() {
      channel.pipeline().addLast(connection);
    }

    /** Sends lines, each a request. */
    void send(String... lines) {
      String requests = String.join("\r\n", lines) + "\r\n";
      channel.writeInbound(Unpooled.copiedBuffer(requests, ISO_8859_1));
    }

    /** What came since the last time. */
    String received() {
      channel.runPendingTasks();
      StringBuilder text = new StringBuilder();
      for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
        text.append(piece.toString(ISO_8859_1));
        piece.release();
      }
      return text.toString();
    }

    /** Closes the connection from its end. */
    void leave() {
      channel.close().syncUninterruptibly();
    }

    boolean isOpen() {
      channel.runPendingTasks();
      return channel.isOpen();
    }
  }

  /** A store that knows nothing but commits. */
  static final class CommitStore implements Store {
    /** What the next commits come to. */
    Commit outcome = Commit.DONE;

    @Nullable StoreException failure;
    int commits;
    final Deque<CommitListener> pending = new ArrayDeque<>();

    @Override
    public Commit commit(CommitListener whenCommitted) {
      commits++;
      if (failure != null) {
        throw failure;
      }
      if (outcome == Commit.PENDING) {
        pending.add(whenCommitted);
      }
      return outcome;
    }

    @Override
    public long actor() {
      return 1;
    }

    @Override
    public void read(Key key, boolean needsElements, Completion<@Nullable Entry> done) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T extends @Nullable Object> void mutate(
        Key key, Mutation<T> mutation, Completion<T> done) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T extends @Nullable Object> void transact(
        Iterable<Key> keys, StoreTransaction<T> work, Completion<T> done) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T extends @Nullable Object> void transactExclusively(
        StoreTransaction<T> work, Completion<T> done) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void scan(int database, long cursor, int maxRows, Completion<ScanPage> done) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long flushedUpTo(int database) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size(int database) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long sizeWithExpiry(int database) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSynced() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void whenSynced(Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setFsync(StoreSettings.Fsync fsync) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long idleMillis(Key key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkpoint(Path directory) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StoreStatistics statistics() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class NoTraffic implements Traffic {
    @Override
    public void received(long bytes) {}

    @Override
    public void sent(long bytes) {}

    @Override
    public void connected() {}

    @Override
    public void rejected() {}
  }
}
