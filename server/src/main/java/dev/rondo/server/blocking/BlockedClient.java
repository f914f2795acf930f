package dev.rondo.server.blocking;

import dev.rondo.cluster.Scheduler;
import dev.rondo.server.command.BlockingCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client in a blocking command; changed by {@link BlockedClients} alone, under its lock. */
final class BlockedClient {
  /** Where it stands. */
  enum State {
    /** Its first attempt has to wait until those before it were served. */
    NEW,
    /** An attempt is under way. */
    TRYING,
    /** Its last attempt found nothing. */
    WAITING,
    /** It is answered, or gone. */
    DONE
  }

  /** How a wait ends without success. */
  enum End {
    TIMEOUT,
    UNBLOCKED,
    GONE
  }

  final BlockingCall call;
  final List<Place> places;
  final List<Line> lines = new ArrayList<>();
  final long startNanos;
  State state = State.NEW;

  /** Whether the attempt under way is made because there may be something. */
  boolean woken;

  /** Whether the attempt under way is made because time has passed. */
  boolean repeating;

  /** Whether something came while the attempt was under way. */
  boolean again;

  /** Whether an attempt has found nothing. */
  boolean blocked;

  /** What becomes of it if the attempt under way finds nothing. */
  @Nullable End end;

  /** When its time is over, measured from the start; {@link Long#MAX_VALUE} for never. */
  long timeoutNanos = Long.MAX_VALUE;

  Scheduler.@Nullable Timer timer;

  BlockedClient(BlockingCall call, long startNanos) {
    this.call = call;
    this.startNanos = startNanos;
    this.places = call.keys().stream().map(key -> new Place(key, call.type())).toList();
  }

  long leftNanos(long nowNanos) {
    return timeoutNanos == Long.MAX_VALUE ? Long.MAX_VALUE : timeoutNanos - (nowNanos - startNanos);
  }
}
