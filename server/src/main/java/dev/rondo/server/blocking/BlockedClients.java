package dev.rondo.server.blocking;

import dev.rondo.cluster.PutListener;
import dev.rondo.cluster.Scheduler;
import dev.rondo.server.blocking.BlockedClient.End;
import dev.rondo.server.blocking.BlockedClient.State;
import dev.rondo.server.command.Blocking;
import dev.rondo.server.command.BlockingCall;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.ErrorReplies;
import dev.rondo.server.command.Reply;
import dev.rondo.server.command.ReplyTarget;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The clients of this node that wait in a blocking command, in a line for each key.
 *
 * <p>A client joins its lines before its first attempt, so nothing that comes meanwhile can be
 * missed. When something comes the first in line tries; when it was served the next one does, until
 * one finds nothing. Who finds nothing keeps its place. While an attempt is under way nothing else
 * ends the wait: a timeout then counts only if the attempt finds nothing.
 *
 * <p>Safe for use by many threads: all state is under one lock, under which no attempt is made and
 * nobody is answered.
 */
public final class BlockedClients implements Blocking, PutListener {
  /** How many keys all clients together may wait for. */
  static final int MAX_PLACES = 1_000_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Scheduler scheduler;
  private final LongSupplier nanoClock;
  private final long repeatMillis;
  private volatile Consumer<Place> whenAwaited = place -> {};
  private final Map<Place, Line> lines = new HashMap<>();
  private final Map<Long, BlockedClient> bySession = new HashMap<>();
  private int taken;
  private volatile boolean listening;
  private int blocked;

  /**
   * @param repeatMillis how often the first in line tries although nothing was announced; 0 for
   *     never, where every change is announced
   */
  public BlockedClients(Scheduler scheduler, LongSupplier nanoClock, long repeatMillis) {
    this.scheduler = scheduler;
    this.nanoClock = nanoClock;
    this.repeatMillis = repeatMillis;
  }

  /**
   * Has somebody told of each place a client begins to wait for; {@link #isAwaited} tells of the
   * end.
   */
  public void whenAwaited(Consumer<Place> listener) {
    whenAwaited = listener;
  }

  /** How many clients wait. */
  public synchronized int count() {
    return blocked;
  }

  /** How many keys they wait for; one counts twice when it is waited for with two types. */
  public synchronized int keyCount() {
    return lines.size();
  }

  /** Whether a client waits for a place. */
  public synchronized boolean isAwaited(Place place) {
    return lines.containsKey(place);
  }

  // From a command to its answer.

  @Override
  public void run(BlockingCall call) {
    BlockedClient client = new BlockedClient(call, nanoClock.getAsLong());
    boolean fits;
    boolean triesNow;
    synchronized (this) {
      fits = taken + client.places.size() <= MAX_PLACES;
      triesNow = fits && join(client);
    }
    if (triesNow) {
      attempt(client);
    } else if (!fits) {
      call.fail(new CommandException("ERR too many keys are waited for"));
    }
  }

  /** Has a client join its lines, and answers whether its first attempt is to be made now. */
  private boolean join(BlockedClient client) {
    boolean behind = false;
    for (Place place : client.places) {
      Line line = lines.computeIfAbsent(place, absent -> new Line());
      behind |= line.isBeingServed();
      line.join(client);
      client.lines.add(line);
    }
    if (behind) {
      client.lines.forEach(line -> line.joinAsNewcomer(client));
    } else {
      client.state = State.TRYING;
    }
    bySession.put(client.call.session().id(), client);
    taken += client.places.size();
    listening = true;
    return !behind;
  }

  private void attempt(BlockedClient client) {
    client.call.attempt(
        new ReplyTarget() {
          @Override
          public void deliver(Reply reply) {
            answered(client, reply);
          }

          @Override
          public void deliverFailure(Throwable cause, Reply reply) {
            if (endsTheWait(client, ErrorReplies.textOf(cause))) {
              answered(client, reply);
            } else {
              foundNothing(client);
            }
          }

          @Override
          public void deliverNothing(Reply reply) {
            foundNothing(client);
          }
        });
  }

  /**
   * Whether a failure is told to the client. Who waits already goes on when nothing was done, and
   * when one of its keys holds something else without any news of them.
   */
  private synchronized boolean endsTheWait(BlockedClient client, String error) {
    boolean nothingWasDone = error.startsWith("CLUSTERDOWN ") || error.startsWith("BUSY ");
    boolean noNews = client.repeating && error.startsWith("WRONGTYPE ");
    return !client.blocked || !(nothingWasDone || noNews);
  }

  private void answered(BlockedClient client, Reply reply) {
    List<BlockedClient> next = new ArrayList<>();
    synchronized (this) {
      leave(client, next);
    }
    client.call.answer(reply);
    attemptLater(next);
  }

  private void foundNothing(BlockedClient client) {
    List<BlockedClient> next = new ArrayList<>();
    End end;
    boolean begins;
    synchronized (this) {
      begins = !client.blocked;
      if (begins) {
        begin(client);
      }
      end = client.end != null ? client.end : isGone(client) ? End.GONE : null;
      if (end != null) {
        leave(client, next);
      } else if (client.again) {
        client.again = false;
        client.woken = true;
        client.repeating = false;
        next.add(client);
      } else {
        client.state = State.WAITING;
        client.woken = false;
        client.repeating = false;
        startNewcomers(client, next);
      }
    }
    if (end != null) {
      finish(client, end);
    } else if (begins) {
      client.places.forEach(whenAwaited);
    }
    attemptLater(next);
  }

