package dev.rondo.server.command.keys;

import dev.rondo.cluster.Copies;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.LastWrite;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import dev.rondo.storage.VectorClock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of WAIT in a cluster: asks the replicas of what the client wrote last whether they have
 * it, again and again until there are enough, or until the time is over. One copy is the write
 * itself, as the master's is in Redis; the others are counted. No thread waits meanwhile.
 */
final class ReplicaWait {
  /** How long a node that does not answer keeps the others' answers waiting. */
  private static final long ROUND_MILLIS = 100;

  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long MAX_PAUSE_MILLIS = 128;

  private final Invocation call;
  private final Timer timer;
  private final InstantSource clock;
  private final long wanted;
  private final long endMillis;
  private final LastWrite write;
  private final List<Key> keys;
  private final @Nullable VectorClock[] versions;

  /** The most copies that were ever found of each key: who has a version does not lose it. */
  private final int[] copies;

  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * @param wanted how many replicas besides the first
   * @param timeoutMillis how long; 0 for as long as the client is there
   */
  ReplicaWait(Invocation call, Timer timer, InstantSource clock, long wanted, long timeoutMillis) {
    this.call = call;
    this.timer = timer;
    this.clock = clock;
    this.wanted = wanted;
    long now = clock.millis();
    this.endMillis =
        timeoutMillis == 0 || timeoutMillis > Long.MAX_VALUE - now
            ? Long.MAX_VALUE
            : now + timeoutMillis;
    this.write = call.session().lastWrite();
    // Who wrote nothing waits for nothing: any node that answers has it.
    boolean nothing = write.keys().isEmpty();
    this.keys = nothing ? List.of(new Key(call.session().database(), new byte[0])) : write.keys();
    this.versions = new VectorClock[keys.size()];
    this.copies = new int[keys.size()];
    if (nothing) {
      versions[0] = VectorClock.EMPTY;
    }
  }

  /** Asks all replicas of all keys once. */
  void ask() {
    long patienceMillis = Math.max(1, Math.min(ROUND_MILLIS, endMillis - clock.millis()));
    int enough =
        wanted == 0 ? Integer.MAX_VALUE : (int) Math.min(wanted, Integer.MAX_VALUE - 1) + 1;
    Round round = new Round(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      call.keyspace()
          .copies(keys.get(i), write.level(), versions[i], enough, patienceMillis, round.answer(i));
    }
  }

  private void asked(int fewestCopies) {
    long replicas = Math.max(0, fewestCopies - 1);
    long leftMillis = endMillis - clock.millis();
    if (replicas >= wanted || leftMillis <= 0) {
      call.reply(out -> out.integer(replicas));
    } else if (!call.session().closing()) {
      long pause = Math.min(pauseMillis, leftMillis);
      pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
      timer.after(pause, this::ask);
    }
  }

  /** The answers for all keys; what is true of the write is true of the key with the fewest. */
  private final class Round {
    private int missing;

    Round(int keys) {
      missing = keys;
    }

    Completion<Copies> answer(int key) {
      return new Completion<>() {
        @Override
        public void success(Copies answer) {
          ended(key, answer);
        }

        @Override
        public void failure(Throwable cause) {
          ended(key, Copies.UNKNOWN);
        }
      };
    }

    private void ended(int key, Copies answer) {
      int fewest;
      synchronized (copies) {
        copies[key] = Math.max(copies[key], answer.count());
        if (answer.count() > 0) {
          versions[key] = answer.version();
        }
        if (--missing > 0) {
          return;
        }
        fewest = Arrays.stream(copies).min().orElseThrow();
      }
      asked(fewest);
    }
  }
}
