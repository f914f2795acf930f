package dev.rondo.server.rdb;

import dev.rondo.server.rdb.RdbReader.Encoding;
import dev.rondo.server.text.Numbers;
import java.util.Arrays;

/**
 * Writes bytes, lengths and strings of the RDB format into a growing array. For one thread.
 *
 * <p>A length takes the shortest form: 6 bits in one byte, 14 bits in two, 32 bits behind {@code
 * 0x80}, or 64 bits behind {@code 0x81}, all big-endian. {@link RdbReader} has the same table.
 */
final class RdbWriter {
  private static final int MAX_INTEGER_TEXT = 11;

  /** Strings up to this length are never compressed. */
  private static final int MAX_PLAIN_STRING = 20;

  /** Compression must save this many bytes to be used. */
  private static final int MIN_SAVING = 4;

  private byte[] buffer;
  private int size;

  RdbWriter(int expectedBytes) {
    this.buffer = new byte[expectedBytes];
  }

  void writeByte(int octet) {
    ensureRoom(1);
    buffer[size++] = (byte) octet;
  }

  void writeLittleEndian(long number, int bytes) {
    for (int i = 0; i < bytes; i++) {
      writeByte((int) (number >>> (i << 3)));
    }
  }

  void writeLength(long length) {
    if (length < 1 << 6) {
      writeByte((int) length);
    } else if (length < 1 << 14) {
      writeByte(RdbReader.LENGTH_14_BITS << 6 | (int) (length >> 8));
      writeByte((int) length);
    } else if (length <= 0xffff_ffffL) {
      writeByte(RdbReader.LENGTH_32_BITS);
      writeBigEndian(length, Integer.BYTES);
    } else {
      writeByte(RdbReader.LENGTH_64_BITS);
      writeBigEndian(length, Long.BYTES);
    }
  }

  /**
   * Writes a string as the integer it spells, or compressed, or as it is, in this order of
   * preference, as Redis does.
   */
  void writeString(byte[] string) {
    if (string.length <= MAX_INTEGER_TEXT && writeAsInteger(string)) {
      return;
    }
    byte[] compressed =
        string.length > MAX_PLAIN_STRING ? Lzf.compress(string, string.length - MIN_SAVING) : null;
    if (compressed == null) {
      writeLength(string.length);
      writeBytes(string);
    } else {
      writeByte(RdbReader.ENCODED << 6 | Encoding.LZF);
      writeLength(compressed.length);
      writeLength(string.length);
      writeBytes(compressed);
    }
  }

  /** The bytes written so far, in a new array. */
  byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** The check of the bytes written so far. */
  long crc() {
    return Crc64.of(buffer, 0, size);
  }

  private boolean writeAsInteger(byte[] string) {
    if (!Numbers.isLong(string)) {
      return false;
    }
    long value = Numbers.parseLong(string);
    if (value != (int) value) {
      return false;
    }
    int encoding =
        value == (byte) value
            ? Encoding.INT8
            : value == (short) value ? Encoding.INT16 : Encoding.INT32;
    writeByte(RdbReader.ENCODED << 6 | encoding);
    writeLittleEndian(value, 1 << encoding);
    return true;
  }

  private void writeBigEndian(long number, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      writeByte((int) (number >>> (i << 3)));
    }
  }

  private void writeBytes(byte[] bytes) {
    ensureRoom(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  private void ensureRoom(int more) {
    int needed = Math.addExact(size, more);
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, Math.max(needed, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
    }
  }
}
