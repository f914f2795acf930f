package dev.rondo.server.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Byte strings as the tables of the tests write them: printable ASCII stands for itself, any other
 * byte (and space, percent and bar) is {@code %} with two hexadecimal digits, and {@code ''} is the
 * empty string.
 */
final class Tokens {
  private Tokens() {}

  static byte[] bytes(String token) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!token.equals("''")) {
      for (int i = 0; i < token.length(); i++) {
        char c = token.charAt(i);
        if (c == '%') {
          bytes.write(Integer.parseInt(token.substring(i + 1, i + 3), 16));
          i += 2;
        } else {
          bytes.write(c);
        }
      }
    }
    return bytes.toByteArray();
  }

  static String token(byte[] bytes) {
    StringBuilder token = new StringBuilder();
    for (byte b : bytes) {
      boolean plain = b > ' ' && b < 0x7f && b != '%' && b != '|';
      token.append(plain ? String.valueOf((char) b) : String.format("%%%02x", b));
    }
    return bytes.length == 0 ? "''" : token.toString();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The tokens of a list, separated by spaces. */
  static List<byte[]> list(String tokens) {
    return tokens.isBlank()
        ? List.of()
        : List.of(tokens.strip().split(" +", -1)).stream().map(Tokens::bytes).toList();
  }

  /** The fields of a table's row, separated by bars. */
  static String[] fields(String row) {
    String[] fields = row.split("\\|", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fields[i].strip();
    }
    return fields;
  }
}
