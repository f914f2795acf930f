package dev.rondo.server.routing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the fields that {@link FieldReader} reads. */
final class FieldWriter {
  private final ByteArrayOutputStream out;

  /**
   * @param expectedBytes about how many bytes there will be
   */
  FieldWriter(int expectedBytes) {
    out = new ByteArrayOutputStream(expectedBytes);
  }

  FieldWriter u8(int value) {
    out.write(value);
    return this;
  }

  FieldWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  FieldWriter i64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      u8((int) (value >>> shift));
    }
    return this;
  }

  FieldWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      u8((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /** A length and so many bytes. */
  FieldWriter bytes(byte[] value) {
    return varint(value.length).raw(value);
  }

  /** Bytes whose length is known otherwise. */
  FieldWriter raw(byte[] value) {
    return raw(value, value.length);
  }

  /** The first {@code length} bytes. */
  FieldWriter raw(byte[] value, int length) {
    out.write(value, 0, length);
    return this;
  }

  /** A length and a text in UTF-8. */
  FieldWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] done() {
    return out.toByteArray();
  }
}
