package dev.rondo.server.command.keys;

/**
 * How much of this node's log has been forced to the disk, rather than left to the system's
 * buffers. Methods may be called on any thread.
 */
public interface LogSync {
  /** Whether everything applied up to now is on the disk. */
  boolean isSynced();

  /**
   * Runs a task once, on any thread, when everything that was applied up to this call is on the
   * disk. Where nothing forces the log to the disk that may be never.
   */
  void whenSynced(Runnable task);
}
