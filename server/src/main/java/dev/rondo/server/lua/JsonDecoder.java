package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a value from JSON, as {@code cjson.decode} does: with the same leniency about numbers and
 * the same errors. Used once.
 */
final class JsonDecoder {
  /** What was found, under the names that errors show. */
  private enum Kind {
    T_OBJ_BEGIN,
    T_OBJ_END,
    T_ARR_BEGIN,
    T_ARR_END,
    T_STRING,
    T_NUMBER,
    T_BOOLEAN,
    T_NULL,
    T_COLON,
    T_COMMA,
    T_END
  }

  /**
   * A token.
   *
   * @param at where it begins
   * @param value what it stands for, nil when it is punctuation
   */
  private record Token(Kind kind, int at, LuaData value) {}

  private static final Pattern STRTOD =
      Pattern.compile(
          "[+-]?(?:0x[0-9a-f]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?|inf(?:inity)?|nan)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STRICT =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private static final int HEX_DIGITS = 4;

  private final byte[] json;
  private final String text;
  private final long maxDepth;
  private final boolean invalidNumbers;
  private int at;
  private long depth;

  /**
   * @param invalidNumbers whether numbers are taken that JSON does not know
   */
  JsonDecoder(byte[] json, long maxDepth, boolean invalidNumbers) {
    this.json = json;
    this.text = new String(json, StandardCharsets.ISO_8859_1);
    this.maxDepth = maxDepth;
    this.invalidNumbers = invalidNumbers;
  }

  LuaData decode() {
    if (json.length >= 2 && (json[0] == 0 || json[1] == 0)) {
      throw LuaFailure.of("JSON parser does not support UTF-16 or UTF-32");
    }
    LuaData value = value(next("value"));
    Token end = next("the end");
    if (end.kind() != Kind.T_END) {
      throw unexpected("the end", end);
    }
    return value;
  }

  private LuaData value(Token token) {
    return switch (token.kind()) {
      case T_STRING, T_NUMBER, T_BOOLEAN, T_NULL -> token.value();
      case T_OBJ_BEGIN -> object();
      case T_ARR_BEGIN -> array();
      default -> throw unexpected("value", token);
    };
  }

  private void descend() {
    depth++;
    if (depth > maxDepth) {
      throw LuaFailure.of(
          "Found too many nested data structures (%d) at character %d".formatted(depth, at));
    }
  }

  private LuaData object() {
    descend();
    Map<LuaData, LuaData> fields = new LinkedHashMap<>();
    Token token = next("object key string");
    while (token.kind() != Kind.T_OBJ_END || !fields.isEmpty()) {
      if (token.kind() != Kind.T_STRING) {
        throw unexpected("object key string", token);
      }
      Token colon = next("colon");
      if (colon.kind() != Kind.T_COLON) {
        throw unexpected("colon", colon);
      }
      fields.put(token.value(), value(next("value")));
      Token separator = next("comma or object end");
      if (separator.kind() == Kind.T_OBJ_END) {
        break;
      }
      if (separator.kind() != Kind.T_COMMA) {
        throw unexpected("comma or object end", separator);
      }
      token = next("object key string");
    }
    depth--;
    List<Field> list = new ArrayList<>(fields.size());
    fields.forEach((key, value) -> list.add(new Field(key, value)));
    return new Table(list);
  }

  private LuaData array() {
    descend();
    List<LuaData> values = new ArrayList<>();
    Token token = next("value");
    while (token.kind() != Kind.T_ARR_END || !values.isEmpty()) {
      values.add(value(token));
      Token separator = next("comma or array end");
      if (separator.kind() == Kind.T_ARR_END) {
        break;
      }
      if (separator.kind() != Kind.T_COMMA) {
        throw unexpected("comma or array end", separator);
      }
      token = next("value");
    }
    depth--;
    return LuaData.listOf(values);
  }

  private static LuaFailure unexpected(String expected, Token found) {
    return failure(expected, found.kind().name(), found.at());
  }

  private static LuaFailure failure(String expected, String found, int at) {
    return LuaFailure.of(
        "Expected %s but found %s at character %d".formatted(expected, found, at + 1));
  }

  // Tokens.

  private Token next(String expected) {
    while (at < json.length && " \t\n\r".indexOf(json[at]) >= 0) {
      at++;
    }
    int start = at;
    if (at == json.length) {
      return new Token(Kind.T_END, start, LuaData.NIL);
    }
    at++;
    return switch (json[start]) {
      case '{' -> new Token(Kind.T_OBJ_BEGIN, start, LuaData.NIL);
      case '}' -> new Token(Kind.T_OBJ_END, start, LuaData.NIL);
      case '[' -> new Token(Kind.T_ARR_BEGIN, start, LuaData.NIL);
      case ']' -> new Token(Kind.T_ARR_END, start, LuaData.NIL);
      case ':' -> new Token(Kind.T_COLON, start, LuaData.NIL);
      case ',' -> new Token(Kind.T_COMMA, start, LuaData.NIL);
      case '"' -> new Token(Kind.T_STRING, start, string(expected));
      default -> wordOrNumber(expected, start);
    };
  }

  private Token wordOrNumber(String expected, int start) {
    at = start;
    if (takes("true")) {
      return new Token(Kind.T_BOOLEAN, start, LuaData.TRUE);
    }
    if (takes("false")) {
      return new Token(Kind.T_BOOLEAN, start, LuaData.FALSE);
    }
    if (takes("null")) {
      return new Token(Kind.T_NULL, start, LuaData.NULL);
    }
    boolean mayBeNumber =
        "+-0123456789".indexOf(json[start]) >= 0
            || text.regionMatches(true, start, "nan", 0, 3)
            || text.regionMatches(true, start, "inf", 0, 3);
    if (!mayBeNumber) {
      throw failure(expected, "invalid token", start);
    }
    Matcher number = (invalidNumbers ? STRTOD : STRICT).matcher(text).region(start, json.length);
    if (!number.lookingAt()) {
      throw failure(expected, "invalid number", start);
    }
    at = number.end();
    return new Token(Kind.T_NUMBER, start, LuaData.of(parse(number.group())));
  }

  private static double parse(String number) {
    String lower = number.toLowerCase(Locale.ROOT);
    if (lower.contains("n")) {
      double value = lower.contains("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
      return lower.startsWith("-") ? -value : value;
    }
    return Double.parseDouble(lower.contains("x") ? lower + "p0" : lower);
  }

  private boolean takes(String word) {
    boolean found = text.startsWith(word, at);
    at += found ? word.length() : 0;
    return found;
  }

  private LuaData string(String expected) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      if (at == json.length) {
        throw failure(expected, "unexpected end of string", at);
      }
      byte c = json[at];
      if (c == '"') {
        at++;
        return LuaData.of(bytes.toByteArray());
      }
      if (c == '\\') {
        escape(expected, bytes);
      } else {
        bytes.write(c);
        at++;
      }
    }
  }

