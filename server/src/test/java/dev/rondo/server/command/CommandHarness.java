package dev.rondo.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Replica;
import dev.rondo.resp.InlineArguments;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.session.ClientConnection;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.ListPositions;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.VectorClock;
import dev.rondo.storage.rocksdb.RocksStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on a node without a network: real table, dispatcher, replica and store, one client,
 * and a clock that stands still until it is told to move.
 */
public final class CommandHarness implements AutoCloseable {
  /** What the clock says at first, in milliseconds since 1970. */
  public static final long START_MILLIS = 1_700_000_000_000L;

  /** How many databases there are. */
  public static final int DATABASES = 16;

  private static final long CACHE_BYTES = 8 << 20;
  private static final long ANSWER_TIMEOUT_SECONDS = 30;

  private final SettableClock clock;
  private final Store store;
  private final Keyspace keyspace;
  private final Dispatcher dispatcher;
  private final Session session;

  private CommandHarness(Store store, SettableClock clock, List<CommandSpec> rows) {
    this.clock = clock;
    this.store = store;
    this.keyspace = new Replica(store, clock, new HybridClock(clock), Deletions.PURGE);
    this.dispatcher =
        new Dispatcher(
            new CommandTable(rows),
            keyspace,
            CommandObserver.NONE,
            new Monitors(clock),
            new ClientPause(clock),
            clock,
            () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
            () -> ConsistencyPolicy.of(Consistency.ONE));
    this.session = newSession(1);
  }

  /** Opens a node with these commands over a store in an empty directory. */
  public static CommandHarness open(Path directory, List<CommandSpec> rows) {
    return open(directory, clock -> rows);
  }

  /** As {@link #open(Path, List)}, for commands that have to be given the node's clock. */
  public static CommandHarness open(
      Path directory, Function<InstantSource, List<CommandSpec>> rowsWithClock) {
    SettableClock clock = new SettableClock();
    List<CommandSpec> rows = rowsWithClock.apply(clock);
    StoreSettings settings =
        new StoreSettings(
            directory, DATABASES, StoreSettings.Fsync.NO, CACHE_BYTES, CACHE_BYTES, 0, 1);
    return new CommandHarness(RocksStore.open(settings, clock, new Random(1)), clock, rows);
  }

  /** A node with these commands over a store that the test brings. */
  public static CommandHarness over(Store store, SettableClock clock, List<CommandSpec> rows) {
    return new CommandHarness(store, clock, rows);
  }

  /** A session of one more client; it is authenticated and speaks RESP2. */
  public Session newSession(long id) {
    return new Session(id, new SilentConnection(), clock.millis(), () -> false);
  }

  /** The session {@link #run} works with. */
  public Session session() {
    return session;
  }

  public Keyspace keyspace() {
    return keyspace;
  }

  public Dispatcher dispatcher() {
    return dispatcher;
  }

  /** The clock of the node; it can be moved. */
  public SettableClock clock() {
    return clock;
  }

  /**
   * Runs one command whose arguments are given as text, each character a byte.
   *
   * @return the reply as it goes over the wire, each byte a character
   */
  public String run(String... arguments) {
    return Bytes.text(runRaw(Arrays.stream(arguments).map(Bytes::of).toArray(byte[][]::new)));
  }

  /** Runs one command given as a line, with Redis's quotes and escapes: {@code SET k "a\x00b"}. */
  public String runLine(String line) {
    return Bytes.text(runRaw(InlineArguments.split(Bytes.of(line))));
  }

  /** Runs one command and waits for its reply, as it goes over the wire. */
  public byte[] runRaw(byte[]... arguments) {
    return runAs(session, arguments);
  }

