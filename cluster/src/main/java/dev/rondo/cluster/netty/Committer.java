package dev.rondo.cluster.netty;

import dev.rondo.storage.Store;
import dev.rondo.storage.StoreException;

/** Makes durable what replies speak of: in service {@code store::commit}. */
@FunctionalInterface
public interface Committer {
  /**
   * As {@link Store#commit}: DONE, or PENDING and then the listener is told, on any thread.
   *
   * @throws StoreException when it failed: no reply may be sent
   */
  Store.Commit commit(Store.CommitListener whenCommitted);
}
