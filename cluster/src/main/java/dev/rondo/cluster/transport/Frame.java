package dev.rondo.cluster.transport;

import dev.rondo.storage.Key;
import dev.rondo.storage.Varint;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message ready to be sent: a small head, and a tail that is the message's own byte array, not
 * copied. The head is a version byte, a type byte, some numbers as {@link Varint}s, and for some
 * types a key. Made by {@link MessageCodec}.
 */
public final class Frame {
  private final int type;
  private final long[] numbers;
  private final @Nullable Key key;
  private final byte[] tail;
  private final int headBytes;

  Frame(int type, long[] numbers, @Nullable Key key, byte[] tail) {
    this.type = type;
    this.numbers = numbers;
    this.key = key;
    this.tail = tail;
    this.headBytes = 2 + sizeOf(numbers) + (key == null ? 0 : 1 + key.bytes().length);
  }

  private static int sizeOf(long[] numbers) {
    int bytes = 0;
    for (long number : numbers) {
      bytes += Varint.sizeOf(number);
    }
    return bytes;
  }

  /** The number of the request this is, by which its reply will name it; empty for others. */
  public OptionalLong requestId() {
    return MessageCodec.isRequest(type) ? OptionalLong.of(numbers[0]) : OptionalLong.empty();
  }

  /** How many bytes {@link #writeHead} writes. */
  public int headBytes() {
    return headBytes;
  }

  /** Writes the head: version(1) type(1) varint... [database(1) key]. */
  public void writeHead(ByteBuffer into) {
    into.put((byte) MessageCodec.VERSION).put((byte) type);
    for (long number : numbers) {
      Varint.write(number, into);
    }
    if (key != null) {
      into.put((byte) key.database()).put(key.bytes());
    }
  }

  /** The tail, often empty; not to be changed. */
  public byte[] tail() {
    return tail;
  }
}
