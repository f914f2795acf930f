package dev.rondo.server.command;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Transaction;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactions that contain what must not run on an event loop, nor while keys are held. The
 * work may run several times; only the last counts.
 */
public interface TransactionRunner {
  /**
   * Works on keys at once.
   *
   * @param keys those that are known beforehand; the work may reach further where one node has all
   *     keys
   */
  <T extends @Nullable Object> void transact(
      Keyspace keyspace,
      List<Key> keys,
      Consistency consistency,
      Transaction<T> work,
      Completion<T> done);
}
