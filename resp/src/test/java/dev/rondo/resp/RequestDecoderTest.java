package dev.rondo.resp;

import static dev.rondo.resp.TestConnection.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

  private static final String LARGE = "0123456789abcdef".repeat(40_000 / 16);

  /** One of everything: arrays, inline lines, what Redis ignores, and a large bulk string. */
  private static final String PIPELINE =
      request("SET", "key", "a\r\nb\0c")
          + "PING\r\n"
          + "\r\n"
          + "*0\r\n"
          + "set 'a b' \"\\x00\\n\"\n"
          + "*-1\r\n"
          + request("GET", "")
          + request("SET", "large", LARGE)
          + "$4\r\n"
          + request(
              "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q")
          + "ECHO last\r\n";

  private static final List<List<String>> REQUESTS =
      List.of(
          List.of("SET", "key", "a\r\nb\0c"),
          List.of("PING"),
          List.of("set", "a b", "\0\n"),
          List.of("GET", ""),
          List.of("SET", "large", LARGE),
          List.of("$4"),
          List.of(
              "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q"),
          List.of("ECHO", "last"));

  @Test
  void decodesAPipeline() {
    try (TestConnection connection = new TestConnection()) {
      connection.receive(PIPELINE);
      assertThat(connection.requests()).isEqualTo(REQUESTS);
      assertThat(connection.unreadBytes()).isZero();
    }
  }

  /** Each position, but of the inside of the large bulk string only some. */
  @Test
  void decodesAPipelineThatIsSplitAnywhere() {
    byte[] bytes = PIPELINE.getBytes(ISO_8859_1);
    int insideFrom = PIPELINE.indexOf(LARGE) + 10;
    int insideTo = insideFrom + LARGE.length() - 20;
    for (int split = 0; split <= bytes.length; split += step(split, insideFrom, insideTo)) {
      try (TestConnection connection = new TestConnection()) {
        connection.receive(bytes, 0, split);
        connection.receive(bytes, split, bytes.length - split);
        assertThat(connection.requests()).as("split at %d", split).isEqualTo(REQUESTS);
        assertThat(connection.unreadBytes()).isZero();
      }
    }
  }

  private static int step(int split, int insideFrom, int insideTo) {
    return split > insideFrom && split < insideTo ? Math.min(1009, insideTo - split) : 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000, 16 * 1024, 32 * 1024})
  void decodesAPipelineThatComesInPieces(int pieceBytes) {
    byte[] bytes = PIPELINE.getBytes(ISO_8859_1);
    try (TestConnection connection = new TestConnection()) {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        connection.receive(bytes, at, Math.min(pieceBytes, bytes.length - at));
      }
      assertThat(connection.requests()).isEqualTo(REQUESTS);
    }
  }

  @Test
  void keepsLittleOfALargeBulkStringInTheInput() {
    byte[] bytes = request("SET", "k", "x".repeat(3 << 20)).getBytes(ISO_8859_1);
    try (TestConnection connection = new TestConnection()) {
      for (int at = 0; at < bytes.length; at += 1000) {
        connection.receive(bytes, at, Math.min(1000, bytes.length - at));
      }
      assertThat(connection.requests()).containsExactly(List.of("SET", "k", "x".repeat(3 << 20)));
      assertThat(connection.mostUnreadBytes()).isLessThan(RequestDecoder.FIRST_PIECE_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32 * 1024 - 1, 32 * 1024, 32 * 1024 + 1, 256 * 1024, 256 * 1024 + 1})
  void decodesBulkStringsOfAnyLength(int length) {
    try (TestConnection connection = new TestConnection()) {
      connection.receive(request("ECHO", "x".repeat(length)) + request("PING"));
      assertThat(connection.requests())
          .containsExactly(List.of("ECHO", "x".repeat(length)), List.of("PING"));
    }
  }

  @Test
  void pausesAfterEachRequestAndResumesWithoutLoss() {
    try (TestConnection connection = new TestConnection()) {
      connection.collect(PIPELINE);
      for (int i = 1; i <= REQUESTS.size(); i++) {
        connection.decode(arguments -> false);
        assertThat(connection.requests()).isEqualTo(REQUESTS.subList(0, i));
      }
      connection.decode(arguments -> false);
      assertThat(connection.requests()).isEqualTo(REQUESTS);
      assertThat(connection.unreadBytes()).isZero();
    }
  }

  @Test
  void discardsWhatComesAfterAnError() {
    try (TestConnection connection = new TestConnection()) {
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> connection.receive("PING\r\n*x\r\nPING\r\n"));
      connection.receive("PING\r\n");
      assertThat(connection.requests()).containsExactly(List.of("PING"));
      assertThat(connection.unreadBytes()).isZero();
    }
  }

  @Test
  void authenticationTakesEffectWithinABurst() {
    try (TestConnection connection =
        new TestConnection(() -> RequestLimits.DEFAULT, PayloadBudget.UNLIMITED)) {
      connection.collect(request("AUTH", "x") + request("a b c d e f g h i j k".split(" ")));
      connection.decode(
          arguments -> {
            connection.decoder().authenticated(true);
            return true;
          });
      assertThat(connection.requests()).hasSize(2);
    }
  }
}
