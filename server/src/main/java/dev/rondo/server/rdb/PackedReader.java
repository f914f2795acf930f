package dev.rondo.server.rdb;

import dev.rondo.server.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the strings packed into one that small collections are: listpack, ziplist and intset. The
 * bytes are not trusted: whatever does not parse raises {@link BadPayloadException}. Integers are
 * read as the texts they stand for. For one thread.
 *
 * <pre>
 * listpack  bytes(4) elements(2) element... ff
 *   element 0nnnnnnn                          a number of 7 bits
 *           10llllll string                   of l bytes
 *           110nnnnn n(1)                     a signed number of 13 bits
 *           1110llll l(1) string
 *           f0 l(4, little-endian) string
 *           f1 n(2)  f2 n(3)  f3 n(4)  f4 n(8)   a signed number, little-endian
 *           and behind each its length, 7 bits a byte, in as many bytes as that takes
 * ziplist   bytes(4) lastElement(4) elements(2) element... ff
 *   element lengthOfThePrevious(1), or fe and that in 4 bytes, and then
 *           00llllll string   01llllll l(1) string   80 l(4, big-endian) string
 *           c0 n(2)  d0 n(4)  e0 n(8)  f0 n(3)  fe n(1)   a signed number, little-endian
 *           f1 to fd                          the numbers 0 to 12
 * intset    bytesEach(4) elements(4) n(bytesEach)...
 * </pre>
 *
 * <p>All fixed numbers in the headers are little-endian.
 */
final class PackedReader {
  private static final int END = 0xff;
  private static final int LISTPACK_HEADER_BYTES = 6;
  private static final int ZIPLIST_HEADER_BYTES = 10;

  /** The number of elements of a listpack or ziplist that has more than fit the header. */
  private static final int UNKNOWN_COUNT = 0xffff;

  private static final int LONG_PREVIOUS = 0xfe;

  private final byte[] bytes;
  private int at;

  private PackedReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The elements of a listpack. */
  static List<byte[]> listpack(byte[] bytes) {
    PackedReader reader = new PackedReader(bytes);
    int count = reader.header(LISTPACK_HEADER_BYTES, Integer.BYTES);
    List<byte[]> elements = new ArrayList<>();
    while (reader.peek() != END) {
      int start = reader.at;
      elements.add(reader.listpackElement());
      RdbCollections.requireFew(elements.size());
      reader.skip(backLengthBytes(reader.at - start));
    }
    return reader.ended(elements, count);
  }

  /** The elements of a ziplist. */
  static List<byte[]> ziplist(byte[] bytes) {
    PackedReader reader = new PackedReader(bytes);
    int count = reader.header(ZIPLIST_HEADER_BYTES, 2 * Integer.BYTES);
    List<byte[]> elements = new ArrayList<>();
    while (reader.peek() != END) {
      reader.skip(reader.peek() == LONG_PREVIOUS ? 1 + Integer.BYTES : 1);
      elements.add(reader.ziplistElement());
      RdbCollections.requireFew(elements.size());
    }
    return reader.ended(elements, count);
  }

  /** The numbers of an intset, as texts. */
  static List<byte[]> intset(byte[] bytes) {
    PackedReader reader = new PackedReader(bytes);
    int each = (int) reader.littleEndian(Integer.BYTES);
    long count = reader.littleEndian(Integer.BYTES) & 0xffff_ffffL;
    boolean isWidth = each == Short.BYTES || each == Integer.BYTES || each == Long.BYTES;
    if (!isWidth || count * each != bytes.length - reader.at) {
      throw BadPayloadException.dataFormat();
    }
    List<byte[]> elements = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) {
      elements.add(Numbers.toBytes(reader.littleEndian(each)));
    }
    return elements;
  }

  /** Checks the header and answers the number of elements in it. */
  private int header(int headerBytes, int countAt) {
    if (bytes.length <= headerBytes || littleEndian(Integer.BYTES) != bytes.length) {
      throw BadPayloadException.dataFormat();
    }
    at = countAt;
    return (int) littleEndian(Short.BYTES) & 0xffff;
  }

  private List<byte[]> ended(List<byte[]> elements, int count) {
    if (at != bytes.length - 1 || (count != UNKNOWN_COUNT && count != elements.size())) {
      throw BadPayloadException.dataFormat();
    }
    return elements;
  }

  private byte[] listpackElement() {
    int first = readByte();
    if (first < 0x80) {
      return Numbers.toBytes(first);
    }
    if (first < 0xc0) {
      return string(first & 0x3f);
    }
    if (first < 0xe0) {
      int number = (first & 0x1f) << 8 | readByte();
      return Numbers.toBytes(number << 19 >> 19);
    }
    if (first < 0xf0) {
      return string((first & 0x0f) << 8 | readByte());
    }
    return switch (first) {
      case 0xf0 -> string(littleEndian(Integer.BYTES) & 0xffff_ffffL);
      case 0xf1 -> Numbers.toBytes(littleEndian(2));
      case 0xf2 -> Numbers.toBytes(littleEndian(3));
      case 0xf3 -> Numbers.toBytes(littleEndian(4));
      case 0xf4 -> Numbers.toBytes(littleEndian(8));
      default -> throw BadPayloadException.dataFormat();
    };
  }

  /** How many bytes the length behind a listpack's element takes, by Redis's own bounds. */
  private static int backLengthBytes(int length) {
    if (length <= 127) {
      return 1;
    }
    if (length < 16_383) {
      return 2;
    }
    if (length < 2_097_151) {
      return 3;
    }
    return length < 268_435_455 ? 4 : 5;
  }

  private byte[] ziplistElement() {
    int first = readByte();
    if (first < 0x40) {
      return string(first);
    }
    if (first < 0x80) {
      return string((first & 0x3f) << 8 | readByte());
    }
    if (first > 0xf0 && first < 0xfe) {
      return Numbers.toBytes(first - 0xf1);
    }
    return switch (first) {
      case 0x80 -> string(Integer.reverseBytes((int) littleEndian(Integer.BYTES)) & 0xffff_ffffL);
      case 0xc0 -> Numbers.toBytes(littleEndian(2));
      case 0xd0 -> Numbers.toBytes(littleEndian(4));
      case 0xe0 -> Numbers.toBytes(littleEndian(8));
      case 0xf0 -> Numbers.toBytes(littleEndian(3));
      case 0xfe -> Numbers.toBytes(littleEndian(1));
      default -> throw BadPayloadException.dataFormat();
    };
  }

  private byte[] string(long length) {
    int from = at;
    skip(length);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Reads a signed number. */
  private long littleEndian(int count) {
    int from = at;
    skip(count);
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (bytes[from + i] & 0xffL) << (i << 3);
    }
    int unused = Long.SIZE - (count << 3);
    return number << unused >> unused;
  }

  private int readByte() {
    int octet = peek();
    at++;
    return octet;
  }

  private int peek() {
    if (at >= bytes.length) {
      throw BadPayloadException.dataFormat();
    }
    return bytes[at] & 0xff;
  }

  private void skip(long count) {
    if (count < 0 || count > bytes.length - at) {
      throw BadPayloadException.dataFormat();
    }
    at += (int) count;
  }
}
