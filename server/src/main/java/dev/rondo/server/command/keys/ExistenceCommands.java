package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Update;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The rows of the commands that ask whether keys are there, or end them. */
final class ExistenceCommands {
  private static final Update<Boolean> IS_THERE =
      Update.ofVersion((current, nowMillis) -> Change.keep(current != null));

  private static final Update<Boolean> DELETE =
      Update.ofVersion(
          (current, nowMillis) -> current == null ? Change.keep(false) : Change.delete(true));

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("del", -2, GENERIC, ExistenceCommands::delete)
            .flags(WRITE)
            .repeatable()
            .keys(KeySpec.allFrom(1, 1, "RM", "delete"))
            .complexity("O(N) with N keys")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("1.0.0")
            .summary("Deletes keys."),
        CommandSpec.named("unlink", -2, GENERIC, ExistenceCommands::delete)
            .flags(WRITE, FAST)
            .repeatable()
            .keys(KeySpec.allFrom(1, 1, "RM", "delete"))
            .complexity("O(N) with N keys")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("4.0.0")
            .summary("Deletes keys; their space is reclaimed in the background."),
        CommandSpec.named("exists", -2, GENERIC, ExistenceCommands::countPresent)
            .flags(READONLY, FAST)
            .keys(KeySpec.allFrom(1, 1, "RO"))
            .complexity("O(N) with N keys")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("1.0.0")
            .summary("Counts which of the keys are there, one named twice counting twice."),
        CommandSpec.named("touch", -2, GENERIC, ExistenceCommands::countPresent)
            .flags(READONLY, FAST)
            .keys(KeySpec.allFrom(1, 1, "RO"))
            .complexity("O(N) with N keys")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .since("3.2.1")
            .summary("Counts which of the keys are there, and makes them recently used."),
        CommandSpec.named("type", 2, GENERIC, ExistenceCommands::type)
            .flags(READONLY, FAST)
            .keys(KeySpec.one("RO"))
            .since("1.0.0")
            .summary("Tells the type of what a key holds."));
  }

  private static void delete(Invocation call) {
    if (call.argumentCount() == 2) {
      call.update(call.key(1), DELETE, (deleted, out) -> out.integer(deleted ? 1 : 0));
    } else {
      count(call, DELETE, (deleted, out) -> out.integer(deleted));
    }
  }

  private static void countPresent(Invocation call) {
    if (call.argumentCount() == 2) {
      call.readVersion(call.key(1), (entry, out) -> out.integer(entry == null ? 0 : 1));
    } else {
      count(
          call,
          IS_THERE,
          (present, out) -> {
            for (int i = 1; i < call.argumentCount(); i++) {
              call.noteLookup(i <= present);
            }
            out.integer(present);
          });
    }
  }

  /** Counts for how many of the keys, taken at one moment, the update says yes. */
  private static void count(
      Invocation call, Update<Boolean> update, BiConsumer<Integer, ReplyWriter> reply) {
    List<Key> keys = new ArrayList<>(call.argumentCount() - 1);
    for (int i = 1; i < call.argumentCount(); i++) {
      keys.add(call.key(i));
    }
    call.transact(
        keys,
        view -> {
          int count = 0;
          for (Key key : keys) {
            count += view.update(key, update) ? 1 : 0;
          }
          return count;
        },
        reply);
  }

  private static void type(Invocation call) {
    call.readVersion(
        call.key(1), (entry, out) -> out.simple(entry == null ? "none" : entry.type().redisName()));
  }
}