  private void escape(String expected, ByteArrayOutputStream bytes) {
    int start = at;
    char escaped = at + 1 < json.length ? text.charAt(at + 1) : 0;
    if (escaped == 'u') {
      int codePoint = codePoint(start);
      if (codePoint < 0) {
        throw failure(expected, "invalid unicode escape code", start);
      }
      bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
      return;
    }
    int plain =
        switch (escaped) {
          case '"', '\\', '/' -> escaped;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> throw failure(expected, "invalid escape code", start);
        };
    bytes.write(plain);
    at += 2;
  }

  /** Reads one escape, or the two of a surrogate pair; -1 when they name no character. */
  private int codePoint(int start) {
    int first = hex(start);
    if (first < 0 || Character.isLowSurrogate((char) first)) {
      return -1;
    }
    at = start + 2 + HEX_DIGITS;
    if (!Character.isHighSurrogate((char) first)) {
      return first;
    }
    int second = hex(at);
    if (second < 0 || !Character.isLowSurrogate((char) second)) {
      return -1;
    }
    at += 2 + HEX_DIGITS;
    return Character.toCodePoint((char) first, (char) second);
  }

  private int hex(int from) {
    int end = from + 2 + HEX_DIGITS;
    if (end > json.length || !text.startsWith("\\u", from)) {
      return -1;
    }
    int value = 0;
    for (int i = from + 2; i < end; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
