package dev.rondo.server.command.transactions;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's view as a keyspace, so that a handler inside EXEC is the same as outside.
 * Everything completes at once, on the caller's thread.
 */
public final class TransactionKeyspace implements Keyspace {
  private final Transaction.View view;
  private final int replicas;

  /**
   * @param replicas how many a key has
   */
  public TransactionKeyspace(Transaction.View view, int replicas) {
    this.view = view;
    this.replicas = replicas;
  }

  @Override
  public void read(
      Key key, boolean needsElements, Consistency consistency, Completion<@Nullable Entry> done) {
    complete(() -> view.read(key), done);
  }

  @Override
  public <T extends @Nullable Object> void update(
      Key key, Consistency consistency, Update<T> update, Completion<T> done) {
    complete(() -> view.update(key, update), done);
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done) {
    complete(() -> work.run(view), done);
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      Transaction<T> work, Completion<T> done) {
    complete(() -> work.run(view), done);
  }

  @Override
  public void scan(int database, long cursor, int maxKeys, Completion<ScanPage> done) {
    complete(() -> view.scan(database, cursor, maxKeys), done);
  }

  @Override
  public long size(int database) {
    return view.size(database);
  }

  @Override
  public long sizeWithExpiry(int database) {
    return view.sizeWithExpiry(database);
  }

  @Override
  public int replicas() {
    return replicas;
  }

  private static <T extends @Nullable Object> void complete(
      Supplier<? extends T> operation, Completion<T> done) {
    T result;
    try {
      result = operation.get();
    } catch (RuntimeException e) {
      done.failure(e);
      return;
    }
    done.success(result);
  }
}
