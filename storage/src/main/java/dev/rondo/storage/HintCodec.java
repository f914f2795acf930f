package dev.rondo.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How hints are laid out, version 1, as specified in {@code storage/FORMAT.md}: the row's key is
 * {@code target(8) sequence(8)}, so that the hints for a node are one range in the order in which
 * they were added; its value is {@code version(1) database(1) length(varint) key row}.
 *
 * <p>Pure. Bytes that are no hint give a {@link StoreException} of kind CORRUPT.
 */
public final class HintCodec {
  private static final int VERSION = 1;
  private static final int KEY_BYTES = 2 * Long.BYTES;

  private HintCodec() {}

  /** How many bytes a hint has on disk, key and value. */
  public static long sizeOf(Key key, byte @Nullable [] row) {
    return KEY_BYTES + sizeOfValue(key, row);
  }

  private static long sizeOfValue(Key key, byte @Nullable [] row) {
    int keyBytes = key.bytes().length;
    return 2L + Varint.sizeOf(keyBytes) + keyBytes + (row == null ? 0 : row.length);
  }

  /** The row's key. */
  public static byte[] encodeKey(long target, long sequence) {
    return ByteBuffer.allocate(KEY_BYTES).putLong(target).putLong(sequence).array();
  }

  /** The row's value. */
  public static byte[] encode(Key key, byte @Nullable [] row) {
    ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(sizeOfValue(key, row)));
    into.put((byte) VERSION).put((byte) key.database());
    Varint.write(key.bytes().length, into);
    into.put(key.bytes());
    if (row != null) {
      into.put(row);
    }
    return into.array();
  }

  /** The node in a row's key. */
  public static long target(byte[] rowKey) {
    return checked(rowKey).getLong();
  }

  /** The place in the log in a row's key. */
  public static long sequence(byte[] rowKey) {
    return checked(rowKey).getLong(Long.BYTES);
  }

  private static ByteBuffer checked(byte[] rowKey) {
    if (rowKey.length != KEY_BYTES) {
      throw StoreException.corrupt("key of a hint of " + rowKey.length + " bytes");
    }
    return ByteBuffer.wrap(rowKey);
  }

  /** Reads a hint from the key and the value of its row. */
  public static Hint decode(byte[] rowKey, byte[] value) {
    long sequence = sequence(rowKey);
    try {
      ByteBuffer from = ByteBuffer.wrap(value);
      int version = from.get();
      if (version != VERSION) {
        throw StoreException.corrupt("hint of unknown version " + version);
      }
      int database = from.get() & 0xFF;
      byte[] key = new byte[Varint.readCount(from, 1)];
      from.get(key);
      byte[] row = from.hasRemaining() ? new byte[from.remaining()] : null;
      if (row != null) {
        from.get(row);
      }
      return new Hint(sequence, new Key(database, key), row);
    } catch (BufferUnderflowException tooShort) {
      throw StoreException.corrupt("hint ends early");
    }
  }
}
