package dev.rondo.server.routing;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.session.ClientConnection;
import java.util.function.Consumer;

/**
 * The connection of a client of another node, for which a command runs here: no more than where it
 * is from. Commands that would push to it or close it are not handed on.
 *
 * @param remoteAddress the client's address as {@code host:port}
 */
record ForwardedConnection(String remoteAddress) implements ClientConnection {
  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void push(Consumer<ReplyWriter> message) {
    throw elsewhere();
  }

  @Override
  public void closeAfterReplies() {
    throw elsewhere();
  }

  @Override
  public void closeNow() {
    throw elsewhere();
  }

  private static UnsupportedOperationException elsewhere() {
    return new UnsupportedOperationException("the client is connected to another node");
  }

  @Override
  public String localAddress() {
    return "";
  }

  @Override
  public long queryBufferBytes() {
    return 0;
  }

  @Override
  public long outputBufferBytes() {
    return 0;
  }
}
