package dev.rondo.server.routing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads fields from anybody's bytes: whatever they are, it ends with a value or a {@link
 * MalformedForwardException}, and takes no more memory than the bytes do.
 */
final class FieldReader {
  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] bytes;
  private int at;

  FieldReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int u8() {
    require(1);
    return bytes[at++] & 0xFF;
  }

  int u16() {
    return u8() << 8 | u8();
  }

  long i64() {
    require(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  long varint() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      int next = u8();
      value |= (next & 0x7FL) << (7 * i);
      if (next < 0x80) {
        if ((next == 0 && i > 0) || (i == MAX_VARINT_BYTES - 1 && next > 1)) {
          break;
        }
        return value;
      }
    }
    throw new MalformedForwardException("malformed number");
  }

  /** A varint that is not beyond a bound. */
  int varint(long max) {
    long value = varint();
    if (value < 0 || value > Math.min(max, Integer.MAX_VALUE)) {
      throw new MalformedForwardException(
          "%s is more than %d".formatted(Long.toUnsignedString(value), max));
    }
    return (int) value;
  }

  /** How many things follow, of at least so many bytes each: never more than can be there. */
  int count(int minBytesEach, long max) {
    return varint(Math.min(max, (bytes.length - at) / minBytesEach));
  }

  byte[] bytes(long max) {
    return raw(varint(max));
  }

  /** So many bytes. */
  byte[] raw(int length) {
    require(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** A text of at most so many bytes. */
  String text(int maxBytes) {
    return new String(bytes(maxBytes), StandardCharsets.UTF_8);
  }

  void end() {
    if (at != bytes.length) {
      throw new MalformedForwardException("%d bytes too many".formatted(bytes.length - at));
    }
  }

  private void require(int more) {
    if (bytes.length - at < more) {
      throw new MalformedForwardException("ends early");
    }
  }
}
