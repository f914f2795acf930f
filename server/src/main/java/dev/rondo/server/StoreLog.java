package dev.rondo.server;

import dev.rondo.server.command.keys.LogSync;
import dev.rondo.storage.Store;

/** The store's log as WAITAOF sees it. */
record StoreLog(Store store) implements LogSync {
  @Override
  public boolean isSynced() {
    return store.isSynced();
  }

  @Override
  public void whenSynced(Runnable task) {
    store.whenSynced(task);
  }
}
