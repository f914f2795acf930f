package dev.rondo.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RequestCases.Case;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our decoder, against the table; {@link RedisServerTest} holds the table against Redis. */
class RequestCasesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.rondo.resp.RequestCases#all")
  void decodesAsRedisDoes(Case row) {
    check(row, row.input().length());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.rondo.resp.RequestCases#all")
  void decodesAsRedisDoesWhenBytesComeOneByOne(Case row) {
    check(row, 1);
  }

  /** On purpose other than Redis, which then waits for a line end it cannot see. */
  @Test
  void takesZeroForAByteLikeAnyOther() {
    check(echo("ECHO a\0b\r\n"), 100);
    check(echo("ECHO 'a\0b'\r\n"), 100);
    check(new Case(true, "*1\r\n\0\r\n", List.of(), "Protocol error: expected '$', got '\0'"), 100);
  }

  private static Case echo(String input) {
    return new Case(true, input, List.of(List.of("ECHO", "a\0b")), null);
  }

  private static void check(Case row, int pieceBytes) {
    byte[] bytes = row.input().getBytes(ISO_8859_1);
    try (TestConnection connection =
        new TestConnection(() -> RequestLimits.DEFAULT, PayloadBudget.UNLIMITED)) {
      connection.decoder().authenticated(row.authenticated());
      assertThat(receive(connection, bytes, pieceBytes)).isEqualTo(row.error());
      assertThat(connection.requests()).isEqualTo(row.requests());
    }
  }

  /** The error's text, or null. */
  private static @Nullable String receive(TestConnection connection, byte[] bytes, int pieceBytes) {
    try {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        connection.receive(bytes, at, Math.min(pieceBytes, bytes.length - at));
      }
      return null;
    } catch (ProtocolException e) {
      assertThat(e.kind()).isEqualTo(ProtocolException.Kind.MALFORMED);
      assertThat(e.replyText()).isEqualTo("ERR " + e.getMessage());
      return e.getMessage();
    }
  }
}
