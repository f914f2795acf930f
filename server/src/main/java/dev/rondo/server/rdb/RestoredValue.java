package dev.rondo.server.rdb;

import java.util.List;
import java.util.Map;

/**
 * A value in a DUMP payload. The arrays in it are those made by the reader, or given to the writer,
 * and not copies; nobody changes them.
 */
public sealed interface RestoredValue {
  /** A string. */
  final class StringValue implements RestoredValue {
    private final byte[] bytes;

    public StringValue(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The string's bytes. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** A list: its elements from the first to the last. At least one. */
  record ListValue(List<byte[]> elements) implements RestoredValue {}

  /** A set: its members, each once. At least one. */
  record SetValue(List<byte[]> members) implements RestoredValue {}

  /** A sorted set: its members, each once, with their scores, which are not NaN. At least one. */
  record SortedSetValue(List<Map.Entry<byte[], Double>> members) implements RestoredValue {}

  /** A hash: its fields, each once, with their values. At least one. */
  record HashValue(List<Map.Entry<byte[], byte[]>> fields) implements RestoredValue {}
}
