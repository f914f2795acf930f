package dev.rondo.server.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text whose characters are bytes, one each: how arguments are shown and compared as text. */
public final class Bytes {
  private Bytes() {}

  /** The bytes of a text in which each character stands for one byte. */
  public static byte[] of(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A text with one character for each byte. */
  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Whether one of the arguments from a position on is one of these words, in any case. */
  public static boolean containsWord(byte[][] arguments, int from, String... words) {
    for (int i = from; i < arguments.length; i++) {
      String argument = text(arguments[i]);
      if (Arrays.stream(words).anyMatch(argument::equalsIgnoreCase)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the arguments from a position on has exactly these bytes. */
  public static boolean contains(byte[][] arguments, int from, byte[] wanted) {
    return Arrays.stream(arguments, from, arguments.length)
        .anyMatch(argument -> Arrays.equals(argument, wanted));
  }
}