  /** As {@link #runRaw}, for another client. */
  public byte[] runAs(Session client, byte[]... arguments) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    Dispatcher.Verdict verdict =
        dispatcher.dispatch(
            client,
            arguments,
            reply -> assertThat(answer.complete(reply)).as("first reply").isTrue());
    assertThat(verdict).isEqualTo(Dispatcher.Verdict.ACCEPTED);
    return encode(await(answer), client);
  }

  /** Runs a command whose reply may come later, or never; each character stands for a byte. */
  public void start(Consumer<String> onReply, String... arguments) {
    byte[][] bytes = Arrays.stream(arguments).map(Bytes::of).toArray(byte[][]::new);
    dispatcher.dispatch(
        session, bytes, reply -> onReply.accept(Bytes.text(encode(reply, session))));
  }

  /** What a key of the session's database holds, null for nothing. */
  public @Nullable Entry entry(String key) {
    CompletableFuture<@Nullable Entry> read = new CompletableFuture<>();
    keyspace.read(key(key), true, Consistency.ONE, completing(read));
    return await(read);
  }

  /** What a key of the session's database holds that is there. */
  public Entry existing(String key) {
    Entry entry = entry(key);
    if (entry == null) {
      throw new AssertionError("no such key: " + key);
    }
    return entry;
  }

  /** The expiry of a key that is there, {@link Entry#NO_EXPIRY} for none. */
  public long expireAtMillis(String key) {
    return existing(key).expireAtMillis();
  }

  /** Makes a key something that is no string. */
  public void plantList(String key) {
    long time = new HybridClock(clock).next();
    Dot dot = new Dot(store.actor(), 1, time);
    ElementEdits item = new ElementEdits().put(ListPositions.first(), new byte[] {1});
    plant(
        key,
        new Entry(
            DataType.LIST,
            VectorClock.EMPTY.increment(store.actor()),
            Entry.NO_EXPIRY,
            0,
            MapElements.of(item, dot)));
  }

  /** Makes a key hold an entry as it is, for instance one that was merged. */
  public void plant(String key, Entry entry) {
    CompletableFuture<Boolean> planted = new CompletableFuture<>();
    store.mutate(key(key), stored -> Mutation.Outcome.put(true, entry), completing(planted));
    await(planted);
  }

  /** Deletes everything in the session's database. */
  public void flush() {
    CompletableFuture<Boolean> flushed = new CompletableFuture<>();
    keyspace.transactExclusively(
        view -> {
          view.flush(session.database());
          return true;
        },
        completing(flushed));
    await(flushed);
  }

  @Override
  public void close() {
    store.close();
  }

  private Key key(String key) {
    return new Key(session.database(), Bytes.of(key));
  }

  private static byte[] encode(Reply reply, Session client) {
    ReplyBuffer buffer = new ReplyBuffer(UnpooledByteBufAllocator.DEFAULT);
    reply.writeTo(new ReplyWriter(buffer, client.respVersion()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf piece = buffer.poll(); piece != null; piece = buffer.poll()) {
      try {
        piece.readBytes(bytes, piece.readableBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        piece.release();
      }
    }
    return bytes.toByteArray();
  }

  private static <T extends @Nullable Object> Completion<T> completing(
      CompletableFuture<T> future) {
    return new Completion<>() {
      @Override
      public void success(T value) {
        future.complete(value);
      }

      @Override
      public void failure(Throwable cause) {
        future.completeExceptionally(cause);
      }
    };
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
    return future.orTimeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** A clock that stands still until it is moved. Any thread may use it. */
  public static final class SettableClock implements InstantSource {
    private volatile long millis = START_MILLIS;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public long millis() {
      return millis;
    }

    public void advanceMillis(long by) {
      set(millis + by);
    }

    /** Sets the time, in milliseconds since 1970. */
    public void set(long newMillis) {
      millis = newMillis;
    }
  }

  /** A connection nobody listens to. */
  private static final class SilentConnection implements ClientConnection {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void push(Consumer<ReplyWriter> message) {}

    @Override
    public void closeAfterReplies() {}

    @Override
    public void closeNow() {}

    @Override
    public String remoteAddress() {
      return "127.0.0.1:50000";
    }

    @Override
    public String localAddress() {
      return "127.0.0.1:6379";
    }

    @Override
    public long queryBufferBytes() {
      return 0;
    }

    @Override
    public long outputBufferBytes() {
      return 0;
    }
  }
}
