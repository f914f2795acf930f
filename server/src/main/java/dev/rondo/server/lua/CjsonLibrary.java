package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Bool;
import dev.rondo.server.lua.LuaData.Str;
import java.util.List;
import java.util.Map;

/** The library {@code cjson} (Lua CJSON 2.1): its functions and its settings. */
final class CjsonLibrary {
  /** What becomes of NaN and the infinities. */
  enum InvalidNumbers {
    REFUSED,
    WRITTEN,
    NULL
  }

  private static final int MAX_PRECISION = 14;
  private static final int DEFAULT_DEPTH = 1000;

  private boolean convertSparse;
  private long sparseRatio;
  private long sparseSafe;
  private long encodeDepth;
  private long decodeDepth;
  private long precision;
  private InvalidNumbers encodeInvalid = InvalidNumbers.REFUSED;
  private boolean decodeInvalid;
  private boolean keepBuffer;

  CjsonLibrary() {
    reset();
  }

  /** Sets everything back to how a script finds it. */
  void reset() {
    convertSparse = false;
    sparseRatio = 2;
    sparseSafe = 10;
    encodeDepth = DEFAULT_DEPTH;
    decodeDepth = DEFAULT_DEPTH;
    precision = LuaNumbers.LUA_PRECISION;
    encodeInvalid = InvalidNumbers.REFUSED;
    decodeInvalid = true;
    keepBuffer = true;
  }

  Map<String, LuaFunction> functions() {
    return Map.ofEntries(
        Map.entry("encode", this::encode),
        Map.entry("decode", this::decode),
        Map.entry("encode_sparse_array", this::encodeSparseArray),
        Map.entry("encode_max_depth", this::encodeMaxDepth),
        Map.entry("decode_max_depth", this::decodeMaxDepth),
        Map.entry("encode_number_precision", this::encodeNumberPrecision),
        Map.entry("encode_keep_buffer", this::encodeKeepBuffer),
        Map.entry("encode_invalid_numbers", this::encodeInvalidNumbers),
        Map.entry("decode_invalid_numbers", this::decodeInvalidNumbers));
  }

  private List<LuaData> encode(Arguments arguments) {
    requireOne(arguments);
    JsonEncoder encoder =
        new JsonEncoder(
            convertSparse, sparseRatio, sparseSafe, encodeDepth, (int) precision, encodeInvalid);
    return List.of(LuaData.of(encoder.encode(arguments.at(0))));
  }

  private List<LuaData> decode(Arguments arguments) {
    requireOne(arguments);
    return List.of(new JsonDecoder(arguments.bytes(0), decodeDepth, decodeInvalid).decode());
  }

  private static void requireOne(Arguments arguments) {
    if (arguments.size() != 1) {
      throw LuaFailure.badArgument(1, arguments.function(), "expected 1 argument");
    }
  }

  private List<LuaData> encodeSparseArray(Arguments arguments) {
    convertSparse = flag(arguments, convertSparse);
    sparseRatio = integer(arguments, 1, sparseRatio, 0, Integer.MAX_VALUE);
    sparseSafe = integer(arguments, 2, sparseSafe, 0, Integer.MAX_VALUE);
    return List.of(LuaData.of(convertSparse), LuaData.of(sparseRatio), LuaData.of(sparseSafe));
  }

  private List<LuaData> encodeMaxDepth(Arguments arguments) {
    encodeDepth = integer(arguments, 0, encodeDepth, 1, Integer.MAX_VALUE);
    return List.of(LuaData.of(encodeDepth));
  }

  private List<LuaData> decodeMaxDepth(Arguments arguments) {
    decodeDepth = integer(arguments, 0, decodeDepth, 1, Integer.MAX_VALUE);
    return List.of(LuaData.of(decodeDepth));
  }

  private List<LuaData> encodeNumberPrecision(Arguments arguments) {
    precision = integer(arguments, 0, precision, 1, MAX_PRECISION);
    return List.of(LuaData.of(precision));
  }

  private List<LuaData> encodeKeepBuffer(Arguments arguments) {
    keepBuffer = flag(arguments, keepBuffer);
    return List.of(LuaData.of(keepBuffer));
  }

  private List<LuaData> encodeInvalidNumbers(Arguments arguments) {
    if (arguments.at(0) instanceof Str text && text.toString().equals("null")) {
      encodeInvalid = InvalidNumbers.NULL;
    } else if (arguments.has(0)) {
      encodeInvalid = flag(arguments, false) ? InvalidNumbers.WRITTEN : InvalidNumbers.REFUSED;
    }
    return List.of(
        encodeInvalid == InvalidNumbers.NULL
            ? LuaData.of("null")
            : LuaData.of(encodeInvalid == InvalidNumbers.WRITTEN));
  }

  private List<LuaData> decodeInvalidNumbers(Arguments arguments) {
    decodeInvalid = flag(arguments, decodeInvalid);
    return List.of(LuaData.of(decodeInvalid));
  }

  /** A truth value, or "on" or "off". */
  private static boolean flag(Arguments arguments, boolean otherwise) {
    if (!arguments.has(0)) {
      return otherwise;
    }
    if (arguments.at(0) instanceof Bool value) {
      return value.value();
    }
    String text = LuaData.of(arguments.bytes(0)).toString();
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw arguments.bad(0, "invalid option '" + text + "'");
    };
  }

  private static long integer(Arguments arguments, int i, long otherwise, long min, long max) {
    long value = arguments.integer(i, otherwise);
    if (value < min || value > max) {
      throw arguments.bad(i, "expected integer between %d and %d".formatted(min, max));
    }
    return value;
  }
}
