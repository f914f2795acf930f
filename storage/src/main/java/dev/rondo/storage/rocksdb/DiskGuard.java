package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.util.function.LongSupplier;

/**
 * Keeps a reserve on the disk: while less is free, changes that add data are refused; deletions and
 * purges, which give space back, are not.
 */
final class DiskGuard {
  private final long minFreeBytes;
  private final LongSupplier freeBytes;
  private volatile boolean full;

  /**
   * @param freeBytes how many bytes of the disk can still be used
   */
  DiskGuard(long minFreeBytes, LongSupplier freeBytes) {
    this.minFreeBytes = minFreeBytes;
    this.freeBytes = freeBytes;
  }

  /** Looks at the disk. */
  void check() {
    full = freeBytes.getAsLong() < minFreeBytes;
  }

  boolean isFull() {
    return full;
  }

  /**
   * Lets a change pass or not.
   *
   * @throws StoreException DISK_FULL
   */
  void admit(RowChange change) {
    if (full && !change.after().entry().isTombstone()) {
      throw StoreException.diskFull("less than " + minFreeBytes + " bytes are free on the disk");
    }
  }
}
