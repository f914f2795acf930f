package dev.rondo.server.routing;

import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.session.ClientConnection;
import java.util.List;
import java.util.function.Consumer;

/** A connection that keeps what is pushed to it, in RESP2. */
record RecordingConnection(List<String> pushed) implements ClientConnection {
  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void push(Consumer<ReplyWriter> message) {
    ReplyBuffer buffer = ReplyBuffer.pooled();
    message.accept(new ReplyWriter(buffer, RespVersion.RESP2));
    pushed.add(Bytes.text(buffer.takeBytes()));
  }

  @Override
  public void closeAfterReplies() {}

  @Override
  public void closeNow() {}

  @Override
  public String remoteAddress() {
    return "127.0.0.1:50001";
  }

  @Override
  public String localAddress() {
    return "127.0.0.1:6379";
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
