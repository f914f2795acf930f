package dev.rondo.server.command.transactions;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.TransactionRunner;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What EXEC runs: the queued commands, and the keys that must not have changed. Immutable. A
 * command that fails does not undo the others, as in Redis.
 */
public final class QueuedTransaction {
  /** A queued command; it passed the gates. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Queued(CommandSpec spec, byte[][] arguments) {
    /** Whether this call names keys. */
    public boolean namesKeys() {
      return !spec.keyPositions(arguments).isEmpty();
    }
  }

  /**
   * The replies of the commands, one behind the other.
   *
   * @param buffer to be released by who takes them
   * @param lengths the length of each in bytes
   */
  public record Replies(ReplyBuffer buffer, List<Long> lengths) {}

  private final int database;
  private final List<Queued> commands;
  private final WatchedKeys watched;

  /**
   * @param database the database selected when EXEC came
   */
  public QueuedTransaction(int database, List<Queued> commands, WatchedKeys watched) {
    this.database = database;
    this.commands = List.copyOf(commands);
    this.watched = watched;
  }

  /** What a session has queued and watches. */
  static QueuedTransaction of(CommandTable table, Session session, List<byte[][]> queue) {
    List<Queued> commands = new ArrayList<>(queue.size());
    for (byte[][] arguments : queue) {
      CommandSpec spec = table.resolve(arguments);
      if (spec == null) {
        throw new IllegalStateException("a queued command has left the table");
      }
      commands.add(new Queued(spec, arguments));
    }
    return new QueuedTransaction(session.database(), commands, session.watched());
  }

  /** What EXEC would run for a session; null when it would only answer an error. */
  public static @Nullable QueuedTransaction pending(CommandTable table, Session session) {
    var transaction = session.transaction();
    return transaction == null || transaction.isAborted()
        ? null
        : of(table, session, transaction.queue());
  }

  /** Ends a session's MULTI, and forgets what it watches. */
  public static void end(Session session) {
    session.transaction(null);
    session.watched(WatchedKeys.NONE);
  }

  public List<Queued> commands() {
    return commands;
  }

  public WatchedKeys watched() {
    return watched;
  }

  public int database() {
    return database;
  }

  /** The length of all arguments. */
  private long bytes() {
    long bytes = 0;
    for (Queued queued : commands) {
      for (byte[] argument : queued.arguments()) {
        bytes += argument.length;
      }
    }
    return bytes;
  }

  /** Whether a command has a flag. */
  public boolean has(CommandFlag flag) {
    return commands.stream().anyMatch(queued -> queued.spec().is(flag));
  }

  /** The keys the commands name, and those that are watched. */
  public Set<Key> keys() {
    Set<Key> keys = new LinkedHashSet<>(watched.keys());
    for (Queued queued : commands) {
      keys.addAll(queued.spec().keysOf(database, queued.arguments()));
    }
    return keys;
  }

  /** The keys named by those commands that may change data. */
  public List<Key> writtenKeys() {
    return commands.stream()
        .filter(queued -> queued.spec().changesData())
        .flatMap(queued -> queued.spec().keysOf(database, queued.arguments()).stream())
        .distinct()
        .toList();
  }

  /** The commands that name keys, with all watched keys. */
  public QueuedTransaction withKeys() {
    return new QueuedTransaction(database, those(Queued::namesKeys), watched);
  }

  /** The commands that name no keys: they speak of the connection or the node. */
  public QueuedTransaction withoutKeys() {
    return new QueuedTransaction(database, those(queued -> !queued.namesKeys()), WatchedKeys.NONE);
  }

  private List<Queued> those(Predicate<Queued> condition) {
    return commands.stream().filter(condition).toList();
  }

  /** Whether it may be run again when nobody knows whether it already ran. */
  public boolean isRepeatable() {
    return watched.size() == 0
        && commands.stream().allMatch(queued -> queued.spec().isRepeatable(queued.arguments()));
  }

  /**
   * Runs the commands as one transaction over the keys they name, or over everything when one of
   * them reaches further.
   *
   * @param done is given nothing when a watched key was touched and nothing was run
   */
  public void run(
      Dispatcher dispatcher,
      Session session,
      Keyspace keyspace,
      Consistency consistency,
      Completion<Optional<Replies>> done) {
    Run run = new Run(dispatcher, session, keyspace.replicas(), consistency, done);
    Optional<TransactionRunner> runner =
        commands.stream()
            .map(queued -> queued.spec().transactionRunner())
            .flatMap(Stream::ofNullable)
            .findFirst();
    if (runner.isPresent()) {
      runner.get().transact(keyspace, List.copyOf(keys()), consistency, run::work, run);
    } else if (has(CommandFlag.WHOLE_KEYSPACE)) {
      keyspace.transactExclusively(run::work, run);
    } else {
      keyspace.transact(List.copyOf(keys()), consistency, run::work, run);
    }
  }

  /** One run; a completion, so that replies nobody will see are released. */
  private final class Run implements Completion<Optional<Replies>> {
    private final Dispatcher dispatcher;
    private final Session session;
    private final int replicas;
    private final Consistency consistency;
    private final Completion<Optional<Replies>> done;
    private @Nullable ReplyBuffer written;

    Run(
        Dispatcher dispatcher,
        Session session,
        int replicas,
        Consistency consistency,
        Completion<Optional<Replies>> done) {
      this.dispatcher = dispatcher;
      this.session = session;
      this.replicas = replicas;
      this.consistency = consistency;
      this.done = done;
    }

    Optional<Replies> work(Transaction.View view) {
      release();
      for (Key key : watched.keys()) {
        if (watched.isTouched(key, view.read(key))) {
          return Optional.empty();
        }
      }
      session.executing(commands.size(), bytes());
      try {
        return Optional.of(runCommands(new TransactionKeyspace(view, replicas)));
      } finally {
        session.transactionChanged();
      }
    }

    private Replies runCommands(TransactionKeyspace keyspace) {
      ReplyBuffer buffer = ReplyBuffer.pooled();
      written = buffer;
      ReplyWriter writer = new ReplyWriter(buffer, session.respVersion());
      List<Long> lengths = new ArrayList<>(commands.size());
      for (Queued queued : commands) {
        long before = buffer.readableBytes();
        writer.version(session.respVersion());
        dispatcher.run(
            queued.spec(),
            queued.arguments(),
            session,
            keyspace,
            consistency,
            reply -> reply.writeTo(writer));
        lengths.add(buffer.readableBytes() - before);
      }
      return new Replies(buffer, lengths);
    }

    @Override
    public void success(Optional<Replies> replies) {
      done.success(replies);
    }

    @Override
    public void failure(Throwable cause) {
      release();
      done.failure(cause);
    }

    private void release() {
      ReplyBuffer buffer = written;
      if (buffer != null) {
        buffer.release();
        written = null;
      }
    }
  }
}
