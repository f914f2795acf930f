package dev.rondo.server.command.hyperloglog;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.strings.Strings;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The rows of the commands on HyperLogLogs. */
public final class HyperLogLogCommands {
  private final LongSupplier hllSparseMaxBytes;

  /**
   * @param hllSparseMaxBytes gives the setting of that name: up to which length, in bytes, a value
   *     is kept sparse
   */
  public HyperLogLogCommands(LongSupplier hllSparseMaxBytes) {
    this.hllSparseMaxBytes = hllSparseMaxBytes;
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    return List.of(
        row("pfadd", this::pfadd)
            .flags(WRITE, DENYOOM, FAST)
            .repeatable()
            .keys(KeySpec.one("RW", "insert"))
            .complexity("O(1) for each element")
            .summary("Adds elements to a HyperLogLog."),
        row("pfcount", this::pfcount)
            .flags(READONLY)
            .keys(
                KeySpec.allFrom(1, 1, "RW", "access")
                    .withNotes(
                        "RW because it may change the internal representation of the key, and"
                            + " propagate to replicas"))
            .complexity("O(N) for N keys")
            .summary("Tells about how many different elements HyperLogLogs have seen."),
        row("pfmerge", this::pfmerge)
            .flags(WRITE, DENYOOM)
            .repeatable()
            .keys(KeySpec.one("RW", "access", "insert"), KeySpec.allFrom(2, 1, "RO", "access"))
            .complexity("O(N) for N keys")
            .summary("Adds to one HyperLogLog what others have seen."));
  }

  private static CommandSpec row(String name, Handler handler) {
    return CommandSpec.named(name, -2, CommandGroup.HYPERLOGLOG, handler).since("2.8.9");
  }

  private void pfadd(Invocation call) {
    long maxSparseBytes = hllSparseMaxBytes.getAsLong();
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          HyperLogLog counter = orEmpty(current, maxSparseBytes);
          boolean isChanged = current == null;
          for (int i = 2; i < call.argumentCount(); i++) {
            isChanged |= counter.add(call.argument(i));
          }
          return isChanged
              ? Change.putString(1, counter.changedBytes(), Strings.expiryOf(current))
              : Change.keep(0);
        },
        (changed, out) -> out.integer(changed));
  }

  private static HyperLogLog orEmpty(@Nullable Entry entry, long maxSparseBytes) {
    byte[] value = Strings.valueOrNull(entry);
    return value == null
        ? HyperLogLog.empty(maxSparseBytes)
        : HyperLogLog.of(value, maxSparseBytes);
  }

  private void pfcount(Invocation call) {
    long maxSparseBytes = hllSparseMaxBytes.getAsLong();
    if (call.argumentCount() == 2) {
      call.read(
          call.key(1), (entry, out) -> out.integer(orEmpty(entry, maxSparseBytes).estimate()));
      return;
    }
    List<Key> keys = Strings.keys(call, 1, 1);
    Transaction<Long> work =
        view -> {
          byte[] all = new byte[Registers.COUNT];
          for (Key key : keys) {
            raise(all, orEmpty(view.read(key), maxSparseBytes).values());
          }
          return Cardinality.estimate(all);
        };
    call.transact(keys, work, (estimate, out) -> out.integer(estimate));
  }

  private static void raise(byte[] all, byte[] values) {
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) Math.max(all[i], values[i]);
    }
  }

  private void pfmerge(Invocation call) {
    long maxSparseBytes = hllSparseMaxBytes.getAsLong();
    List<Key> keys = Strings.keys(call, 1, 1);
    Transaction<Boolean> work =
        view -> {
          byte[] all = new byte[Registers.COUNT];
          boolean anyDense = false;
          for (Key key : keys) {
            HyperLogLog counter = orEmpty(view.read(key), maxSparseBytes);
            anyDense |= counter.isDense();
            raise(all, counter.values());
          }
          boolean makeDense = anyDense;
          return view.update(
              keys.get(0),
              (current, nowMillis) -> {
                HyperLogLog target = orEmpty(current, maxSparseBytes);
                if (makeDense) {
                  target.makeDense();
                }
                target.merge(all);
                return Change.putString(true, target.changedBytes(), Strings.expiryOf(current));
              });
        };
    call.transact(keys, work, (done, out) -> out.ok());
  }
}
