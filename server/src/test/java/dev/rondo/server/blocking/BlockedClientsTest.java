package dev.rondo.server.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.resp.InlineArguments;
import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandHarness.SettableClock;
import dev.rondo.server.command.CommandObserver;
import dev.rondo.server.command.CommandRouting;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.command.ReplyTarget;
import dev.rondo.server.command.lists.ListCommands;
import dev.rondo.server.command.sortedsets.SortedSetCommands;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.session.ClientConnection;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Completion;
import dev.rondo.storage.DataType;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockedClientsTest {
  private static final long REPEAT_MILLIS = 1000;

  private final SettableClock clock = new SettableClock();
  private final Timers timers = new Timers();

  /** What clients' event loops have still to do. */
  private final Deque<Runnable> later = new ConcurrentLinkedDeque<>();

  /** Attempts that were sent to another node, while there is one. */
  private final Deque<ReplyTarget> away = new ArrayDeque<>();

  private boolean elsewhere;
  private long lastId;
  private RocksStore store;
  private Replica replica;
  private BlockedClients blocked;
  private Dispatcher dispatcher;

  @BeforeEach
  void open(@TempDir Path directory) {
    store =
        RocksStore.open(
            new StoreSettings(directory, 2, StoreSettings.Fsync.NO, 1 << 20, 1 << 20, 0, 1),
            clock,
            new Random(1));
    replica = new Replica(store, clock, new HybridClock(clock), Deletions.PURGE);
    use(0);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void use(long repeatMillis) {
    blocked = new BlockedClients(timers, this::nanoTime, repeatMillis);
    replica.listener(blocked);
    List<CommandSpec> rows = new ArrayList<>(new ListCommands().rows());
    rows.addAll(new SortedSetCommands(new Random(1)).rows());
    CommandRouting routing =
        (by, spec, arguments, session, consistency, target) -> {
          if (elsewhere && spec.waiting() != null) {
            away.add(target);
          }
          return elsewhere && spec.waiting() != null;
        };
    dispatcher =
        new Dispatcher(
            new CommandTable(rows),
            replica,
            CommandObserver.NONE,
            new Monitors(clock),
            new ClientPause(clock),
            clock,
            this::nanoTime,
            () -> ConsistencyPolicy.of(Consistency.ONE),
            routing,
            blocked);
  }

  private long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(clock.millis());
  }

  @Test
  void servesInTheOrderInWhichClientsCame() {
    Client first = client().send("BLPOP k 0");
    Client second = client().send("BRPOP none k 0");
    Client third = client().send("BLPOP k 0");
    client().send("RPUSH k a b");
    runLater();
    assertThat(first.replies).containsExactly("*2 $1 k $1 a");
    assertThat(second.replies).containsExactly("*2 $1 k $1 b");
    assertThat(third.replies).isEmpty();
    assertThat(blocked.count()).isOne();
    client().send("LPUSH k c");
    runLater();
    assertThat(third.replies).containsExactly("*2 $1 k $1 c");
    assertNobodyWaits();
  }

  @Test
  void whoComesWhileOthersAreServedWaitsForItsTurn() {
    Client first = client().send("BLPOP k 0");
    client().send("RPUSH k a");
    Client second = client().send("BLPOP k 0");
    assertThat(second.replies).isEmpty();
    runLater();
    assertThat(first.replies).containsExactly("*2 $1 k $1 a");
    assertThat(second.replies).isEmpty();
    assertThat(second.session.blocked()).isTrue();
    client().send("RPUSH k b");
    Client third = client().send("BLPOP none k 0.1");
    client().send("LPOP k");
    runLater();
    assertThat(second.replies).isEmpty();
    assertThat(third.session.blocked()).isTrue();
    pass(100);
    assertThat(third.replies).containsExactly("*-1");
  }

  @Test
  void clientsOfAnotherTypeAreNotWoken() {
    Client list = client().send("BLPOP k 0");
    Client sortedSet = client().send("BZPOPMIN k 0");
    client().send("ZADD k 1 a 2 b");
    runLater();
    assertThat(sortedSet.replies).containsExactly("*3 $1 k $1 a $1 1");
    assertThat(list.replies).isEmpty();
    client().send("ZPOPMIN k");
    client().send("RPUSH k x");
    runLater();
    assertThat(list.replies).containsExactly("*2 $1 k $1 x");
  }

  @Test
  void anErrorOfALaterAttemptIsToldAndTheNextIsServed() {
    client().send("ZADD other 1 a");
    Client moving = client().send("BLMOVE k other LEFT LEFT 0");
    Client popping = client().send("BLPOP k 0");
    client().send("RPUSH k x");
    runLater();
    assertThat(moving.replies)
        .containsExactly("-WRONGTYPE Operation against a key holding the wrong kind of value");
    assertThat(popping.replies).containsExactly("*2 $1 k $1 x");
  }

  @Test
  void movesThroughAChain() {
    Client second = client().send("BLMOVE b c LEFT LEFT 0");
    Client first = client().send("BLMOVE a b LEFT LEFT 0");
    Client circle = client().send("BRPOPLPUSH c c 0");
    client().send("RPUSH a x");
    runLater();
    assertThat(first.replies).containsExactly("$1 x");
    assertThat(second.replies).containsExactly("$1 x");
    assertThat(circle.replies).containsExactly("$1 x");
    assertNobodyWaits();
  }

  @Test
  void aTimeoutIsRoundedUpAndEndsTheWait() {
    Client client = client().send("BLPOP k 0.0101");
    pass(10);
    assertThat(client.replies).isEmpty();
    pass(1);
    assertThat(client.replies).containsExactly("*-1");
    assertNobodyWaits();
    Client moving = client().send("BLMOVE k l LEFT LEFT 0.5");
    pass(500);
    assertThat(moving.replies).containsExactly("*-1");
  }

  @Test
  void anAttemptThatIsUnderWayDecidesWhetherATimeoutCounts() {
    elsewhere = true;
    Client served = client().send("BLPOP k 1");
    Client timedOut = client().send("BLPOP k 1");
    away.remove().deliverNothing(ReplyWriter::nilArray);
    away.remove().deliverNothing(ReplyWriter::nilArray);
    blocked.wake(place("k"));
    runLater();
    pass(1000);
    assertThat(served.replies).isEmpty();
    assertThat(timedOut.replies).containsExactly("*-1");
    away.remove().deliver(out -> out.simple("SERVED"));
    assertThat(served.replies).containsExactly("+SERVED");
    Client late = client().send("BLPOP k 1");
    away.remove().deliverNothing(ReplyWriter::nilArray);
    blocked.wake(place("k"));
    runLater();
    pass(1000);
    assertThat(late.replies).isEmpty();
    away.remove().deliverNothing(ReplyWriter::nilArray);
    assertThat(late.replies).containsExactly("*-1");
    assertNobodyWaits();
  }

  @Test
  void newsDuringAnAttemptLeadToAnother() {
    elsewhere = true;
    Client client = client().send("BLPOP k 0");
    blocked.wake(place("k"));
    away.remove().deliverNothing(ReplyWriter::nilArray);
    runLater();
    away.remove().deliver(out -> out.simple("SERVED"));
    assertThat(client.replies).containsExactly("+SERVED");
    assertNobodyWaits();
  }

  @Test
  void unblockEndsAWaitOnce() {
    Client client = client().send("BLPOP k 0");
    assertThat(blocked.unblock(client.session.id(), true)).isTrue();
    assertThat(blocked.unblock(client.session.id(), true)).isFalse();
    assertThat(client.replies).containsExactly("-UNBLOCKED client unblocked via CLIENT UNBLOCK");
    Client other = client().send("BLPOP k 0");
    assertThat(blocked.unblock(other.session.id(), false)).isTrue();
    assertThat(other.replies).containsExactly("*-1");
    assertThat(blocked.unblock(4711, false)).isFalse();
    assertNobodyWaits();
  }

  @Test
  void whoIsGoneTakesNothing() {
    Client gone = client().send("BLPOP k 0");
    Client hungUp = client().send("BLPOP k 0");
    Client stays = client().send("BLPOP k 0");
    blocked.disconnected(gone.session);
    hungUp.hungUp = true;
    client().send("RPUSH k a");
    runLater();
    assertThat(stays.replies).containsExactly("*2 $1 k $1 a");
    assertThat(gone.replies).isEmpty();
    assertThat(hungUp.replies).isEmpty();
    assertThat(hungUp.closed).isTrue();
    assertNobodyWaits();
  }

  @Test
  void theFirstInLineLooksByItselfNowAndThen() {
    use(REPEAT_MILLIS);
    elsewhere = true;
    Client first = client().send("BLPOP k 0");
    Client second = client().send("BLPOP k 0");
    away.remove().deliverNothing(ReplyWriter::nilArray);
    away.remove().deliverNothing(ReplyWriter::nilArray);
    pass(REPEAT_MILLIS);
    runLater();
    assertThat(away).hasSize(1);
    away.remove().deliverFailure(CommandException.wrongType(), out -> out.simple("WRONG"));
    pass(REPEAT_MILLIS);
    runLater();
    away.remove().deliverFailure(new CommandException("CLUSTERDOWN x"), out -> out.simple("DOWN"));
    assertThat(first.replies).isEmpty();
    pass(REPEAT_MILLIS);
    runLater();
    away.remove().deliver(out -> out.simple("SERVED"));
    runLater();
    away.remove().deliver(out -> out.simple("TOO"));
    assertThat(first.replies).containsExactly("+SERVED");
    assertThat(second.replies).containsExactly("+TOO");
    assertNobodyWaits();
  }

  @Test
  void keysOfSeveralSlotsAreTriedOneAfterTheOther() {
    elsewhere = true;
    Client client = client().send("BLMPOP 0 3 {a}1 {a}2 b LEFT COUNT 2");
    assertThat(away).hasSize(1);
    away.remove().deliverNothing(ReplyWriter::nilArray);
    runLater();
    assertThat(client.replies).isEmpty();
    assertThat(blocked.count()).isZero();
    away.remove().deliverNothing(ReplyWriter::nilArray);
    assertThat(blocked.count()).isOne();
  }

  @Test
  void exchangedDatabasesServeClients() {
    Client client = client().send("BLPOP k 0");
    Client other = client();
    other.session.database(1);
    other.send("RPUSH k a");
    CompletableFuture<Boolean> swapped = new CompletableFuture<>();
    replica.transactExclusively(
        view -> {
          view.swap(0, 1);
          return true;
        },
        new Completion<>() {
          @Override
          public void success(Boolean done) {
            swapped.complete(done);
          }

          @Override
          public void failure(Throwable cause) {
            swapped.completeExceptionally(cause);
          }
        });
    swapped.orTimeout(30, TimeUnit.SECONDS).join();
    runLater();
    assertThat(client.replies).containsExactly("*2 $1 k $1 a");
  }

  private void assertNobodyWaits() {
    assertThat(blocked.count()).isZero();
    assertThat(blocked.isListening()).isFalse();
    assertThat(timers.armed()).isZero();
  }

  private static Place place(String key) {
    return new Place(new Key(0, Bytes.of(key)), DataType.LIST);
  }

  private void pass(long millis) {
    clock.advanceMillis(millis);
    timers.run(clock.millis());
  }

  private void runLater() {
    for (Runnable task = later.poll(); task != null; task = later.poll()) {
      task.run();
    }
  }

  private Client client() {
    return new Client(++lastId);
  }

  /** A client and what it was answered, blanks for the ends of lines. */
  private final class Client implements ClientConnection {
    final Session session;
    final List<String> replies = new ArrayList<>();
    boolean hungUp;
    boolean closed;

    Client(long id) {
      session = new Session(id, this, clock.millis(), () -> false);
    }

    Client send(String line) {
      dispatcher.dispatch(
          session,
          InlineArguments.split(Bytes.of(line)),
          reply -> {
            ReplyBuffer buffer = ReplyBuffer.pooled();
            reply.writeTo(new ReplyWriter(buffer, session.respVersion()));
            replies.add(Bytes.text(buffer.takeBytes()).strip().replace("\r\n", " "));
          });
      return this;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void executeLater(Runnable task) {
      later.add(task);
    }

    @Override
    public boolean hasHungUp() {
      return hungUp;
    }

    @Override
    public void push(Consumer<ReplyWriter> message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void closeAfterReplies() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void closeNow() {
      closed = true;
    }

    @Override
    public String remoteAddress() {
      return "";
    }

    @Override
    public String localAddress() {
      return "";
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

  /** Timers that go off when the test says so. */
  private final class Timers implements Scheduler {
    private record Armed(long atMillis, Runnable task) {}

    private final List<Armed> armed = new ArrayList<>();

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      Armed timer = new Armed(clock.millis() + delayMillis, task);
      armed.add(timer);
      return () -> armed.remove(timer);
    }

    long armed() {
      return armed.size();
    }

    void run(long nowMillis) {
      for (Armed timer : List.copyOf(armed)) {
        if (timer.atMillis() <= nowMillis && armed.remove(timer)) {
          timer.task().run();
        }
      }
    }
  }
}
