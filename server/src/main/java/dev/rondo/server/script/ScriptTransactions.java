package dev.rondo.server.script;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.TransactionRunner;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transactions with scripts in them, each on a lane. Any thread may use it.
 *
 * <p>An attempt reads the keys, works on a copy, and applies what was done if the keys are what
 * they were. After some attempts that failed, it works on the keys themselves while they are held,
 * as EXEC does, if that is quick.
 */
public final class ScriptTransactions implements TransactionRunner {
  private final Lanes lanes;
  private final Replica versions;
  private final long maxLuaBytes;

  /**
   * @param versions gives entries their versions
   * @param maxLuaBytes how much memory an interpreter may take
   */
  public ScriptTransactions(Lanes lanes, Replica versions, long maxLuaBytes) {
    this.lanes = lanes;
    this.versions = versions;
    this.maxLuaBytes = maxLuaBytes;
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Keyspace keyspace,
      List<Key> keys,
      Consistency consistency,
      Transaction<T> work,
      Completion<T> done) {
    int slot = keys.isEmpty() ? 0 : keys.get(0).slot();
    new ScriptRun<>(
            lanes, lanes.of(slot), versions, maxLuaBytes, keyspace, keys, consistency, work, done)
        .start();
  }
}
