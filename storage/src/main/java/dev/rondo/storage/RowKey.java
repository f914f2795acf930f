package dev.rondo.storage;

import java.nio.ByteBuffer;

/**
 * How a key is laid out as the key of a row: {@code slot(2) hash(4) db(1) key}, big-endian, so that
 * a slot is one contiguous range and rows stand in the order of scan cursors. Specified in {@code
 * storage/FORMAT.md}.
 */
public final class RowKey {
  /** How many bytes stand before the key itself. */
  public static final int PREFIX_BYTES = 7;

  private static final int POSITION_BYTES = 6;

  private RowKey() {}

  /** How many bytes {@link #encode} writes. */
  public static int sizeOf(Key key) {
    return PREFIX_BYTES + key.bytes().length;
  }

  /** Writes a row key; the buffer must have {@link #sizeOf} bytes left. */
  public static void encode(Key key, ByteBuffer into) {
    into.putShort((short) key.slot())
        .putInt(key.hash())
        .put((byte) key.database())
        .put(key.bytes());
  }

  /** A row key in an array of its own. */
  public static byte[] encode(Key key) {
    byte[] row = new byte[sizeOf(key)];
    encode(key, ByteBuffer.wrap(row));
    return row;
  }

  /**
   * Reads all that is left in the buffer as a row key.
   *
   * @throws StoreException when it is none
   */
  public static Key decode(ByteBuffer from) {
    if (from.remaining() < PREFIX_BYTES) {
      throw StoreException.corrupt("row key of " + from.remaining() + " bytes");
    }
    int slot = from.getShort() & 0xFFFF;
    int hash = from.getInt();
    int database = from.get() & 0xFF;
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    Key key = new Key(database, bytes);
    if (key.hash() != hash || key.slot() != slot) {
      throw StoreException.corrupt("row key does not stand where its key belongs");
    }
    return key;
  }

  /** The database byte of a row key. */
  public static int database(byte[] row) {
    if (row.length < PREFIX_BYTES) {
      throw StoreException.corrupt("row key of " + row.length + " bytes");
    }
    return row[POSITION_BYTES] & 0xFF;
  }

  /** Where a row stands in the ring's order: see {@link ScanPage#cursorAt}. */
  public static long position(byte[] row) {
    if (row.length < PREFIX_BYTES) {
      throw StoreException.corrupt("row key of " + row.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(row);
    return ScanPage.cursorAt(bytes.getShort() & 0xFFFF, bytes.getInt());
  }

  /** The first bytes of every row key at a position, for seeking. */
  public static byte[] firstAt(long position) {
    return ByteBuffer.allocate(POSITION_BYTES)
        .putShort((short) (position >>> 32))
        .putInt((int) position)
        .array();
  }
}
