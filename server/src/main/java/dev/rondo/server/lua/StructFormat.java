package dev.rondo.server.lua;

/** A format of the library {@code struct}, gone through option by option. */
final class StructFormat {
  private static final int MAX_INTEGER_BYTES = 32;
  private static final int NATIVE_INT_BYTES = 4;
  private static final int NATIVE_ALIGNMENT = 8;

  private final String function;
  private final String text;
  private int at;
  private char option;
  private int size;
  private int alignment = 1;
  private boolean big;

  StructFormat(String function, String text) {
    this.function = function;
    this.text = text;
  }

  /** Goes to the next option; false when there is none. */
  boolean next() {
    if (at == text.length()) {
      return false;
    }
    option = text.charAt(at);
    at++;
    size =
        switch (option) {
          case 'b', 'B', 'x' -> 1;
          case 'h', 'H' -> 2;
          case 'f' -> 4;
          case 'l', 'L', 'T', 'd' -> 8;
          case 'c' -> number(1);
          case 'i', 'I' -> integerSize();
          default -> 0;
        };
    return true;
  }

  char option() {
    return option;
  }

  /** How many bytes the option takes; 0 when that is not fixed, or for none. */
  int size() {
    return size;
  }

  /** Whether numbers stand with their highest byte first. */
  boolean isBig() {
    return big;
  }

  /** How many bytes are left out before the option's value. */
  int padding(int position) {
    if (size == 0 || option == 'c') {
      return 0;
    }
    int unit = Math.min(size, alignment);
    return (unit - (position & (unit - 1))) & (unit - 1);
  }

  /** Does what an option says that stands for no value. */
  void control() {
    switch (option) {
      case ' ' -> {}
      case '>' -> big = true;
      case '<' -> big = false;
      case '!' -> {
        int wanted = number(NATIVE_ALIGNMENT);
        if (Integer.bitCount(wanted) != 1) {
          throw LuaFailure.of("alignment %d is not a power of 2".formatted(wanted));
        }
        alignment = wanted;
      }
      default ->
          throw LuaFailure.badArgument(1, function, "invalid format option '%s'".formatted(option));
    }
  }

  private int integerSize() {
    int bytes = number(NATIVE_INT_BYTES);
    if (bytes > MAX_INTEGER_BYTES) {
      throw LuaFailure.of(
          "integral size %d is larger than limit of %d".formatted(bytes, MAX_INTEGER_BYTES));
    }
    return bytes;
  }

  /** The digits behind an option, or a default. */
  private int number(int otherwise) {
    int start = at;
    long value = 0;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      value = value * 10 + (text.charAt(at) - '0');
      if (value > Integer.MAX_VALUE) {
        throw LuaFailure.of("integral size overflow");
      }
      at++;
    }
    return at == start ? otherwise : (int) value;
  }
}
