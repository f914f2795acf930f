package dev.rondo.cluster.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts received bytes into frames: headLength(4) tailLength(4) head tail. The tail is put together
 * in the very array that the message will hold. For one connection, on its event loop.
 */
final class FrameReader {
  static final int HEADER_BYTES = 8;

  /** Takes frames, each as head and tail; both arrays are given away. */
  interface Sink {
    void frame(byte[] head, byte[] tail);
  }

  private final int maxFrameBytes;
  private final Sink sink;

  private GrowingBytes header = new GrowingBytes(HEADER_BYTES);
  private @Nullable GrowingBytes head;
  private @Nullable GrowingBytes tail;

  FrameReader(int maxFrameBytes, Sink sink) {
    this.maxFrameBytes = maxFrameBytes;
    this.sink = sink;
  }

  /**
   * Takes the bytes that came next, all of them.
   *
   * @throws TooLongFrameException when a frame announces more than it may have; nothing sensible
   *     can follow
   */
  void read(ByteBuf in) {
    while (header.fill(in)) {
      if (head == null || tail == null) {
        begin(ByteBuffer.wrap(header.array()));
        continue;
      }
      if (!head.fill(in) || !tail.fill(in)) {
        return;
      }
      byte[] headBytes = head.array();
      byte[] tailBytes = tail.array();
      header = new GrowingBytes(HEADER_BYTES);
      head = null;
      tail = null;
      sink.frame(headBytes, tailBytes);
    }
  }

  private void begin(ByteBuffer lengths) {
    int headLength = lengths.getInt();
    int tailLength = lengths.getInt();
    if (headLength < 0 || tailLength < 0 || (long) headLength + tailLength > maxFrameBytes) {
      throw new TooLongFrameException(
          "a frame of %s + %s bytes, but %d is the most"
              .formatted(
                  Integer.toUnsignedString(headLength),
                  Integer.toUnsignedString(tailLength),
                  maxFrameBytes));
    }
    head = new GrowingBytes(headLength);
    tail = new GrowingBytes(tailLength);
  }
}
