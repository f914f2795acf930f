package dev.rondo.server.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node's answer to a request, in RESP2, but for errors. */
sealed interface RedisValue {
  /** A simple or a bulk string. */
  record Text(String value) implements RedisValue {
    @Override
    public String toString() {
      return value;
    }
  }

  /** An integer. */
  record Whole(long value) implements RedisValue {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** An array. */
  record Items(List<RedisValue> values) implements RedisValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** The absent value. */
  record Nil() implements RedisValue {}

  /**
   * The elements of an array.
   *
   * @throws IOException when this is something else
   */
  default List<RedisValue> items() throws IOException {
    if (this instanceof Items items) {
      return items.values();
    }
    throw new IOException("unexpected answer: " + this);
  }

  /**
   * An array of names and their values.
   *
   * @throws IOException when this is something else
   */
  default Map<String, RedisValue> fields() throws IOException {
    List<RedisValue> items = items();
    Map<String, RedisValue> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      fields.put(items.get(i).toString(), items.get(i + 1));
    }
    return fields;
  }
}
