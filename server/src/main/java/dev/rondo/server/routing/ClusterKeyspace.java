package dev.rondo.server.routing;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Copies;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Level;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Slots;
import dev.rondo.storage.VectorClock;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's keyspace, in which scans and counts reach the keys of all nodes. While no key
 * has fewer replicas than there are nodes, this node has them all and asks nobody.
 */
public final class ClusterKeyspace implements Keyspace {
  private final ClusterState state;
  private final Forwarder forwarder;
  private final Keyspace coordinator;
  private final Replica local;
  private final Attempts.Means means;

  /**
   * @param scheduler waits between attempts
   * @param nanoClock measures how long a request has taken
   * @param coordinator reads and writes keys
   * @param local this node's own copies
   */
  public ClusterKeyspace(
      ClusterState state,
      Forwarder forwarder,
      Scheduler scheduler,
      LongSupplier nanoClock,
      Keyspace coordinator,
      Replica local,
      RoutingSettings settings) {
    this.state = state;
    this.forwarder = forwarder;
    this.coordinator = coordinator;
    this.local = local;
    this.means = new Attempts.Means(forwarder, scheduler, nanoClock, settings);
  }

  @Override
  public void read(
      Key key, boolean needsElements, Consistency consistency, Completion<@Nullable Entry> done) {
    coordinator.read(key, needsElements, consistency, done);
  }

  @Override
  public <T extends @Nullable Object> void update(
      Key key, Consistency consistency, Update<T> update, Completion<T> done) {
    coordinator.update(key, consistency, update, done);
  }

  @Override
  public <T extends @Nullable Object> void transact(
      Iterable<Key> keys, Consistency consistency, Transaction<T> work, Completion<T> done) {
    coordinator.transact(keys, consistency, work, done);
  }

  @Override
  public <T extends @Nullable Object> void transactExclusively(
      Transaction<T> work, Completion<T> done) {
    coordinator.transactExclusively(work, done);
  }

  /** Needs every node: fails with UNAVAILABLE, and does nothing, when one cannot be reached. */
  @Override
  public void flush(List<Integer> databases, Completion<Boolean> done) {
    new FlushOfAll(state, means, local, databases, done).start();
  }

  /**
   * A page from one replica of the cursor's slot, and of the slots behind it as far as that node is
   * a replica of them too. It may lack what a node has missed and not been told yet.
   */
  @Override
  public void scan(int database, long cursor, int maxKeys, Completion<ScanPage> done) {
    if (holdsEverything()) {
      local.scan(database, cursor, maxKeys, done);
    } else {
      int slot = (int) (cursor >>> 32);
      page(database, cursor, maxKeys, state.readers(state.replicas(slot)), 0, done);
    }
  }

  private void page(
      int database,
      long cursor,
      int maxKeys,
      List<NodeId> readers,
      int next,
      Completion<ScanPage> done) {
    if (next == readers.size()) {
      done.failure(
          new ClusterException(
              ClusterException.Kind.UNAVAILABLE, "no replica of a slot can be reached"));
      return;
    }
    NodeId node = readers.get(next);
    int lastSlot = lastSlotOf(node, (int) (cursor >>> 32));
    if (node.equals(state.self())) {
      ScanRun.read(local, database, cursor, maxKeys, lastSlot, done);
      return;
    }
    forwarder.forward(
        node,
        ForwardCodec.encode(new ForwardRequest.Page(database, cursor, maxKeys, lastSlot)),
        new Completion<>() {
          @Override
          public void success(byte[] reply) {
            ScanPage page;
            try {
              page = ForwardReplyCodec.decodePage(database, reply);
            } catch (MalformedForwardException e) {
              failure(e);
              return;
            }
            done.success(page);
          }

          @Override
          public void failure(Throwable cause) {
            page(database, cursor, maxKeys, readers, next + 1, done);
          }
        });
  }

  /** The last slot of the run around a slot that a node has whole. */
  private int lastSlotOf(NodeId node, int slot) {
    int last = slot;
    while (last + 1 < Slots.COUNT && state.replicas(last + 1).contains(node)) {
      last++;
    }
    return last;
  }

  @Override
  public void copies(
      Key key,
      Level writeCopies,
      @Nullable VectorClock version,
      int wanted,
      long timeoutMillis,
      Completion<Copies> done) {
    coordinator.copies(key, writeCopies, version, wanted, timeoutMillis, done);
  }

  private boolean holdsEverything() {
    return Members.all(state).size() <= replicas();
  }

  /**
   * What the nodes count, copies taken together: the sum over those that answer, raised for those
   * that do not, divided by the number of copies of a key. Exact on a node that holds everything;
   * an estimate elsewhere, for a replica may lag behind.
   */
  @Override
  public void count(int database, Completion<Long> done) {
    if (holdsEverything()) {
      done.success(local.size(database));
      return;
    }
    new CountOfAll(state, forwarder, replicas(), database, local.size(database), done).start();
  }

  @Override
  public boolean isEmpty(int database) {
    return holdsEverything() && local.isEmpty(database);
  }

  @Override
  public long size(int database) {
    return local.size(database);
  }

  @Override
  public long sizeWithExpiry(int database) {
    return local.sizeWithExpiry(database);
  }

  @Override
  public int replicas() {
    return coordinator.replicas();
  }
}
