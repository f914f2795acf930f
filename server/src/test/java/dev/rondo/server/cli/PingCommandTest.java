package dev.rondo.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PingCommandTest {
  private static final String PING = "*1\r\n$4\r\nPING\r\n";
  private static final String AUTH_AND_PING = "*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n" + PING;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int ping(int port, String... more) {
    CommandLine line =
        RondoCli.create(
            config -> {
              throw new AssertionError("no node is to be started");
            },
            Map.of());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] arguments = new String[more.length + 3];
    arguments[0] = "ping";
    arguments[1] = "--port";
    arguments[2] = Integer.toString(port);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return line.execute(arguments);
  }

  /**
   * Pings a server that takes one connection, reads what it expects, says its line and hangs up.
   */
  private int pingScripted(String expected, String answer, String... more) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> received =
          CompletableFuture.supplyAsync(() -> converse(server, expected.length(), answer));
      int code = ping(server.getLocalPort(), more);
      assertThat(received.join()).isEqualTo(expected);
      return code;
    }
  }

  private static String converse(ServerSocket server, int bytes, String answer) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      String received = new String(in.readNBytes(bytes), UTF_8);
      socket.getOutputStream().write(answer.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return received;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void printsPong() throws IOException {
    assertThat(pingScripted(PING, "+PONG\r\n")).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("PONG\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void authenticatesFirst() throws IOException {
    assertThat(pingScripted(AUTH_AND_PING, "+OK\r\n+PONG\r\n", "--password", "secret")).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("PONG\n");
  }

  @ParameterizedTest
  @CsvSource({
    "-NOAUTH Authentication required., NOAUTH Authentication required.",
    "-LOADING busy, LOADING busy",
    ":1, unexpected answer",
    "'', the connection was closed"
  })
  void failsInOneLine(String answer, String reason) throws IOException {
    assertThat(pingScripted(PING, answer.isEmpty() ? "" : answer + "\r\n")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("rondo: 127.0.0.1:")
        .contains(reason);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void failsWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }

    assertThat(ping(port)).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("Connection refused");
  }

  @Test
  void failsWhenNoAnswerComesInTime() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ping(server.getLocalPort(), "--timeout", "100")).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("no answer within 100 ms");
  }
}
