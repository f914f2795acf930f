package dev.rondo.storage;

/**
 * The 16,384 hash slots of the Redis Cluster specification: CRC16(hash tag) mod 16384.
 *
 * <p>The hash tag is what stands between the first opening brace and the next closing brace when
 * there is something between them, and the whole key otherwise (Redis Cluster specification, "Hash
 * tags").
 */
public final class Slots {
  /** How many slots the ring has. */
  public static final int COUNT = 16_384;

  private static final int[] CRC16 = crc16Table();

  private Slots() {}

  /** The slot of a key, 0 to 16383. */
  public static int of(byte[] key) {
    int open = indexOf(key, '{', 0);
    if (open >= 0) {
      int close = indexOf(key, '}', open + 1);
      if (close > open + 1) {
        return crc16(key, open + 1, close) & (COUNT - 1);
      }
    }
    return crc16(key, 0, key.length) & (COUNT - 1);
  }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int crc16(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = ((crc << 8) & 0xFFFF) ^ CRC16[((crc >>> 8) ^ bytes[i]) & 0xFF];
    }
    return crc;
  }

  /** CRC-16/XMODEM: polynomial 0x1021, initial value 0, nothing reflected. */
  private static int[] crc16Table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
      }
      table[i] = crc & 0xFFFF;
    }
    return table;
  }
}
