package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WHOLE_KEYSPACE;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The rows of the commands that walk through a database. */
final class ScanCommands {
  /** The most keys to take at a time. */
  private static final int MAX_PAGE_KEYS = 1000;

  /**
   * How many pages that are not full one SCAN accepts. A database whose keys are few among those of
   * others is passed in few calls, and one call still ends soon.
   */
  private static final int MAX_SPARSE_PAGES = 64;

  private final RandomGenerator random;

  ScanCommands(RandomGenerator random) {
    this.random = random;
  }

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("scan", -2, GENERIC, ScanCommands::scan)
            .flags(READONLY, WHOLE_KEYSPACE)
            .tips("nondeterministic_output", "request_policy:special")
            .complexity("O(1) a call, O(N) for a whole walk with N keys")
            .since("2.8.0")
            .summary("Walks through the keys of the selected database, some at each call."),
        CommandSpec.named("keys", 2, GENERIC, ScanCommands::keys)
            .flags(READONLY, WHOLE_KEYSPACE)
            .categories("dangerous")
            .tips("request_policy:all_shards", "nondeterministic_output_order")
            .complexity("O(N) with N keys in the database")
            .since("1.0.0")
            .summary("Lists the keys of the selected database that match a pattern."),
        CommandSpec.named("randomkey", 1, GENERIC, this::randomKey)
            .flags(READONLY, WHOLE_KEYSPACE)
            .tips("request_policy:all_shards", "nondeterministic_output")
            .since("1.0.0")
            .summary("Names any key of the selected database."));
  }

  private static void scan(Invocation call) {
    long cursor = ScanCursor.parse(call.argument(1));
    ScanOptions options = ScanOptions.parse(call.arguments(), 2);
    if (ScanCursor.isBeyondEnd(cursor) || isEmpty(call)) {
      call.reply(out -> writeScan(out, ScanPage.END, List.of()));
      return;
    }
    Scan scan = new Scan(options);
    PageChain.read(
        call.keyspace(),
        call.session().database(),
        cursor,
        scan.pageKeys,
        scan::wantsMore,
        call.answering((next, out) -> writeScan(out, next, scan.found)));
  }

  /** One call of SCAN: what it has looked at and found so far. */
  private static final class Scan {
    final int pageKeys;
    final List<byte[]> found = new ArrayList<>();
    private final ScanOptions options;
    private long keysToGo;
    private int sparsePages;

    Scan(ScanOptions options) {
      this.options = options;
      this.keysToGo = options.count();
      this.pageKeys = (int) Math.min(options.count(), MAX_PAGE_KEYS);
    }

    boolean wantsMore(ScanPage page) {
      for (ScanPage.Row row : page.rows()) {
        if (options.shows(row)) {
          found.add(row.key().bytes());
        }
      }
      keysToGo -= page.rows().size();
      if (page.rows().size() < pageKeys) {
        sparsePages++;
      }
      return keysToGo > 0 && sparsePages < MAX_SPARSE_PAGES;
    }
  }

  private static void writeScan(ReplyWriter out, long nextCursor, List<byte[]> keys) {
    out.array(2);
    out.bulk(ScanCursor.text(nextCursor));
    writeKeys(out, keys);
  }

  private static void writeKeys(ReplyWriter out, List<byte[]> keys) {
    out.array(keys.size());
    for (byte[] key : keys) {
      out.bulk(key);
    }
  }

  private static void keys(Invocation call) {
    KeyFilter filter = KeyFilter.matching(call.argument(1));
    byte[] only = filter.literalOrNull();
    if (only != null) {
      call.readVersion(
          new Key(call.session().database(), only),
          (entry, out) -> writeKeys(out, entry == null ? List.of() : List.of(only)));
      return;
    }
    if (isEmpty(call)) {
      call.reply(ReplyWriter::emptyArray);
      return;
    }
    List<byte[]> found = new ArrayList<>();
    PageChain.read(
        call.keyspace(),
        call.session().database(),
        ScanPage.END,
        MAX_PAGE_KEYS,
        page -> {
          for (ScanPage.Row row : page.rows()) {
            if (filter.shows(row)) {
              found.add(row.key().bytes());
            }
          }
          return true;
        },
        call.answering((end, out) -> writeKeys(out, found)));
  }

  private void randomKey(Invocation call) {
    if (isEmpty(call)) {
      call.reply(ReplyWriter::nil);
      return;
    }
    new RandomKey(call, random).start();
  }

  /** Spares walking past the keys of all other databases. */
  private static boolean isEmpty(Invocation call) {
    return call.keyspace().isEmpty(call.session().database());
  }
}
