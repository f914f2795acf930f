package dev.rondo.server.command.scripting;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.lua.LuaData;
import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Table;
import dev.rondo.server.lua.LuaFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a command's reply as scripts see it (Redis documentation, "Lua API reference", "Data type
 * conversion"). The bytes are our own, so they are taken to be right.
 */
final class ReplyReader {
  private static final int FORMAT_BYTES = 4;

  private final byte[] reply;
  private int at;

  ReplyReader(byte[] reply) {
    this.reply = reply;
  }

  /**
   * The reply.
   *
   * @throws LuaFailure when it is an error
   */
  LuaData read() {
    if (reply[0] == '-') {
      at = 1;
      throw LuaFailure.reply(line());
    }
    return value();
  }

  private LuaData value() {
    char type = (char) reply[at];
    at++;
    String line = line();
    return switch (type) {
      case '+' -> LuaData.table("ok", LuaData.of(line));
      case '-' -> LuaData.table("err", LuaData.of(line));
      case ':' -> LuaData.of(Long.parseLong(line));
      case '$' -> line.startsWith("-") ? LuaData.FALSE : LuaData.of(bytes(line));
      case '*', '>' -> line.startsWith("-") ? LuaData.FALSE : list(Integer.parseInt(line));
      case '_' -> LuaData.NIL;
      case '#' -> LuaData.of(line.equals("t"));
      case ',' -> LuaData.table("double", LuaData.of(real(line)));
      case '(' -> LuaData.table("big_number", LuaData.of(line));
      case '=' -> verbatim(bytes(line));
      case '%' -> map(Integer.parseInt(line));
      case '~' -> set(Integer.parseInt(line));
      default -> throw new IllegalStateException("no type of RESP: " + type);
    };
  }

  private String line() {
    int end = at;
    while (reply[end] != '\r') {
      end++;
    }
    String line = Bytes.text(Arrays.copyOfRange(reply, at, end));
    at = end + 2;
    return line;
  }

  private byte[] bytes(String length) {
    int end = at + Integer.parseInt(length);
    byte[] bytes = Arrays.copyOfRange(reply, at, end);
    at = end + 2;
    return bytes;
  }

  private static double real(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text.replace("nan", "NaN"));
    };
  }

  private LuaData list(int size) {
    List<LuaData> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(value());
    }
    return LuaData.listOf(values);
  }

  private LuaData map(int size) {
    List<Field> fields = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      LuaData key = value();
      fields.add(new Field(key, value()));
    }
    return LuaData.table("map", new Table(fields));
  }

  private LuaData set(int size) {
    List<Field> fields = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      fields.add(new Field(value(), LuaData.TRUE));
    }
    return LuaData.table("set", new Table(fields));
  }

  private static LuaData verbatim(byte[] bytes) {
    LuaData format = LuaData.of(Arrays.copyOf(bytes, FORMAT_BYTES - 1));
    LuaData text = LuaData.of(Arrays.copyOfRange(bytes, FORMAT_BYTES, bytes.length));
    return LuaData.table(
        "verbatim_string",
        new Table(
            List.of(
                new Field(LuaData.of("format"), format), new Field(LuaData.of("string"), text))));
  }
}
