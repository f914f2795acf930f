package dev.rondo.server.lua;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** The library {@code bit}: operations on 32 bits (Lua BitOp 1.0). Results are signed. */
final class BitLibrary {
  /**
   * Added to a double, it moves the number's lowest 32 bits to the end of the mantissa, rounded.
   */
  private static final double TO_LOW_BITS = 0x1.8p52;

  private static final int MAX_DIGITS = 8;

  private BitLibrary() {}

  static Map<String, LuaFunction> functions() {
    return Map.ofEntries(
        Map.entry("tobit", unary(x -> x)),
        Map.entry("bnot", unary(x -> ~x)),
        Map.entry("bswap", unary(Integer::reverseBytes)),
        Map.entry("band", folded((x, y) -> x & y)),
        Map.entry("bor", folded((x, y) -> x | y)),
        Map.entry("bxor", folded((x, y) -> x ^ y)),
        Map.entry("lshift", binary((x, n) -> x << n)),
        Map.entry("rshift", binary((x, n) -> x >>> n)),
        Map.entry("arshift", binary((x, n) -> x >> n)),
        Map.entry("rol", binary(Integer::rotateLeft)),
        Map.entry("ror", binary(Integer::rotateRight)),
        Map.entry("tohex", BitLibrary::toHex));
  }

  private static LuaFunction unary(IntUnaryOperator operator) {
    return arguments -> result(operator.applyAsInt(bits(arguments, 0)));
  }

  private static LuaFunction binary(IntBinaryOperator operator) {
    return arguments ->
        result(operator.applyAsInt(bits(arguments, 0), bits(arguments, 1) & (Integer.SIZE - 1)));
  }

  private static LuaFunction folded(IntBinaryOperator operator) {
    return arguments -> {
      int bits = bits(arguments, 0);
      for (int i = 1; i < arguments.size(); i++) {
        bits = operator.applyAsInt(bits, bits(arguments, i));
      }
      return result(bits);
    };
  }

  private static List<LuaData> toHex(Arguments arguments) {
    int bits = bits(arguments, 0);
    int digits = arguments.size() > 1 ? bits(arguments, 1) : MAX_DIGITS;
    String all = "%08x".formatted(bits);
    if (digits < 0) {
      all = all.toUpperCase(Locale.ROOT);
    }
    int shown = digits < -MAX_DIGITS ? MAX_DIGITS : Math.min(Math.abs(digits), MAX_DIGITS);
    return List.of(LuaData.of(all.substring(MAX_DIGITS - shown)));
  }

  private static int bits(Arguments arguments, int i) {
    return (int) Double.doubleToRawLongBits(arguments.number(i) + TO_LOW_BITS);
  }

  private static List<LuaData> result(int bits) {
    return List.of(LuaData.of(bits));
  }
}
