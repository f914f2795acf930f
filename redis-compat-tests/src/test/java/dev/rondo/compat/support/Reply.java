package dev.rondo.compat.support;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One RESP2 or RESP3 reply, exactly as it was on the wire.
 *
 * <p>{@code type} is the reply's first byte. {@code text} is the rest of the line of a {@code + - :
 * , # ( _}, or the payload of a {@code $ = !}, one character a byte; it is null for {@code $-1} and
 * {@code *-1}, and empty for other aggregates. {@code children} are the elements of a {@code * ~ >
 * % |}, a map's keys and values by turns. Two replies are equal when their bytes are.
 */
public record Reply(char type, @Nullable String text, List<Reply> children) {

  private static final String LINES = "+-:,#(_";
  private static final String BULKS = "$=!";
  private static final String AGGREGATES = "*~>%|";
  private static final String CRLF = "\r\n";
  private static final int PRINTED_CHARACTERS = 400;

  /** Copies {@code children}, so that a reply never changes. */
  public Reply {
    children = List.copyOf(children);
  }

  /** A reply of one line, for instance {@code line("+OK")}. */
  public static Reply line(String line) {
    return new Reply(line.charAt(0), line.substring(1), List.of());
  }

  /** A bulk string. */
  public static Reply bulk(String payload) {
    return new Reply('$', payload, List.of());
  }

  static boolean isLine(char type) {
    return LINES.indexOf(type) >= 0;
  }

  static boolean isBulk(char type) {
    return BULKS.indexOf(type) >= 0;
  }

  static boolean isAggregate(char type) {
    return AGGREGATES.indexOf(type) >= 0;
  }

  static int childrenPerCount(char type) {
    return type == '%' || type == '|' ? 2 : 1;
  }

  /** Whether it is a null of either protocol version. */
  public boolean isNull() {
    return text == null || type == '_';
  }

  /** Whether it is an error. */
  public boolean isError() {
    return type == '-' || type == '!';
  }

  /** Whether it is an array, set, map or push. */
  public boolean isAggregate() {
    return isAggregate(type);
  }

  /**
   * The payload of a reply that isn't null.
   *
   * @throws IllegalStateException if it is null
   */
  public String string() {
    if (text == null) {
      throw new IllegalStateException("a null reply has no text");
    }
    return text;
  }

  /**
   * The value of an integer reply.
   *
   * @throws IllegalStateException if it is another kind of reply
   */
  public long integer() {
    if (type != ':') {
      throw new IllegalStateException("not an integer reply: " + this);
    }
    return Long.parseLong(string());
  }

  /** The same aggregate with other children. */
  public Reply withChildren(List<Reply> others) {
    return new Reply(type, text, others);
  }

  /** The same reply with another text. */
  public Reply withText(String other) {
    return new Reply(type, other, children);
  }

  /** The same aggregate with each child changed. */
  public Reply mapChildren(Function<Reply, Reply> change) {
    return withChildren(children.stream().map(change).toList());
  }

  /** The bytes on the wire, one character a byte. */
  public String encode() {
    StringBuilder out = new StringBuilder();
    encodeTo(out);
    return out.toString();
  }

  private void encodeTo(StringBuilder out) {
    out.append(type);
    if (text == null) {
      out.append("-1").append(CRLF);
    } else if (isLine(type)) {
      out.append(text).append(CRLF);
    } else if (isBulk(type)) {
      out.append(text.length()).append(CRLF).append(text).append(CRLF);
    } else {
      out.append(children.size() / childrenPerCount(type)).append(CRLF);
      children.forEach(child -> child.encodeTo(out));
    }
  }

  /** A short readable form, for instance {@code [:1, $"a\x00", nil$]}. */
  @Override
  public String toString() {
    if (text == null) {
      return "nil" + type;
    }
    if (isLine(type)) {
      return type + escape(text);
    }
    if (isBulk(type)) {
      return type + quote(text);
    }
    return children.stream()
        .map(Reply::toString)
        .collect(Collectors.joining(", ", type == '*' ? "[" : type + "[", "]"));
  }

  /**
   * Bytes between double quotes, with the escapes that {@code redis-cli} reads; long ones are cut
   * in the middle.
   */
  public static String quote(String bytes) {
    if (bytes.length() <= PRINTED_CHARACTERS) {
      return '"' + escape(bytes) + '"';
    }
    int half = PRINTED_CHARACTERS / 2;
    String head = bytes.substring(0, half);
    String tail = bytes.substring(bytes.length() - half);
    int cut = bytes.length() - 2 * half;
    return '"' + escape(head) + "\"...(" + cut + " bytes)...\"" + escape(tail) + '"';
  }

  /** Bytes with everything that isn't plain ASCII written as {@code \n}, {@code \x00} and so on. */
  public static String escape(String bytes) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        default -> out.append(c >= ' ' && c < 127 ? "" + c : String.format("\\x%02x", (int) c));
      }
    }
    return out.toString();
  }
}
