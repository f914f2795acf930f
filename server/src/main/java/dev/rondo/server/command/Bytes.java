package dev.rondo.server.command;

import java.nio.charset.StandardCharsets;

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
}
