package dev.rondo.resp;

import static dev.rondo.resp.RespVersion.RESP2;
import static dev.rondo.resp.RespVersion.RESP3;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyWriterTest {

  /**
   * The call, its bytes in RESP2, its bytes in RESP3; from redis-server where it has such a reply.
   */
  static Stream<Arguments> replies() {
    return Stream.of(
        same("ok", w -> w.ok(), "+OK\r\n"),
        same("simple", w -> w.simple("PONG"), "+PONG\r\n"),
        same("simple sanitised", w -> w.simple("a\r\nb"), "+a  b\r\n"),
        same("error", w -> w.error("ERR syntax error"), "-ERR syntax error\r\n"),
        same("error sanitised", w -> w.error("ERR a\r\nb\nc"), "-ERR a  b c\r\n"),
        same("error bytes", w -> w.error(latin1("ERR \377\n")), "-ERR \377 \r\n"),
        same(
            "protocol error",
            w -> w.error(ProtocolException.malformed("expected '$', got '\377'")),
            "-ERR Protocol error: expected '$', got '\377'\r\n"),
        same(
            "out of memory",
            w -> w.error(ProtocolException.outOfMemory()),
            "-OOM command not allowed when used memory > 'maxmemory'.\r\n"),
        same("zero", w -> w.integer(0), ":0\r\n"),
        same("negative", w -> w.integer(-10), ":-10\r\n"),
        same("max", w -> w.integer(Long.MAX_VALUE), ":9223372036854775807\r\n"),
        same("min", w -> w.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n"),
        same("bulk", w -> w.bulk(latin1("a\r\n\0\377")), "$5\r\na\r\n\0\377\r\n"),
        same("bulk slice", w -> w.bulk(latin1("abcdef"), 2, 3), "$3\r\ncde\r\n"),
        same("empty bulk", w -> w.bulk(new byte[0]), "$0\r\n\r\n"),
        same("bulk text", w -> w.bulk("Hello World"), "$11\r\nHello World\r\n"),
        same("bulk UTF-8", w -> w.bulk("\u00e9\u20ac"), "$5\r\n\303\251\342\202\254\r\n"),
        both("nil", w -> w.nil(), "$-1\r\n", "_\r\n"),
        both("nil array", w -> w.nilArray(), "*-1\r\n", "_\r\n"),
        same("array", w -> w.array(3), "*3\r\n"),
        same("empty array", w -> w.emptyArray(), "*0\r\n"),
        both("map", w -> w.map(3), "*6\r\n", "%3\r\n"),
        both("set", w -> w.set(3), "*3\r\n", "~3\r\n"),
        both("push", w -> w.push(3), "*3\r\n", ">3\r\n"),
        both("true", w -> w.bool(true), ":1\r\n", "#t\r\n"),
        both("false", w -> w.bool(false), ":0\r\n", "#f\r\n"),
        both("double", w -> w.real(3.141), "$5\r\n3.141\r\n", ",3.141\r\n"),
        both("infinity", w -> w.real(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n"),
        both("formatted", w -> w.real("38.11555639"), "$11\r\n38.11555639\r\n", ",38.11555639\r\n"),
        both(
            "big number",
            w -> w.bigNumber("12345678999"),
            "$11\r\n12345678999\r\n",
            "(12345678999\r\n"),
        both("verbatim", w -> w.verbatim("txt", "a\nb"), "$3\r\na\nb\r\n", "=7\r\ntxt:a\nb\r\n"),
        both(
            "verbatim UTF-8",
            w -> w.verbatim("mkd", "\u00e9"),
            "$2\r\n\303\251\r\n",
            "=6\r\nmkd:\303\251\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("replies")
  void writesExactBytes(String name, Consumer<ReplyWriter> reply, String resp2, String resp3) {
    assertThat(written(RESP2, reply)).isEqualTo(resp2);
    assertThat(written(RESP3, reply)).isEqualTo(resp3);
  }

  @Test
  void attributesExistInResp3Only() {
    assertThat(written(RESP3, w -> w.attribute(1))).isEqualTo("|1\r\n");
    assertThatIllegalStateException().isThrownBy(() -> written(RESP2, w -> w.attribute(1)));
  }

  @Test
  void changesVersionBetweenReplies() {
    Consumer<ReplyWriter> replies =
        w -> {
          w.nil();
          w.version(RESP3);
          w.nil();
        };
    assertThat(written(RESP2, replies)).isEqualTo("$-1\r\n_\r\n");
  }

  @Test
  void refusesImpossibleAggregates() {
    assertThatIllegalArgumentException().isThrownBy(() -> written(RESP2, w -> w.array(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> written(RESP3, w -> w.verbatim("text", "")));
  }

  @Test
  void writesPayloadsOfAnyLength() {
    for (int length : new int[] {10_000, 10_922, 10_923, 32_767, 32_768, 65_536, 1 << 20}) {
      String expected = "$" + length + "\r\n" + "x".repeat(length) + "\r\n";
      String text = "x".repeat(length);
      assertThat(written(RESP2, w -> w.bulk(text.getBytes(UTF_8)))).isEqualTo(expected);
      assertThat(written(RESP2, w -> w.bulk(text))).isEqualTo(expected);
      assertThat(written(RESP2, w -> w.error(text))).isEqualTo("-" + text + "\r\n");
    }
  }

  /** What the call writes, each byte as one character. */
  private static String written(RespVersion version, Consumer<ReplyWriter> reply) {
    ReplyBuffer buffer = new ReplyBuffer(ByteBufAllocator.DEFAULT);
    try {
      reply.accept(new ReplyWriter(buffer, version));
      StringBuilder bytes = new StringBuilder();
      for (ByteBuf piece = buffer.poll(); piece != null; piece = buffer.poll()) {
        bytes.append(piece.toString(ISO_8859_1));
        piece.release();
      }
      return bytes.toString();
    } finally {
      buffer.release();
    }
  }

  private static Arguments same(String name, Consumer<ReplyWriter> reply, String bytes) {
    return Arguments.of(name, reply, bytes, bytes);
  }

  private static Arguments both(
      String name, Consumer<ReplyWriter> reply, String resp2, String resp3) {
    return Arguments.of(name, reply, resp2, resp3);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
