package dev.rondo.server.lua;

import dev.rondo.server.lua.CjsonLibrary.InvalidNumbers;
import dev.rondo.server.lua.LuaData.Bool;
import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import dev.rondo.server.lua.LuaData.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a value as JSON, as {@code cjson.encode} does. Used once. */
final class JsonEncoder {
  private static final int NOT_A_LIST = -1;
  private static final int DELETE = 127;

  private final boolean convertSparse;
  private final long sparseRatio;
  private final long sparseSafe;
  private final long maxDepth;
  private final int precision;
  private final InvalidNumbers invalidNumbers;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * @param convertSparse whether lists with too many holes become objects; else they are refused
   * @param sparseRatio how many times as long as it has values a list may be; 0 for any
   * @param sparseSafe a list that is not longer may have any holes
   */
  JsonEncoder(
      boolean convertSparse,
      long sparseRatio,
      long sparseSafe,
      long maxDepth,
      int precision,
      InvalidNumbers invalidNumbers) {
    this.convertSparse = convertSparse;
    this.sparseRatio = sparseRatio;
    this.sparseSafe = sparseSafe;
    this.maxDepth = maxDepth;
    this.precision = precision;
    this.invalidNumbers = invalidNumbers;
  }

  byte[] encode(LuaData value) {
    write(value, 1);
    return out.toByteArray();
  }

  private void write(LuaData value, int depth) {
    if (value instanceof Str text) {
      string(text.bytes());
    } else if (value instanceof Num number) {
      number(number.value());
    } else if (value instanceof Bool bool) {
      ascii(bool.value() ? "true" : "false");
    } else if (value instanceof LuaData.Nil || value instanceof LuaData.Null) {
      ascii("null");
    } else if (value instanceof LuaData.Other) {
      throw LuaFailure.of("Cannot serialise " + value.typeName() + ": type not supported");
    } else {
      if (depth > maxDepth || !(value instanceof Table table)) {
        throw LuaFailure.of("Cannot serialise, excessive nesting (" + depth + ")");
      }
      table(table, depth);
    }
  }

  private void table(Table table, int depth) {
    int length = listLength(table);
    if (length > 0) {
      list(table, length, depth);
    } else {
      object(table, depth);
    }
  }

  /** How long a table is as a list, or that it is none. */
  private int listLength(Table table) {
    double max = 0;
    for (Field field : table.fields()) {
      boolean isIndex =
          field.key() instanceof Num key
              && key.value() >= 1
              && key.value() <= Integer.MAX_VALUE
              && Math.floor(key.value()) == key.value();
      if (!isIndex) {
        return NOT_A_LIST;
      }
      max = Math.max(max, ((Num) field.key()).value());
    }
    boolean isSparse =
        sparseRatio > 0 && max > (double) table.fields().size() * sparseRatio && max > sparseSafe;
    if (isSparse && !convertSparse) {
      throw LuaFailure.of("Cannot serialise table: excessively sparse array");
    }
    return isSparse ? NOT_A_LIST : (int) max;
  }

  private void list(Table table, int length, int depth) {
    Map<Integer, LuaData> byIndex = new HashMap<>();
    for (Field field : table.fields()) {
      byIndex.put((int) ((Num) field.key()).value(), field.value());
    }
    out.write('[');
    for (int i = 1; i <= length; i++) {
      if (i > 1) {
        out.write(',');
      }
      write(byIndex.getOrDefault(i, LuaData.NIL), depth + 1);
    }
    out.write(']');
  }

  private void object(Table table, int depth) {
    out.write('{');
    List<Field> fields = table.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      LuaData key = fields.get(i).key();
      if (key instanceof Num number) {
        out.write('"');
        number(number.value());
        out.write('"');
      } else if (key instanceof Str text) {
        string(text.bytes());
      } else {
        throw LuaFailure.of(
            "Cannot serialise %s: table key must be a number or string".formatted(key.typeName()));
      }
      out.write(':');
      write(fields.get(i).value(), depth + 1);
    }
    out.write('}');
  }

  private void number(double value) {
    boolean isInvalid = Double.isNaN(value) || Double.isInfinite(value);
    if (isInvalid && invalidNumbers == InvalidNumbers.REFUSED) {
      throw LuaFailure.of("Cannot serialise number: must not be NaN or Inf");
    }
    if (isInvalid && invalidNumbers == InvalidNumbers.NULL) {
      ascii("null");
    } else if (Double.isNaN(value)) {
      ascii("nan");
    } else {
      ascii(LuaNumbers.format(value, precision));
    }
  }

  private void string(byte[] bytes) {
    out.write('"');
    for (byte each : bytes) {
      int c = each & 0xFF;
      switch (c) {
        case '"', '\\', '/' -> {
          out.write('\\');
          out.write(c);
        }
        case '\b' -> ascii("\\b");
        case '\t' -> ascii("\\t");
        case '\n' -> ascii("\\n");
        case '\f' -> ascii("\\f");
        case '\r' -> ascii("\\r");
        default -> {
          if (c < ' ' || c == DELETE) {
            ascii("\\u%04x".formatted(c));
          } else {
            out.write(c);
          }
        }
      }
    }
    out.write('"');
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
