package dev.rondo.server.command.keys;

import dev.rondo.server.command.Invocation;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One call of RANDOMKEY. Goes to a random position of the ring, takes some keys from there on,
 * round the ring when it ends, and answers one of them. The first key alone would come the more
 * often the wider the gap before it is; in a database with no more keys than are taken, all are
 * equally likely.
 */
final class RandomKey {
  private static final int CANDIDATES = 16;

  private final Invocation call;
  private final RandomGenerator random;
  private final long start;

  /** Keys met on both ways count once. */
  private final Set<Key> candidates = new LinkedHashSet<>();

  RandomKey(Invocation call, RandomGenerator random) {
    this.call = call;
    this.random = random;
    this.start = ScanPage.cursorAt(random.nextInt(Slots.COUNT), random.nextInt());
  }

  void start() {
    read(
        start,
        new Completion<>() {
          @Override
          public void success(Long next) {
            if (next == ScanPage.END) {
              wrapAround();
            } else {
              answer();
            }
          }

          @Override
          public void failure(Throwable cause) {
            call.fail(cause);
          }
        });
  }

  private void wrapAround() {
    read(
        ScanPage.END,
        new Completion<>() {
          @Override
          public void success(Long next) {
            answer();
          }

          @Override
          public void failure(Throwable cause) {
            call.fail(cause);
          }
        });
  }

  private void read(long cursor, Completion<Long> done) {
    PageChain.read(
        call.keyspace(),
        call.session().database(),
        cursor,
        CANDIDATES,
        page -> {
          for (ScanPage.Row row : page.rows()) {
            candidates.add(row.key());
          }
          boolean roundTheRing = cursor != start && page.nextCursor() >= start;
          return candidates.size() < CANDIDATES && !roundTheRing;
        },
        done);
  }

  private void answer() {
    if (candidates.isEmpty()) {
      call.reply(out -> out.nil());
      return;
    }
    List<Key> keys = new ArrayList<>(candidates);
    byte[] chosen = keys.get(random.nextInt(keys.size())).bytes();
    call.reply(out -> out.bulk(chosen));
  }
}
