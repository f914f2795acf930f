package dev.rondo.resp;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Redis makes of odd and of malformed bytes: a table that our decoder and a real redis-server
 * are both checked against. The requests in it are PING and ECHO, so that replies tell what was
 * understood. Each character is one byte.
 */
final class RequestCases {

  private RequestCases() {}

  /**
   * One row.
   *
   * @param authenticated whether the client sends AUTH first
   * @param requests what is understood of {@code input}
   * @param error what it ends with; null when the connection goes on
   */
  record Case(
      boolean authenticated, String input, List<List<String>> requests, @Nullable String error) {

    @Override
    public String toString() {
      String shown = input.length() < 60 ? input : input.substring(0, 40) + "..." + input.length();
      return (authenticated ? "" : "unauthenticated ")
          + shown.replace("\r", "\\r").replace("\n", "\\n").replaceAll("[^ -~]", "?");
    }
  }

  static Stream<Case> all() {
    return Stream.of(forgiven(), inline(), malformed(), unauthenticated()).flatMap(cases -> cases);
  }

  private static Stream<Case> forgiven() {
    return Stream.of(
        pings(1, "*1\r\n$4\r\nPING\r\n"),
        pings(1, "*0\r\nPING\r\n"),
        pings(1, "*-1\r\nPING\r\n"),
        pings(1, "*-5\r\nPING\r\n"),
        pings(1, "*-9223372036854775808\r\nPING\r\n"),
        pings(1, "\r\nPING\r\n"),
        pings(1, "\nPING\n"),
        pings(1, "   \r\nPING\r\n"),
        // The line end's second byte is not looked at, nor are both behind a bulk string.
        pings(1, "*1\rX$4\rYPING\r\n"),
        pings(2, "*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPING\r\n"),
        echoes("", "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n"),
        echoes("\r\n", "*2\r\n$4\r\nECHO\r\n$2\r\n\r\n\r\n"));
  }

  private static Stream<Case> inline() {
    return Stream.of(
        pings(1, "PING\r\n"),
        pings(1, "PING\n"),
        pings(1, "PING\r\r\n"),
        pings(1, "PING \r\n"),
        pings(1, "  PING\r\n"),
        pings(1, "\t\013\fPING\r\n"),
        pings(1, "\"PING\"\r\n"),
        pings(1, "P\"IN\\x47\"\r\n"),
        pings(2, "PING\r\n*1\r\n$4\r\nPING\r\n"),
        echoes("b", "ECHO 'b'\r\n"),
        echoes("a b", "ECHO \"a b\"\r\n"),
        echoes("a b", "ECHO 'a b'\t\r\n"),
        echoes("", "ECHO \"\"\r\n"),
        echoes("", "ECHO ''\r\n"),
        echoes("ab", "ECHO a\"b\"\r\n"),
        echoes("ab c", "ECHO a'b c'\r\n"),
        echoes("b", "ECHO\tb\r\n"),
        echoes("b", "ECHO\rb\r\n"),
        echoes("a", "ECHO \"a\"\013\r\n"),
        echoes("a\013b", "ECHO a\013b\r\n"),
        echoes("a\fb", "ECHO a\fb\r\n"),
        echoes("\240\377", "ECHO \240\377\r\n"),
        echoes("a\\x41", "ECHO a\\x41\r\n"),
        echoes("aA\n\r\t\b\007\\\"qxZZ", "ECHO \"a\\x41\\n\\r\\t\\b\\a\\\\\\\"\\q\\xZZ\"\r\n"),
        echoes("\0\377", "ECHO \"\\x00\\xFf\"\r\n"),
        echoes("x4", "ECHO \"\\x4\"\r\n"),
        echoes("a\\x41\\n'b", "ECHO 'a\\x41\\n\\'b'\r\n"),
        echoes("a\\\"b", "ECHO 'a\\\"b'\r\n"),
        error("unbalanced quotes in request", "ECHO \"a\"b\r\n"),
        error("unbalanced quotes in request", "ECHO 'a'b\r\n"),
        error("unbalanced quotes in request", "ECHO a\"b c\"d\r\n"),
        error("unbalanced quotes in request", "ECHO \"a\r\n"),
        error("unbalanced quotes in request", "ECHO 'a\r\n"),
        error("unbalanced quotes in request", "ECHO \"abc\\\r\n"),
        error("unbalanced quotes in request", "ECHO 'abc\\'\r\n"),
        open("a".repeat(65536)),
        error("too big inline request", "a".repeat(65537)));
  }

