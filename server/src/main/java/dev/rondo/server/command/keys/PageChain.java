package dev.rondo.server.command.keys;

import dev.rondo.cluster.Keyspace;
import dev.rondo.storage.Completion;
import dev.rondo.storage.ScanPage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Reads a database page by page until somebody has enough, or the keys end. No thread waits between
 * the pages, and pages that come at once do not deepen the stack.
 */
public final class PageChain implements Completion<ScanPage> {
  private final Keyspace keyspace;
  private final int database;
  private final int pageKeys;
  private final Predicate<ScanPage> wantsMore;
  private final Completion<Long> done;

  /** Pages to read, the one being read included: only who raises it from 0 runs the loop. */
  private final AtomicInteger requested = new AtomicInteger();

  /** Handed from thread to thread by {@link #requested}. */
  private long cursor;

  private PageChain(
      Keyspace keyspace,
      int database,
      long cursor,
      int pageKeys,
      Predicate<ScanPage> wantsMore,
      Completion<Long> done) {
    this.keyspace = keyspace;
    this.database = database;
    this.cursor = cursor;
    this.pageKeys = pageKeys;
    this.wantsMore = wantsMore;
    this.done = done;
  }

  /**
   * Starts reading.
   *
   * @param cursor where to begin
   * @param pageKeys about how many keys to take at a time
   * @param wantsMore is given each page, one after the other, and says whether to go on
   * @param done is given the cursor behind the last page, {@link ScanPage#END} when the keys ended
   */
  public static void read(
      Keyspace keyspace,
      int database,
      long cursor,
      int pageKeys,
      Predicate<ScanPage> wantsMore,
      Completion<Long> done) {
    new PageChain(keyspace, database, cursor, pageKeys, wantsMore, done).next();
  }

  private void next() {
    if (requested.getAndIncrement() > 0) {
      return;
    }
    do {
      keyspace.scan(database, cursor, pageKeys, this);
    } while (requested.decrementAndGet() > 0);
  }

  @Override
  public void success(ScanPage page) {
    cursor = page.nextCursor();
    if (wantsMore.test(page) && cursor != ScanPage.END) {
      next();
    } else {
      done.success(cursor);
    }
  }

  @Override
  public void failure(Throwable cause) {
    done.failure(cause);
  }
}
