package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Bool;
import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import dev.rondo.server.lua.LuaData.Table;
import java.io.ByteArrayOutputStream;

/**
 * Writes values as MessagePack (MessagePack specification), as {@code cmsgpack.pack} does: numbers
 * without fraction as integers, tables that are lists as arrays, others as maps.
 */
final class MessagePackWriter {
  /** Tables deeper than this are written as nil. */
  private static final int MAX_DEPTH = 16;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  void write(LuaData value) {
    write(value, 0);
  }

  private void write(LuaData value, int depth) {
    if (value instanceof Str text) {
      length(text.bytes().length, 0xA0, 31, 0xD9, 0xDA, 0xDB);
      out.writeBytes(text.bytes());
    } else if (value instanceof Num number) {
      number(number.value());
    } else if (value instanceof Bool bool) {
      out.write(bool.value() ? 0xC3 : 0xC2);
    } else if (value instanceof Table table && depth < MAX_DEPTH) {
      table(table, depth);
    } else {
      out.write(0xC0);
    }
  }

  private void number(double value) {
    boolean isInteger =
        value == Math.rint(value) && value >= Long.MIN_VALUE && value < -(double) Long.MIN_VALUE;
    if (isInteger) {
      integer((long) value);
    } else if ((float) value == value) {
      out.write(0xCA);
      number(Float.floatToRawIntBits((float) value), 4);
    } else {
      out.write(0xCB);
      number(Double.doubleToRawLongBits(value), 8);
    }
  }

  private void integer(long value) {
    if (value >= -32 && value <= 127) {
      out.write((int) value);
    } else if (value >= 0) {
      int size = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFF_FFFFL ? 2 : 3;
      out.write(0xCC + size);
      number(value, 1 << size);
    } else {
      int size =
          value >= Byte.MIN_VALUE
              ? 0
              : value >= Short.MIN_VALUE ? 1 : value >= Integer.MIN_VALUE ? 2 : 3;
      out.write(0xD0 + size);
      number(value, 1 << size);
    }
  }

  private void table(Table table, int depth) {
    if (isList(table)) {
      length(table.fields().size(), 0x90, 15, -1, 0xDC, 0xDD);
      table.list().forEach(value -> write(value, depth + 1));
    } else {
      length(table.fields().size(), 0x80, 15, -1, 0xDE, 0xDF);
      for (Field field : table.fields()) {
        write(field.key(), depth + 1);
        write(field.value(), depth + 1);
      }
    }
  }

  private static boolean isList(Table table) {
    double max = 0;
    for (Field field : table.fields()) {
      if (!(field.key() instanceof Num key) || key.value() <= 0 || key.value() % 1 != 0) {
        return false;
      }
      max = Math.max(max, key.value());
    }
    return max == table.fields().size();
  }

  /** Writes a length as briefly as can be; a code below 0 is not there. */
  private void length(int length, int fixed, int maxFixed, int one, int two, int four) {
    if (length <= maxFixed) {
      out.write(fixed | length);
    } else if (length <= 0xFF && one >= 0) {
      out.write(one);
      number(length, 1);
    } else if (length <= 0xFFFF) {
      out.write(two);
      number(length, 2);
    } else {
      out.write(four);
      number(length, 4);
    }
  }

  private void number(long value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
