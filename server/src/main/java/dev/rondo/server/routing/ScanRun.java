package dev.rondo.server.routing;

import dev.rondo.cluster.Completions;
import dev.rondo.cluster.Keyspace;
import dev.rondo.storage.Completion;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Slots;
import java.util.List;

/** Pages of a run of slots: what one node can answer of a walk through all. */
final class ScanRun {
  private ScanRun() {}

  /** Reads a page of a keyspace, without the keys of slots behind the last one. */
  static void read(
      Keyspace keyspace,
      int database,
      long cursor,
      int maxKeys,
      int lastSlot,
      Completion<ScanPage> done) {
    keyspace.scan(database, cursor, maxKeys, Completions.map(done, page -> clip(page, lastSlot)));
  }

  /** A page that ends with a slot, and goes on behind it when it came that far. */
  static ScanPage clip(ScanPage page, int lastSlot) {
    boolean over = page.nextCursor() == ScanPage.END || page.nextCursor() >>> 32 > lastSlot;
    if (!over) {
      return page;
    }
    List<ScanPage.Row> rows =
        page.rows().stream().filter(row -> row.key().slot() <= lastSlot).toList();
    long next = lastSlot == Slots.COUNT - 1 ? ScanPage.END : ScanPage.cursorAt(lastSlot + 1, 0);
    return new ScanPage(next, rows);
  }
}
