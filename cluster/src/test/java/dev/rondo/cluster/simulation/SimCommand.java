package dev.rondo.cluster.simulation;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import dev.rondo.cluster.Update;
import dev.rondo.storage.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a simulated client asks for.
 *
 * @param id of the operation; unlike any other's
 * @param value what SET and SET NX store
 */
record SimCommand(long id, Kind kind, Key key, String value, Level level) {
  /** The kinds of commands. */
  enum Kind {
    GET,
    SET,
    SET_NX,
    INCR,
    DEL;

    boolean isWrite() {
      return this != GET;
    }
  }

  /** What a SET NX answers that stored nothing. */
  static final String NOTHING = "(nil)";

  Consistency consistency() {
    return new Consistency(level, level);
  }

  /**
   * The write as a pure function of the entry.
   *
   * @param applying is told that this operation is applied, each time that it is
   */
  Update<String> update(Runnable applying) {
    return (current, nowMillis) -> {
      applying.run();
      String old = current == null ? "" : text(current.stringValue());
      return switch (kind) {
        case SET -> Change.putString("OK", bytes(value));
        case SET_NX ->
            current == null ? Change.putString("OK", bytes(value)) : Change.keep(NOTHING);
        case INCR -> {
          String next = Long.toString(old.isEmpty() ? 1 : Long.parseLong(old) + 1);
          yield Change.putString(next, bytes(next));
        }
        case DEL -> Change.delete(current == null ? "0" : "1");
        case GET -> throw new IllegalStateException("a GET changes nothing");
      };
    };
  }

  /** For a node that runs it for another: a line for each part. */
  byte[] encode() {
    return bytes(
        String.join(
            "\n", Long.toString(id), kind.name(), level.toString(), value, text(key.bytes())));
  }

  static SimCommand decode(byte[] encoded) {
    List<String> parts = List.of(text(encoded).split("\n", -1));
    return new SimCommand(
        Long.parseLong(parts.get(0)),
        Kind.valueOf(parts.get(1)),
        new Key(0, bytes(parts.get(4))),
        parts.get(3),
        Level.parse(parts.get(2)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "#" + id + " " + kind + " " + key + " " + value;
  }
}
