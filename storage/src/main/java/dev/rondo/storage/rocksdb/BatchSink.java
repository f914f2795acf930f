package dev.rondo.storage.rocksdb;

/** Where the commit queue writes batches to. Batches are written by one thread at a time. */
interface BatchSink {
  /** How to write. */
  enum Mode {
    /** To the operating system's memory, and only if that needs no pause. */
    WITHOUT_WAITING,
    /** To the operating system's memory. */
    WAITING,
    /** To the disk. */
    FORCED
  }

  /**
   * Writes a batch, all of it or nothing.
   *
   * @return false when mode is WITHOUT_WAITING and the sink wants a pause first: nothing was
   *     written
   * @throws dev.rondo.storage.StoreException when it cannot be written
   */
  boolean write(OpenBatch.Taken batch, Mode mode);

  /** Forces everything written before to disk; may be called by any thread, while others write. */
  void sync();
}