  private static Stream<Case> malformed() {
    return Stream.of(
        error("invalid multibulk length", "*\r\n"),
        error("invalid multibulk length", "*abc\r\n"),
        error("invalid multibulk length", "*1a\r\n"),
        error("invalid multibulk length", "*1 \r\n"),
        error("invalid multibulk length", "* 1\r\n"),
        error("invalid multibulk length", "*+1\r\n"),
        error("invalid multibulk length", "*-\r\n"),
        error("invalid multibulk length", "*-0\r\n"),
        error("invalid multibulk length", "*01\r\n$4\r\nPING\r\n"),
        error("invalid multibulk length", "*-01\r\n"),
        error("invalid multibulk length", "*1\n$4\r\nPING\r\n"),
        error("invalid multibulk length", "*2147483648\r\n"),
        error("invalid multibulk length", "*9223372036854775807\r\n"),
        error("invalid multibulk length", "*9223372036854775808\r\n"),
        error("invalid multibulk length", "*-9223372036854775809\r\n"),
        error("invalid multibulk length", "*9999999999999999999\r\n"),
        error("invalid multibulk length", "*18446744073709551617\r\n"),
        open("*2147483647\r\n"),
        open("*" + "1".repeat(65535)),
        error("too big mbulk count string", "*" + "1".repeat(65536)),
        error("expected '$', got ':'", "*1\r\n:4\r\n"),
        error("expected '$', got 'P'", "*1\r\nPING\r\n"),
        error("expected '$', got '4'", "*1\r$4\r\nPING\r\n"),
        error("expected '$', got '\1'", "*1\r\n\1\r\n"),
        error("expected '$', got '\377'", "*1\r\n\377\r\n"),
        error("expected '$', got '\r'", "*1\r\n\r\n"),
        error("expected '$', got '\n'", "*1\r\n\n\r\n"),
        error("expected '$', got '''", "*1\r\n'4\r\n"),
        error("invalid bulk length", "*1\r\n$\r\n"),
        error("invalid bulk length", "*1\r\n$abc\r\n"),
        error("invalid bulk length", "*1\r\n$-1\r\n"),
        error("invalid bulk length", "*1\r\n$-0\r\n"),
        error("invalid bulk length", "*1\r\n$04\r\nPING\r\n"),
        error("invalid bulk length", "*1\r\n$ 4\r\nPING\r\n"),
        error("invalid bulk length", "*1\r\n$+4\r\nPING\r\n"),
        error("invalid bulk length", "*1\r\n$4\n\rPING\r\n"),
        error("invalid bulk length", "*1\r\n$536870913\r\n"),
        error("invalid bulk length", "*1\r\n$99999999999999999999\r\n"),
        open("*1\r\n$536870912\r\n"),
        open("*1\r\n$" + "1".repeat(65535)),
        error("too big bulk count string", "*1\r\n$" + "1".repeat(65536)),
        error("too big bulk count string", "*1\r\n" + "x".repeat(65537)),
        error("invalid bulk length", "*2\r\n$3\r\nGET\r\n$-1\r\n"),
        new Case(
            true,
            "PING\r\n*1\r\n$4\r\nPING\r\n*x\r\nPING\r\n",
            List.of(List.of("PING"), List.of("PING")),
            "Protocol error: invalid multibulk length"));
  }

  private static Stream<Case> unauthenticated() {
    return Stream.of(
        new Case(false, "*10\r\n", List.of(), null),
        refused("unauthenticated multibulk length", "*11\r\n"),
        refused("invalid multibulk length", "*2147483648\r\n"),
        new Case(false, "*-11\r\n", List.of(), null),
        new Case(false, "*1\r\n$16384\r\n", List.of(), null),
        refused("unauthenticated bulk length", "*1\r\n$16385\r\n"),
        refused("invalid bulk length", "*1\r\n$536870913\r\n"),
        refused("too big inline request", "a".repeat(65537)));
  }

  private static Case pings(int count, String input) {
    return new Case(true, input, List.of(List.of("PING"), List.of("PING")).subList(0, count), null);
  }

  private static Case echoes(String argument, String input) {
    return new Case(true, input, List.of(List.of("ECHO", argument)), null);
  }

  /** Bytes that are no request, but may become one. */
  private static Case open(String input) {
    return new Case(true, input, List.of(), null);
  }

  private static Case error(String detail, String input) {
    return new Case(true, input, List.of(), "Protocol error: " + detail);
  }

  private static Case refused(String detail, String input) {
    return new Case(false, input, List.of(), "Protocol error: " + detail);
  }
}
