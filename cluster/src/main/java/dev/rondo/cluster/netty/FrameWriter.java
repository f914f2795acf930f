package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one connection that wait to be sent, as bytes. Small frames are written one after
 * another into shared buffers; a large tail stays where it is and is handed to the channel in
 * pieces, so that it is never in the socket's memory as a whole. On the connection's event loop.
 */
final class FrameWriter {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int PIECE_BYTES = 128 << 10;

  private final ByteBufAllocator allocator;
  private final Deque<ByteBuf> pieces = new ArrayDeque<>();

  /** The last of the pieces when more may be written into it. */
  private @Nullable ByteBuf open;

  private long queuedBytes;

  FrameWriter(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** How many bytes a frame takes on the wire. */
  static long sizeOf(Frame frame) {
    return (long) FrameReader.HEADER_BYTES + frame.headBytes() + frame.tail().length;
  }

  /** How many bytes wait. */
  long queuedBytes() {
    return queuedBytes;
  }

  /** Adds a frame behind the others. */
  void append(Frame frame) {
    long size = sizeOf(frame);
    queuedBytes += size;
    int headBytes = frame.headBytes();
    byte[] tail = frame.tail();
    if (size <= BUFFER_BYTES) {
      ByteBuf out = room((int) size);
      writeHead(frame, out);
      out.writeBytes(tail);
      return;
    }
    ByteBuf head = Unpooled.buffer(FrameReader.HEADER_BYTES + headBytes);
    writeHead(frame, head);
    open = null;
    appendPieces(head.array(), head.readableBytes());
    appendPieces(tail, tail.length);
  }

  private static void writeHead(Frame frame, ByteBuf out) {
    int headBytes = frame.headBytes();
    out.writeInt(headBytes).writeInt(frame.tail().length);
    ByteBuffer room = out.internalNioBuffer(out.writerIndex(), headBytes);
    frame.writeHead(room);
    out.writerIndex(out.writerIndex() + headBytes);
  }

  private ByteBuf room(int bytes) {
    ByteBuf buffer = open;
    if (buffer == null || buffer.writableBytes() < bytes) {
      buffer = allocator.ioBuffer(BUFFER_BYTES, BUFFER_BYTES);
      pieces.add(buffer);
      open = buffer;
    }
    return buffer;
  }

  private void appendPieces(byte[] bytes, int length) {
    for (int from = 0; from < length; from += PIECE_BYTES) {
      pieces.add(Unpooled.wrappedBuffer(bytes, from, Math.min(PIECE_BYTES, length - from)));
    }
  }

  /**
   * Hands bytes to a channel as long as it takes them; does not flush.
   *
   * @return how many it took
   */
  long drain(Channel channel) {
    long before = queuedBytes;
    while (!pieces.isEmpty() && channel.isWritable()) {
      ByteBuf piece = pieces.remove();
      if (pieces.isEmpty()) {
        open = null;
      }
      queuedBytes -= piece.readableBytes();
      var unused = channel.write(piece, channel.voidPromise());
    }
    return before - queuedBytes;
  }

  /**
   * Drops everything.
   *
   * @return how many bytes that were
   */
  long release() {
    long dropped = queuedBytes;
    pieces.forEach(ByteBuf::release);
    pieces.clear();
    open = null;
    queuedBytes = 0;
    return dropped;
  }
}
