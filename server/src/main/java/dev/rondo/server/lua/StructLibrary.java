package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Num;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The library {@code struct} (struct 0.2): values in the layout of C's structs. */
final class StructLibrary {
  private static final String INTEGERS = "bBhHlLTiI";

  private StructLibrary() {}

  static Map<String, LuaFunction> functions() {
    return Map.of(
        "pack", StructLibrary::pack,
        "unpack", StructLibrary::unpack,
        "size", StructLibrary::size);
  }

  private static StructFormat format(Arguments arguments) {
    return new StructFormat(
        arguments.function(), new String(arguments.bytes(0), StandardCharsets.ISO_8859_1));
  }

  private static List<LuaData> pack(Arguments arguments) {
    StructFormat format = format(arguments);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int argument = 1;
    while (format.next()) {
      out.writeBytes(new byte[format.padding(out.size())]);
      char option = format.option();
      if (INTEGERS.indexOf(option) >= 0) {
        writeInteger(
            LuaNumbers.toLong(number(arguments, argument)), format.size(), format.isBig(), out);
        argument++;
      } else if (option == 'f') {
        int bits = Float.floatToRawIntBits((float) number(arguments, argument));
        writeInteger(bits, Float.BYTES, format.isBig(), out);
        argument++;
      } else if (option == 'd') {
        long bits = Double.doubleToRawLongBits(number(arguments, argument));
        writeInteger(bits, Double.BYTES, format.isBig(), out);
        argument++;
      } else if (option == 'x') {
        out.write(0);
      } else if (option == 's' || option == 'c') {
        byte[] text = arguments.bytes(argument);
        argument++;
        int length = option == 's' || format.size() == 0 ? text.length : format.size();
        if (length > text.length) {
          throw arguments.bad(argument, "string too short");
        }
        out.write(text, 0, length);
        if (option == 's') {
          out.write(0);
        }
      } else {
        format.control();
      }
    }
    return List.of(LuaData.of(out.toByteArray()));
  }

  /** A missing number is called nil: the library's own buffer stands there. */
  private static double number(Arguments arguments, int i) {
    if (i >= arguments.size()) {
      throw arguments.bad(i, "number expected, got nil");
    }
    return arguments.number(i);
  }

  private static void writeInteger(long value, int size, boolean big, ByteArrayOutputStream out) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      int shift = i * 8;
      byte each = shift < Long.SIZE ? (byte) (value >>> shift) : 0;
      bytes[big ? size - 1 - i : i] = each;
    }
    out.writeBytes(bytes);
  }

  private static List<LuaData> unpack(Arguments arguments) {
    StructFormat format = format(arguments);
    byte[] data = arguments.bytes(1);
    long first = arguments.integer(2, 1);
    if (first == 0) {
      throw arguments.bad(2, "offset must be 1 or greater");
    }
    requireRoom(arguments, data, first < 0 ? Long.MAX_VALUE : first - 1, 0);
    int at = (int) first - 1;
    List<LuaData> values = new ArrayList<>();
    while (format.next()) {
      at += format.padding(at);
      int size = format.size();
      requireRoom(arguments, data, at, size);
      char option = format.option();
      if (INTEGERS.indexOf(option) >= 0) {
        values.add(LuaData.of(integer(data, at, format)));
      } else if (option == 'f') {
        values.add(LuaData.of(Float.intBitsToFloat((int) bits(data, at, size, format.isBig()))));
      } else if (option == 'd') {
        values.add(LuaData.of(Double.longBitsToDouble(bits(data, at, size, format.isBig()))));
      } else if (option == 'c') {
        if (size == 0) {
          size = previousSize(values);
          requireRoom(arguments, data, at, size);
        }
        values.add(LuaData.of(Arrays.copyOfRange(data, at, at + size)));
      } else if (option == 's') {
        size = lengthOfText(data, at);
        values.add(LuaData.of(Arrays.copyOfRange(data, at, at + size)));
        size++;
      } else if (option != 'x') {
        format.control();
      }
      at += size;
    }
    values.add(LuaData.of(at + 1));
    return values;
  }

  private static void requireRoom(Arguments arguments, byte[] data, long at, long size) {
    if (size < 0 || size > data.length || at > data.length - size) {
      throw arguments.bad(1, "data string too short");
    }
  }

  private static int previousSize(List<LuaData> values) {
    if (values.isEmpty() || !(values.get(values.size() - 1) instanceof Num number)) {
      throw LuaFailure.of("format 'c0' needs a previous size");
    }
    values.remove(values.size() - 1);
    return (int) Math.min(number.value(), Integer.MAX_VALUE);
  }

  private static int lengthOfText(byte[] data, int at) {
    for (int i = at; i < data.length; i++) {
      if (data[i] == 0) {
        return i - at;
      }
    }
    throw LuaFailure.of("unfinished string in data");
  }

  private static double integer(byte[] data, int at, StructFormat format) {
    int size = format.size();
    long bits = bits(data, at, size, format.isBig());
    if (Character.isUpperCase(format.option())) {
      return bits >= 0 ? (double) bits : (bits >>> 1) * 2.0 + (bits & 1);
    }
    int unused = Math.max(0, Long.SIZE - size * 8);
    return (double) (bits << unused >> unused);
  }

  private static long bits(byte[] data, int at, int size, boolean big) {
    long bits = 0;
    for (int i = 0; i < size; i++) {
      bits = bits << 8 | (data[big ? at + i : at + size - 1 - i] & 0xFF);
    }
    return bits;
  }

  private static List<LuaData> size(Arguments arguments) {
    StructFormat format = format(arguments);
    int size = 0;
    while (format.next()) {
      size += format.padding(size);
      char option = format.option();
      if (option == 's') {
        throw arguments.bad(0, "option 's' has no fixed size");
      }
      if (option == 'c' && format.size() == 0) {
        throw arguments.bad(0, "option 'c0' has no fixed size");
      }
      if (!Character.isLetterOrDigit(option)) {
        format.control();
      }
      size += format.size();
    }
    return List.of(LuaData.of(size));
  }
}
