package dev.rondo.server.session;

import dev.rondo.resp.ReplyWriter;
import java.util.function.Consumer;

/**
 * The socket of a client, as far as commands may use it. All methods may be called on any thread.
 */
public interface ClientConnection {
  /** Runs a task on the event loop that owns the session; at once when called there. */
  void execute(Runnable task);

  /** Runs a task on the event loop that owns the session, never at once. */
  default void executeLater(Runnable task) {
    execute(task);
  }

  /** Whether the client will send nothing more. */
  default boolean hasHungUp() {
    return false;
  }

  /** Sends something that is not the answer to a request, after the answers already written. */
  void push(Consumer<ReplyWriter> message);

  /** Closes once everything written so far was sent. */
  void closeAfterReplies();

  /** Closes at once; what was not sent is dropped. */
  void closeNow();

  /** The client's address as {@code host:port}. */
  String remoteAddress();

  /** The address it connected to, as {@code host:port}. */
  String localAddress();

  /** The number the operating system gave the socket, or -1 where that is not known. */
  default int fileDescriptor() {
    return -1;
  }

  /** Bytes received that are not a complete request yet. */
  long queryBufferBytes();

  /** Bytes of answers that the client has not taken yet. */
  long outputBufferBytes();
}
