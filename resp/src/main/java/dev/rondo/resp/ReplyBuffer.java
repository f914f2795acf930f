package dev.rondo.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Encoded replies on their way to a client: a list of segments, of which only the last grows.
 *
 * <p>Small replies share pooled direct buffers of up to 64 KiB; a burst of them usually is one
 * buffer. A large payload is not copied but referred to, so that the connection can send it in
 * pieces while the socket takes them, with little memory outside the heap.
 *
 * <p>The server fills one through a {@link ReplyWriter}, and drains it with {@link #poll}. An
 * answer that comes late is written into a buffer of its own and appended when it is its turn.
 *
 * <p>One thread at a time may use it.
 */
public final class ReplyBuffer {

  /** The most a segment holds that replies are copied into. */
  static final int SEGMENT_BYTES = 64 << 10;

  /** From this length on a payload is referred to. */
  static final int LARGE_BYTES = 32 << 10;

  /** The longest piece {@link #poll} returns. */
  public static final int MAX_PIECE_BYTES = 128 << 10;

  /** An appended buffer of up to this length is copied: a segment of its own would cost more. */
  private static final int COPY_BYTES = 1 << 10;

  private static final int MIN_SEGMENT_BYTES = 512;

  private final ByteBufAllocator allocator;

  /** The segments before the tail, each with something to read. */
  private final Deque<ByteBuf> sealed = new ArrayDeque<>(2);

  private long sealedBytes;

  /** The part of {@link #sealedBytes} that is referred to. */
  private long referredBytes;

  /** The segment that grows. */
  private @Nullable ByteBuf tail;

  /** What the next tail starts with: what the previous one came to, so that it need not grow. */
  private int nextTailBytes = MIN_SEGMENT_BYTES;

  /** Creates an empty buffer; it allocates nothing before the first reply. */
  public ReplyBuffer(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Creates an empty buffer for replies that belong to no connection yet. */
  public static ReplyBuffer pooled() {
    return new ReplyBuffer(ByteBufAllocator.DEFAULT);
  }

  /** The bytes not yet polled. */
  public long readableBytes() {
    ByteBuf last = tail;
    return last == null ? sealedBytes : sealedBytes + last.readableBytes();
  }

  /** The bytes not yet polled that were copied, and so lie outside the heap. */
  public long copiedBytes() {
    return readableBytes() - referredBytes;
  }

  /** Whether there is nothing to poll. */
  public boolean isEmpty() {
    return readableBytes() == 0;
  }

  /**
   * Removes the next piece, at most {@link #MAX_PIECE_BYTES} long.
   *
   * @return a buffer that the caller has to release, or null when there is nothing left
   */
  public @Nullable ByteBuf poll() {
    sealTail();
    ByteBuf head = sealed.peek();
    if (head == null) {
      return null;
    }
    int bytes = Math.min(head.readableBytes(), MAX_PIECE_BYTES);
    sealedBytes -= bytes;
    if (!head.isDirect()) {
      referredBytes -= bytes;
    }
    return bytes < head.readableBytes() ? head.readRetainedSlice(bytes) : sealed.remove();
  }

  /**
   * Removes everything, in one array.
   *
   * @throws IllegalStateException when there is more than an array holds
   */
  public byte[] takeBytes() {
    if (readableBytes() > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException("too long for an array: " + readableBytes());
    }
    byte[] bytes = new byte[(int) readableBytes()];
    int at = 0;
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      int length = piece.readableBytes();
      piece.readBytes(bytes, at, length);
      piece.release();
      at += length;
    }
    return bytes;
  }

  /** Moves everything in {@code other} behind what is here; {@code other} is empty then. */
  public void appendAll(ReplyBuffer other) {
    if (other == this) {
      throw new IllegalArgumentException("a reply buffer cannot be appended to itself");
    }
    ByteBuf onlySegment = other.tail;
    if (onlySegment != null
        && other.sealed.isEmpty()
        && onlySegment.readableBytes() <= COPY_BYTES) {
      room(onlySegment.readableBytes()).writeBytes(onlySegment);
    } else {
      other.sealTail();
      sealTail();
      sealed.addAll(other.sealed);
      sealedBytes += other.sealedBytes;
      referredBytes += other.referredBytes;
      other.sealed.clear();
      other.sealedBytes = 0;
      other.referredBytes = 0;
    }
    other.release();
  }

  /** Drops everything. The buffer is empty then, and may be filled again. */
  public void release() {
    ByteBuf last = tail;
    if (last != null) {
      last.release();
      tail = null;
    }
    sealed.forEach(ByteBuf::release);
    sealed.clear();
    sealedBytes = 0;
    referredBytes = 0;
  }

  /** The growing segment, with room for {@code bytes}, which the caller must write at once. */
  ByteBuf room(int bytes) {
    ByteBuf last = tail;
    if (last != null && last.maxWritableBytes() >= bytes) {
      return last;
    }
    sealTail();
    last = allocator.directBuffer(Math.max(bytes, nextTailBytes), SEGMENT_BYTES);
    tail = last;
    return last;
  }

  /** Adds a reference to a large payload, whose bytes must not change until it has been sent. */
  void refer(byte[] payload, int offset, int length) {
    sealTail();
    sealed.add(Unpooled.wrappedBuffer(payload, offset, length));
    sealedBytes += length;
    referredBytes += length;
  }

  private void sealTail() {
    ByteBuf last = tail;
    if (last != null) {
      int bytes = last.readableBytes();
      sealed.add(last);
      sealedBytes += bytes;
      nextTailBytes = Math.max(bytes, MIN_SEGMENT_BYTES);
      tail = null;
    }
  }
}
