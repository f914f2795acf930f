package dev.rondo.server.command.cluster;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.keys.PageChain;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * CLUSTER KEYSLOT, COUNTKEYSINSLOT and GETKEYSINSLOT. A slot is a run of rows; both walk through it
 * in the client's database. Redis speaks of the keys of the node that is asked; here the keyspace
 * finds them, on another node if this one is no replica of the slot.
 */
final class SlotKeys {
  private static final int PAGE_KEYS = 1000;

  private SlotKeys() {}

  static void slotOf(Invocation call) {
    int slot = Slots.of(call.argument(2));
    call.reply(out -> out.integer(slot));
  }

  static void count(Invocation call) {
    long slot = number(call.argument(2));
    if (isNoSlot(slot)) {
      throw new CommandException("ERR Invalid slot");
    }
    Counter counter = new Counter((int) slot);
    walk(call, (int) slot, counter, (end, out) -> out.integer(counter.keys));
  }

  static void get(Invocation call) {
    long slot = number(call.argument(2));
    long limit = number(call.argument(3));
    if (isNoSlot(slot) || limit < 0) {
      throw new CommandException("ERR Invalid slot or number of keys");
    }
    if (limit == 0) {
      call.reply(ReplyWriter::emptyArray);
      return;
    }
    Collector collector = new Collector((int) slot, limit);
    walk(
        call,
        (int) slot,
        collector,
        (end, out) -> {
          out.array(collector.keys.size());
          collector.keys.forEach(out::bulk);
        });
  }

  private static long number(byte[] argument) {
    if (!Numbers.isLong(argument)) {
      throw CommandException.notAnInteger();
    }
    return Numbers.parseLong(argument);
  }

  private static boolean isNoSlot(long slot) {
    return slot < 0 || slot >= Slots.COUNT;
  }

  private static void walk(
      Invocation call,
      int slot,
      Predicate<ScanPage> wantsMore,
      BiConsumer<Long, ReplyWriter> reply) {
    PageChain.read(
        call.keyspace(),
        call.session().database(),
        ScanPage.cursorAt(slot, 0),
        PAGE_KEYS,
        wantsMore,
        call.answering(reply));
  }

  /** Whether the walk is still in the slot after a page. */
  private static boolean isInside(int slot, ScanPage page) {
    return page.nextCursor() >>> Integer.SIZE == slot;
  }

  /** Pages come one after the other, each on its own thread perhaps. */
  private static final class Counter implements Predicate<ScanPage> {
    private final int slot;
    private long keys;

    Counter(int slot) {
      this.slot = slot;
    }

    @Override
    public boolean test(ScanPage page) {
      keys += page.rows().stream().filter(row -> row.key().slot() == slot).count();
      return isInside(slot, page);
    }
  }

  /** As {@link Counter}, but takes the keys down, up to a limit. */
  private static final class Collector implements Predicate<ScanPage> {
    private final int slot;
    private final long limit;
    private final List<byte[]> keys = new ArrayList<>();

    Collector(int slot, long limit) {
      this.slot = slot;
      this.limit = limit;
    }

    @Override
    public boolean test(ScanPage page) {
      for (ScanPage.Row row : page.rows()) {
        if (row.key().slot() == slot && keys.size() < limit) {
          keys.add(row.key().bytes());
        }
      }
      return keys.size() < limit && isInside(slot, page);
    }
  }
}
