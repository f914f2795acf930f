package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, read as functions of Lua's library read theirs: numbers are taken for
 * strings and strings that look like numbers for numbers.
 *
 * @param function its name, for messages
 */
public record Arguments(String function, List<LuaData> values) {
  public Arguments {
    values = List.copyOf(values);
  }

  public int size() {
    return values.size();
  }

  /** An argument; nil behind the last. Positions count from 0. */
  public LuaData at(int i) {
    return i < values.size() ? values.get(i) : LuaData.NIL;
  }

  /** Whether an argument is there and not nil. */
  public boolean has(int i) {
    return at(i) != LuaData.NIL;
  }

  /** A number. */
  public double number(int i) {
    LuaData value = at(i);
    if (value instanceof Num number) {
      return number.value();
    }
    if (value instanceof Str text) {
      Double parsed = LuaNumbers.parse(new String(text.bytes(), StandardCharsets.ISO_8859_1));
      if (parsed != null) {
        return parsed;
      }
    }
    throw wrongType(i, "number");
  }

  /** A number without its fraction. */
  public long integer(int i) {
    return LuaNumbers.toLong(number(i));
  }

  /** As {@link #integer(int)}, or a default when the argument is missing or nil. */
  public long integer(int i, long otherwise) {
    return has(i) ? integer(i) : otherwise;
  }

  /** A string. */
  public byte[] bytes(int i) {
    byte[] bytes = bytesOrNull(at(i));
    if (bytes == null) {
      throw wrongType(i, "string");
    }
    return bytes;
  }

  /** A string, or a number as Lua writes it; null for anything else. */
  static byte @Nullable [] bytesOrNull(LuaData value) {
    if (value instanceof Str text) {
      return text.bytes();
    }
    return value instanceof Num number
        ? LuaNumbers.format(number.value(), LuaNumbers.LUA_PRECISION)
            .getBytes(StandardCharsets.ISO_8859_1)
        : null;
  }

  private LuaFailure wrongType(int i, String expected) {
    String got = i < values.size() ? at(i).typeName() : "no value";
    return bad(i, "%s expected, got %s".formatted(expected, got));
  }

  /** The error of an argument that cannot be used. */
  LuaFailure bad(int i, String why) {
    return LuaFailure.badArgument(i + 1, function, why);
  }
}