  private void begin(BlockedClient client) {
    long timeoutMillis = client.call.timeoutMillis();
    client.blocked = true;
    client.timeoutNanos =
        timeoutMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    blocked++;
    client.call.session().blocked(true);
    arm(client);
  }

  /** To be asked after the session was told that it is blocked: who hangs up asks it. */
  private static boolean isGone(BlockedClient client) {
    Session session = client.call.session();
    return session.closing() || session.connection().hasHungUp();
  }

  private void leave(BlockedClient client, List<BlockedClient> next) {
    boolean wakesNext = client.woken || client.repeating || client.again;
    client.state = State.DONE;
    client.lines.forEach(line -> line.leave(client));
    for (Place place : client.places) {
      lines.computeIfPresent(place, (left, line) -> line.isEmpty() ? null : line);
    }
    bySession.remove(client.call.session().id(), client);
    taken -= client.places.size();
    listening = taken > 0;
    if (client.blocked) {
      blocked--;
      client.call.session().blocked(false);
    }
    if (client.timer != null) {
      client.timer.cancel();
    }
    if (wakesNext) {
      client.places.forEach(place -> wakeFirst(place, next));
    }
  }

  private static void finish(BlockedClient client, End end) {
    switch (end) {
      case TIMEOUT -> client.call.answerNothing();
      case UNBLOCKED -> client.call.answerUnblocked();
      case GONE -> client.call.session().connection().closeNow();
    }
  }

  // What lets a client try.

  @Override
  public boolean isListening() {
    return listening;
  }

  @Override
  public void put(Key key, Entry entry) {
    if (listening) {
      wake(new Place(key, entry.type()));
    }
  }

  @Override
  public void swapped() {
    if (listening) {
      List<BlockedClient> next = new ArrayList<>();
      synchronized (this) {
        lines.keySet().forEach(place -> wakeFirst(place, next));
      }
      attemptLater(next);
    }
  }

  /** Has the first in line try: there may be something. */
  public void wake(Place place) {
    List<BlockedClient> next = new ArrayList<>(1);
    synchronized (this) {
      wakeFirst(place, next);
    }
    attemptLater(next);
  }

  private void wakeFirst(Place place, List<BlockedClient> next) {
    Line line = lines.get(place);
    BlockedClient first = line == null ? null : line.first();
    if (first == null) {
      return;
    }
    if (first.state == State.TRYING) {
      first.again = true;
    } else {
      first.state = State.TRYING;
      first.woken = true;
      next.add(first);
    }
  }

  private void startNewcomers(BlockedClient after, List<BlockedClient> next) {
    for (Line line : after.lines) {
      for (BlockedClient newcomer : line.takeNewcomers()) {
        newcomer.state = State.TRYING;
        next.add(newcomer);
      }
    }
  }

  /** Never at once: this thread may be in the middle of somebody else's command. */
  private void attemptLater(List<BlockedClient> clients) {
    for (BlockedClient client : clients) {
      client
          .call
          .session()
          .connection()
          .executeLater(
              () -> {
                if (isGone(client)) {
                  foundNothing(client);
                } else {
                  attempt(client);
                }
              });
    }
  }

  // What ends a wait.

  private void arm(BlockedClient client) {
    long leftNanos = Math.max(0, client.leftNanos(nanoClock.getAsLong()));
    long leftMillis =
        leftNanos == Long.MAX_VALUE ? Long.MAX_VALUE : (leftNanos - 1) / NANOS_PER_MILLI + 1;
    long delayMillis = repeatMillis == 0 ? leftMillis : Math.min(leftMillis, repeatMillis);
    if (delayMillis != Long.MAX_VALUE) {
      client.timer = scheduler.schedule(delayMillis, () -> timePassed(client));
    }
  }

  private void timePassed(BlockedClient client) {
    List<BlockedClient> next = new ArrayList<>();
    boolean over;
    synchronized (this) {
      if (client.state == State.DONE) {
        return;
      }
      over = client.leftNanos(nanoClock.getAsLong()) <= 0;
      if (!over) {
        repeat(client, next);
        arm(client);
      } else if (client.state == State.WAITING) {
        leave(client, next);
      } else if (client.end == null) {
        client.end = End.TIMEOUT;
      }
      over &= client.state == State.DONE;
    }
    if (over) {
      finish(client, End.TIMEOUT);
    }
    attemptLater(next);
  }

  private void repeat(BlockedClient client, List<BlockedClient> next) {
    boolean isFirst = client.lines.stream().anyMatch(line -> line.first() == client);
    if (client.state == State.WAITING && isFirst) {
      client.state = State.TRYING;
      client.repeating = true;
      next.add(client);
    }
  }

  /**
   * Ends the wait of a client: CLIENT UNBLOCK.
   *
   * @param withError whether it is told so; else it is told that its time is over
   * @return whether the client was waiting
   */
  public boolean unblock(long clientId, boolean withError) {
    return end(clientId, withError ? End.UNBLOCKED : End.TIMEOUT);
  }

  /** To be called when a client has disconnected. */
  public void disconnected(Session session) {
    if (listening) {
      end(session.id(), End.GONE);
    }
  }

  private boolean end(long clientId, End end) {
    List<BlockedClient> next = new ArrayList<>();
    BlockedClient client;
    boolean now;
    synchronized (this) {
      client = bySession.get(clientId);
      if (client == null || (end != End.GONE && (!client.blocked || client.end != null))) {
        return false;
      }
      now = client.state != State.TRYING;
      if (now) {
        leave(client, next);
      } else {
        client.end = end;
      }
    }
    if (now) {
      finish(client, end);
    }
    attemptLater(next);
    return true;
  }
}
