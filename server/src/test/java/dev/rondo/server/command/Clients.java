package dev.rondo.server.command;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.resp.InlineArguments;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.session.ClientConnection;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.PasswordAuthenticator;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Session.ReplyMode;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several clients of a node that holds no data, for commands that concern clients and commands
 * alone. A test sees what each is answered, and what becomes of its connection.
 */
public final class Clients {
  public final SettableClock clock = new SettableClock();
  public final Sessions sessions = new Sessions();
  public final Monitors monitors = new Monitors(clock);
  public final Subscriptions subscriptions = new Subscriptions();
  public final ClientPause pause = new ClientPause(clock);

  /** The password of the default user, empty for none. */
  public String password = "";

  public final PasswordAuthenticator authenticator = new PasswordAuthenticator(() -> password);
  private final Dispatcher dispatcher;

  /** A node with commands that get what this holds. */
  public Clients(Function<Clients, List<CommandSpec>> rows) {
    dispatcher =
        new Dispatcher(
            new CommandTable(rows.apply(this)),
            new NoKeyspace(),
            CommandObserver.NONE,
            monitors,
            pause,
            clock,
            () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
            () -> ConsistencyPolicy.of(Consistency.ONE));
  }

  /** One more client, from a port of its own: 50001 for the first. */
  public Client connect() {
    return new Client(sessions.nextId());
  }

  /** A client and its connection. */
  public final class Client implements ClientConnection {
    private final Session session;

    /** Whether the server has closed it, or will once the answers are sent. */
    public boolean closed;

    /** How many messages it was sent that are no answers. */
    public int pushes;

    private final StringBuilder pushed = new StringBuilder();

    /** Bytes of answers that it has not taken. */
    public long unsentBytes;

    private Client(long id) {
      session = new Session(id, this, clock.millis(), authenticator::needsPassword);
      sessions.add(session);
    }

    public Session session() {
      return session;
    }

    /**
     * Sends a command given as a line, with Redis's quotes and escapes.
     *
     * @return what comes back, with a blank for each line end; empty when CLIENT REPLY keeps it
     *     back, "held back" when CLIENT PAUSE does
     */
    public String send(String line) {
      session.nextReply();
      StringBuilder answer = new StringBuilder();
      Dispatcher.Verdict verdict =
          dispatcher.dispatch(
              session,
              InlineArguments.split(Bytes.of(line)),
              reply -> {
                String text = encode(reply);
                if (session.replyMode() == ReplyMode.ON) {
                  answer.append(text);
                }
              });
      return verdict == Dispatcher.Verdict.HELD_BACK
          ? "held back"
          : answer.toString().replace("\r\n", " ").strip();
    }

    private String encode(Reply reply) {
      ReplyBuffer buffer = new ReplyBuffer(UnpooledByteBufAllocator.DEFAULT);
      reply.writeTo(new ReplyWriter(buffer, session.respVersion()));
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
      return Bytes.text(bytes.toByteArray());
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void push(Consumer<ReplyWriter> message) {
      pushes++;
      pushed.append(encode(message::accept));
    }

    /** What it was sent since the last call that is no answer, with a blank for each line end. */
    public String takePushed() {
      String text = pushed.toString().replace("\r\n", " ").strip();
      pushed.setLength(0);
      return text;
    }

    @Override
    public void closeAfterReplies() {
      session.closing(true);
      closed = true;
    }

    @Override
    public void closeNow() {
      closed = true;
    }

    @Override
    public String remoteAddress() {
      return "127.0.0.1:" + (50_000 + session.id());
    }

    @Override
    public String localAddress() {
      return "127.0.0.1:6379";
    }

    @Override
    public int fileDescriptor() {
      return 8;
    }

    @Override
    public long queryBufferBytes() {
      return 0;
    }

    @Override
    public long outputBufferBytes() {
      return unsentBytes;
    }
  }

  /** What no command here may touch. */
  private static final class NoKeyspace implements Keyspace {
    private static final String NO_DATA = "these commands need no data";

    @Override
    public void read(
        Key key, boolean needsElements, Consistency consistency, Completion<@Nullable Entry> done) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public <T extends @Nullable Object> void update(
        Key key, Consistency consistency, Update<T> update, Completion<T> done) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public <T extends @Nullable Object> void transact(
        Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public <T extends @Nullable Object> void transactExclusively(
        Transaction<T> work, Completion<T> done) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public void scan(int database, long cursor, int maxKeys, Completion<ScanPage> done) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public long size(int database) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public long sizeWithExpiry(int database) {
      throw new UnsupportedOperationException(NO_DATA);
    }

    @Override
    public int replicas() {
      return 1;
    }
  }
}
