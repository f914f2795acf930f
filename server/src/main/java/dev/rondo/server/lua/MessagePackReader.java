package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads values from MessagePack (MessagePack specification), as {@code cmsgpack.unpack} does: it
 * does not know the formats for binary data and extensions.
 */
final class MessagePackReader {
  private static final int MAX_DEPTH = 1000;

  private final byte[] packed;
  private int at;
  private int depth;

  MessagePackReader(byte[] packed, int offset) {
    this.packed = packed;
    this.at = offset;
  }

  boolean hasMore() {
    return at < packed.length;
  }

  int position() {
    return at;
  }

  LuaData read() {
    int code = (int) unsigned(1);
    if (code <= 0x7F || code >= 0xE0) {
      return LuaData.of((byte) code);
    } else if (code <= 0x8F) {
      return map(code & 0x0F);
    } else if (code <= 0x9F) {
      return array(code & 0x0F);
    } else if (code <= 0xBF) {
      return string(code & 0x1F);
    }
    return switch (code) {
      case 0xC0 -> LuaData.NIL;
      case 0xC2 -> LuaData.FALSE;
      case 0xC3 -> LuaData.TRUE;
      case 0xCA -> LuaData.of(Float.intBitsToFloat((int) unsigned(4)));
      case 0xCB -> LuaData.of(Double.longBitsToDouble(unsigned(8)));
      case 0xCC, 0xCD, 0xCE, 0xCF -> LuaData.of(unsigned(1 << (code - 0xCC)));
      case 0xD0, 0xD1, 0xD2, 0xD3 -> LuaData.of(signed(1 << (code - 0xD0)));
      case 0xD9, 0xDA, 0xDB -> string(unsigned(1 << (code - 0xD9)));
      case 0xDC, 0xDD -> array(unsigned(2 << (code - 0xDC)));
      case 0xDE, 0xDF -> map(unsigned(2 << (code - 0xDE)));
      default -> throw LuaFailure.of("Bad data format in input.");
    };
  }

  private long unsigned(int bytes) {
    require(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (packed[at] & 0xFF);
      at++;
    }
    return value;
  }

  private long signed(int bytes) {
    int unused = Long.SIZE - bytes * 8;
    return unsigned(bytes) << unused >> unused;
  }

  private LuaData string(long length) {
    require(length);
    int end = at + (int) length;
    byte[] bytes = Arrays.copyOfRange(packed, at, end);
    at = end;
    return LuaData.of(bytes);
  }

  private LuaData array(long size) {
    descend();
    List<LuaData> values = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      values.add(read());
    }
    depth--;
    return LuaData.listOf(values);
  }

  private LuaData map(long size) {
    descend();
    List<Field> fields = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      LuaData key = read();
      LuaData value = read();
      boolean isNoKey = key == LuaData.NIL || (key instanceof Num n && Double.isNaN(n.value()));
      if (isNoKey) {
        throw LuaFailure.of("Bad data format in input.");
      }
      fields.add(new Field(key, value));
    }
    depth--;
    return new Table(fields);
  }

  private void descend() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw LuaFailure.of("reached lua stack limit");
    }
  }

  private void require(long bytes) {
    if (bytes > packed.length - at) {
      throw LuaFailure.of("Missing bytes in input.");
    }
  }
}
