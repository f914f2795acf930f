package dev.rondo.server.rdb;

/** A value read from a DUMP payload. */
public sealed interface RestoredValue {
  /** A string. */
  final class StringValue implements RestoredValue {
    private final byte[] bytes;

    StringValue(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The string's bytes: the array made by the reader, not a copy of it. */
    public byte[] bytes() {
      return bytes;
    }
  }
}
