package dev.rondo.server.rdb;

import dev.rondo.server.text.Numbers;
import java.util.Arrays;

/**
 * Reads bytes, lengths and strings of the RDB format from part of an array, which is not trusted:
 * whatever does not parse raises {@link BadPayloadException} for the data format, and a length is
 * compared with the bytes that are left before anything is allocated for it. For one thread.
 *
 * <p>The two highest bits of a length's first byte tell its form:
 *
 * <pre>
 * 00llllll                     6 bits
 * 01llllll llllllll            14 bits
 * 10000000 then 4 bytes        32 bits, big-endian
 * 10000001 then 8 bytes        64 bits, big-endian
 * 11eeeeee                     not a length: the string that follows has encoding e
 * </pre>
 */
final class RdbReader {
  static final int LENGTH_14_BITS = 1;
  static final int ENCODED = 3;
  static final int LENGTH_32_BITS = 0x80;
  static final int LENGTH_64_BITS = 0x81;

  private final byte[] bytes;
  private final int end;
  private int at;

  /**
   * How a string is written other than byte by byte. The integers are little-endian, and take 1 <<
   * encoding bytes.
   */
  static final class Encoding {
    static final int INT8 = 0;
    static final int INT16 = 1;
    static final int INT32 = 2;
    static final int LZF = 3;

    private Encoding() {}
  }

  /** Reads the bytes from {@code from} up to, not including, {@code end}. */
  RdbReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int readByte() {
    need(1);
    return bytes[at++] & 0xff;
  }

  /** Reads a length. Where an encoding stands, its number is the length, as in Redis. */
  long readLength() {
    return readLength(readByte());
  }

  byte[] readString() {
    int first = readByte();
    if (first >> 6 != ENCODED) {
      return readBytes(readLength(first));
    }
    int encoding = first & 0x3f;
    return switch (encoding) {
      case Encoding.INT8, Encoding.INT16, Encoding.INT32 ->
          Numbers.toBytes(readLittleEndian(1 << encoding));
      case Encoding.LZF -> readCompressed();
      default -> throw BadPayloadException.dataFormat();
    };
  }

  /** Reads eight bytes of a double, little-endian. */
  double readDouble() {
    return Double.longBitsToDouble(readLittleEndian(Double.BYTES));
  }

  /** How many bytes are left. */
  int remaining() {
    return end - at;
  }

  private long readLength(int first) {
    if (first >> 6 == LENGTH_14_BITS) {
      return (first & 0x3fL) << 8 | readByte();
    }
    if (first == LENGTH_32_BITS) {
      return readBigEndian(Integer.BYTES);
    }
    if (first == LENGTH_64_BITS) {
      return readBigEndian(Long.BYTES);
    }
    if (first >> 6 == LENGTH_32_BITS >> 6) {
      throw BadPayloadException.dataFormat();
    }
    return first & 0x3f;
  }

  private byte[] readCompressed() {
    int compressedLength = need(readLength());
    long length = readLength();
    need(compressedLength);
    boolean possible =
        length >= 0
            && length <= (long) compressedLength * Lzf.MAX_EXPANSION
            && length <= Integer.MAX_VALUE;
    byte[] string =
        possible ? Lzf.decompress(bytes, at, at + compressedLength, (int) length) : null;
    if (string == null) {
      throw BadPayloadException.dataFormat();
    }
    at += compressedLength;
    return string;
  }

  /** Reads so many bytes. */
  byte[] readBytes(long length) {
    int checked = need(length);
    byte[] read = Arrays.copyOfRange(bytes, at, at + checked);
    at += checked;
    return read;
  }

  private long readBigEndian(int count) {
    need(count);
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 8 | (bytes[at++] & 0xff);
    }
    return number;
  }

  /** Reads a signed integer. */
  private long readLittleEndian(int count) {
    need(count);
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (bytes[at++] & 0xffL) << (i << 3);
    }
    int unused = Long.SIZE - (count << 3);
    return number << unused >> unused;
  }

  /**
   * Returns {@code count} as an int, known to be left. A 64-bit length may be negative here: it is
   * too large as well.
   */
  private int need(long count) {
    if (count < 0 || count > end - at) {
      throw BadPayloadException.dataFormat();
    }
    return (int) count;
  }
}
