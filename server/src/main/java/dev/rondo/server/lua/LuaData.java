package dev.rondo.server.lua;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A value of Lua as it crosses between Lua and Java: a copy, tables with all they contain. */
public sealed interface LuaData {
  /** Nothing. */
  LuaData NIL = new Nil();

  /** The light userdata without an address that cjson takes for JSON's null. */
  LuaData NULL = new Null();

  /** Stands for a table deeper than was to be read. */
  LuaData TOO_DEEP = new TooDeep();

  LuaData TRUE = new Bool(true);
  LuaData FALSE = new Bool(false);

  /** See {@link #NIL}. */
  record Nil() implements LuaData {
    @Override
    public String typeName() {
      return "nil";
    }
  }

  /** See {@link #NULL}. */
  record Null() implements LuaData {
    @Override
    public String typeName() {
      return "userdata";
    }
  }

  /** See {@link #TOO_DEEP}. */
  record TooDeep() implements LuaData {
    @Override
    public String typeName() {
      return "table";
    }
  }

  record Bool(boolean value) implements LuaData {
    @Override
    public String typeName() {
      return "boolean";
    }
  }

  record Num(double value) implements LuaData {
    @Override
    public String typeName() {
      return "number";
    }
  }

  /** A string of Lua: bytes, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // equals and hashCode go by the contents
  record Str(byte[] bytes) implements LuaData {
    @Override
    public String typeName() {
      return "string";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Str that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * A function, thread or other userdata.
   *
   * @param typeName what Lua's {@code type} says
   */
  record Other(String typeName) implements LuaData {}

  /** A field of a table. */
  record Field(LuaData key, LuaData value) {}

  /** A table. The fields are in the order in which Lua's {@code next} gives them. */
  record Table(List<Field> fields) implements LuaData {
    @Override
    public String typeName() {
      return "table";
    }

    /** The value of a field with a name; {@link #NIL} when there is none. */
    public LuaData get(String name) {
      LuaData key = LuaData.of(name);
      for (Field field : fields) {
        if (field.key().equals(key)) {
          return field.value();
        }
      }
      return NIL;
    }

    /** The values at 1, 2, ... up to the first that is missing. */
    public List<LuaData> list() {
      Map<Integer, LuaData> byIndex = new HashMap<>();
      for (Field field : fields) {
        if (field.key() instanceof Num key && key.value() == (int) key.value()) {
          byIndex.put((int) key.value(), field.value());
        }
      }
      List<LuaData> list = new ArrayList<>();
      for (int i = 1; byIndex.containsKey(i); i++) {
        list.add(byIndex.get(i));
      }
      return list;
    }
  }

  static LuaData of(double value) {
    return new Num(value);
  }

  /** A whole number; one that a double cannot hold is rounded. */
  static LuaData of(long value) {
    return new Num((double) value);
  }

  static LuaData of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A string; each character is one byte. */
  static LuaData of(String text) {
    return new Str(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static LuaData of(byte[] bytes) {
    return new Str(bytes);
  }

  /** A table with these values at 1, 2, ...; what is nil is left out. */
  static LuaData listOf(List<? extends LuaData> values) {
    List<Field> fields = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != NIL) {
        fields.add(new Field(new Num(i + 1), values.get(i)));
      }
    }
    return new Table(fields);
  }

  /** A table with one field. */
  static Table table(String name, LuaData value) {
    return new Table(List.of(new Field(of(name), value)));
  }

  /** What Lua's {@code type} says. */
  String typeName();
}
