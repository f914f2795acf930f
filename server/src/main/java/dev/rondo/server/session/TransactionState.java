package dev.rondo.server.session;

import java.util.ArrayList;
import java.util.List;

/** The commands queued since MULTI. */
public final class TransactionState {
  private final List<byte[][]> queue = new ArrayList<>();
  private long queuedBytes;
  private boolean rejectedOne;
  private boolean writes;

  /**
   * Adds a command that passed the gates; not when one was refused already, since none will run.
   *
   * @param mayWrite whether the command can change data
   */
  public void add(byte[][] arguments, boolean mayWrite) {
    if (rejectedOne) {
      return;
    }
    queue.add(arguments);
    writes |= mayWrite;
    for (byte[] argument : arguments) {
      queuedBytes += argument.length;
    }
  }

  /** The commands with their arguments, in the order they came. */
  public List<byte[][]> queue() {
    return queue;
  }

  public int size() {
    return queue.size();
  }

  /** The length of all queued arguments. */
  public long queuedBytes() {
    return queuedBytes;
  }

  /** Whether a queued command can change data. */
  public boolean writes() {
    return writes;
  }

  /** Notes that a command was refused, so that EXEC has to refuse all. */
  public void rejectOne() {
    rejectedOne = true;
  }

  /** Whether EXEC answers EXECABORT. */
  public boolean isAborted() {
    return rejectedOne;
  }
}
