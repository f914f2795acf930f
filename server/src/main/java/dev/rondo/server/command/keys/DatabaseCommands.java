package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.ONE_NODE_ONLY;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WHOLE_KEYSPACE;
import static dev.rondo.server.command.CommandFlag.WRITE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of the commands that count, empty or exchange whole databases. */
final class DatabaseCommands {
  private final int databases;

  DatabaseCommands(int databases) {
    this.databases = databases;
  }

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("dbsize", 1, SERVER, DatabaseCommands::size)
            .flags(READONLY, FAST)
            .categories("keyspace")
            .tips("request_policy:all_shards", "response_policy:agg_sum")
            .since("1.0.0")
            .summary("Counts the keys of the selected database."),
        flush("flushall", this::flushAll)
            .complexity("O(N) with N keys in all databases")
            .summary("Deletes all keys of all databases."),
        flush("flushdb", DatabaseCommands::flushOne)
            .complexity("O(N) with N keys in the database")
            .summary("Deletes all keys of the selected database."),
        CommandSpec.named("swapdb", 3, SERVER, this::swap)
            .flags(WRITE, FAST, WHOLE_KEYSPACE, ONE_NODE_ONLY)
            .categories("keyspace", "dangerous")
            .complexity("O(N) with N keys in both databases")
            .since("4.0.0")
            .summary("Exchanges the contents of two databases."));
  }

  private static CommandSpec flush(String name, Handler handler) {
    return CommandSpec.named(name, -1, SERVER, handler)
        .flags(WRITE, WHOLE_KEYSPACE)
        .repeatable()
        .categories("keyspace", "dangerous")
        .tips("request_policy:all_shards", "response_policy:all_succeeded")
        .since("1.0.0");
  }

  private static void size(Invocation call) {
    call.keyspace()
        .count(
            call.session().database(),
            call.answering((Long size, ReplyWriter out) -> out.integer(size)));
  }

  private void flushAll(Invocation call) {
    flush(call, IntStream.range(0, databases).boxed().toList());
  }

  private static void flushOne(Invocation call) {
    flush(call, List.of(call.session().database()));
  }

  private static void flush(Invocation call, List<Integer> databases) {
    checkFlushOptions(call);
    call.keyspace()
        .flush(databases, call.answering((Boolean flushed, ReplyWriter out) -> out.ok()));
  }

  /** ASYNC and SYNC are accepted and mean the same: space is always reclaimed in the background. */
  private static void checkFlushOptions(Invocation call) {
    boolean known =
        call.argumentCount() == 1
            || (call.argumentCount() == 2
                && (call.argumentIs(1, "ASYNC") || call.argumentIs(1, "SYNC")));
    if (!known) {
      throw CommandException.syntaxError();
    }
  }

  private void swap(Invocation call) {
    int first = DatabaseIndex.parse(call.argument(1), "first");
    int second = DatabaseIndex.parse(call.argument(2), "second");
    DatabaseIndex.check(first, databases);
    DatabaseIndex.check(second, databases);
    if (first == second) {
      call.replyOk();
      return;
    }
    call.transactExclusively(
        view -> {
          view.swap(first, second);
          return true;
        },
        (done, out) -> out.ok());
  }
}
