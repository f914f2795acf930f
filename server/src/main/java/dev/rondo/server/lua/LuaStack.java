package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Bool;
import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import dev.rondo.server.lua.LuaData.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaNatives;

/**
 * The stack of a thread of Lua: how values get in and out. Strings are bytes here, which the
 * binding's own strings are not. Never runs a metamethod.
 */
final class LuaStack {
  /** How many values one reading may take in, so that tables that repeat themselves end. */
  private static final int MAX_VALUES = 4_000_000;

  private static final int NIL = 0;
  private static final int BOOLEAN = 1;
  private static final int LIGHT_USERDATA = 2;
  private static final int NUMBER = 3;
  private static final int STRING = 4;
  private static final int TABLE = 5;
  private static final String[] OTHERS = {"function", "userdata", "thread"};

  /** What one level of a table needs: the table, a key, a value, and one to work with. */
  private static final int SLOTS_A_LEVEL = 5;

  private final LuaNatives natives;
  private final long thread;
  private final StringChunk strings;
  private int values;

  LuaStack(Lua lua, StringChunk strings) {
    this.natives = lua.getLuaNatives();
    this.thread = lua.getPointer();
    this.strings = strings;
  }

  int size() {
    return natives.lua_gettop(thread);
  }

  void clear() {
    natives.lua_settop(thread, 0);
  }

  void pop(int count) {
    natives.lua_settop(thread, -count - 1);
  }

  /** Everything on the stack, from the bottom. */
  List<LuaData> readAll(int maxDepth) {
    int size = size();
    List<LuaData> all = new ArrayList<>(size);
    for (int i = 1; i <= size; i++) {
      all.add(read(i, maxDepth));
    }
    return all;
  }

  /**
   * A value.
   *
   * @param index from the bottom, 1 for the first
   * @param maxDepth how many levels of tables are read, deeper ones are {@link LuaData#TOO_DEEP}
   */
  LuaData read(int index, int maxDepth) {
    values++;
    if (values > MAX_VALUES) {
      throw LuaFailure.of("table has too many values");
    }
    int type = natives.lua_type(thread, index);
    return switch (type) {
      case NIL -> LuaData.NIL;
      case BOOLEAN -> LuaData.of(natives.lua_toboolean(thread, index) != 0);
      case LIGHT_USERDATA -> LuaData.NULL;
      case NUMBER -> new Num(natives.lua_tonumber(thread, index));
      case STRING -> new Str(bytes(index));
      case TABLE -> maxDepth > 0 ? table(index, maxDepth - 1) : LuaData.TOO_DEEP;
      default -> new LuaData.Other(OTHERS[type - TABLE - 1]);
    };
  }

  private Table table(int index, int maxDepth) {
    room(SLOTS_A_LEVEL);
    List<Field> fields = new ArrayList<>();
    natives.lua_pushnil(thread);
    int keyAt = size();
    while (natives.lua_next(thread, index) != 0) {
      LuaData value = read(keyAt + 1, maxDepth);
      fields.add(new Field(read(keyAt, 0), value));
      pop(1);
    }
    return new Table(fields);
  }

  /** The bytes of a string. */
  byte[] bytes(int index) {
    Object buffer = natives.luaJ_todirectbuffer(thread, index);
    if (!(buffer instanceof ByteBuffer source)) {
      return new byte[0];
    }
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    return bytes;
  }

  void push(LuaData value) {
    room(SLOTS_A_LEVEL);
    if (value instanceof Bool bool) {
      natives.lua_pushboolean(thread, bool.value() ? 1 : 0);
    } else if (value instanceof Num number) {
      natives.lua_pushnumber(thread, number.value());
    } else if (value instanceof Str text) {
      pushBytes(text.bytes());
    } else if (value instanceof LuaData.Null) {
      natives.lua_pushlightuserdata(thread, 0);
    } else if (value instanceof Table table) {
      pushTable(table);
    } else {
      natives.lua_pushnil(thread);
    }
  }

  private void pushTable(Table table) {
    natives.lua_createtable(thread, 0, 0);
    for (Field field : table.fields()) {
      push(field.key());
      push(field.value());
      natives.lua_rawset(thread, -3);
    }
  }

  void pushBytes(byte[] bytes) {
    room(2);
    if (isPlain(bytes)) {
      natives.luaJ_pushstring(thread, new String(bytes, StandardCharsets.ISO_8859_1));
    } else {
      strings.push(natives, thread, bytes);
    }
  }

  /** What the binding's own strings carry without a change. */
  private static boolean isPlain(byte[] bytes) {
    for (byte each : bytes) {
      if (each <= 0) {
        return false;
      }
    }
    return true;
  }

  /** A table with these strings at 1, 2, ... */
  void pushList(List<byte[]> texts) {
    room(SLOTS_A_LEVEL);
    natives.lua_createtable(thread, texts.size(), 0);
    for (int i = 0; i < texts.size(); i++) {
      pushBytes(texts.get(i));
      natives.lua_rawseti(thread, -2, i + 1);
    }
  }

  /** Where the function stands that called the running one: {@code chunk:line: }, or nothing. */
  String callersPosition() {
    room(1);
    natives.luaL_where(thread, 1);
    String position = new String(bytes(-1), StandardCharsets.ISO_8859_1);
    pop(1);
    return position;
  }

  private void room(int slots) {
    if (natives.lua_checkstack(thread, slots) == 0) {
      throw LuaFailure.of("reached lua stack limit");
    }
  }
}
