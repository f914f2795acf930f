package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Requests that no client library would send, byte for byte. */
class ProtocolTest extends AgainstEachServer {

  /** What a client sends, and all that the server sends back before it closes the connection. */
  private record Row(String meaning, String sent, String received) {}

  private static final String PONG = "+PONG\r\n";

  private static final List<Row> ROWS =
      List.of(
          new Row("a word on a line", "PING\r\n", PONG),
          new Row("a line that ends with LF alone", "PING\n", PONG),
          new Row("spaces and tabs around words", "  PING \t hi \r\n", "$2\r\nhi\r\n"),
          new Row("empty lines", "\r\n\r\n\nPING\r\n", PONG),
          new Row("double quotes with escapes", "ECHO \"a\\x41\\n\\\"\"\r\n", "$4\r\naA\n\"\r\n"),
          new Row("single quotes", "ECHO 'it\\'s \\n'\r\n", "$7\r\nit's \\n\r\n"),
          new Row("empty quotes", "ECHO \"\"\r\n", "$0\r\n\r\n"),
          new Row(
              "an open quote",
              "ECHO \"open\r\nPING\r\n",
              "-ERR Protocol error: unbalanced quotes in request\r\n"),
          new Row(
              "letters after a closing quote",
              "ECHO \"a\"b\r\n",
              "-ERR Protocol error: unbalanced quotes in request\r\n"),
          new Row("an array", "*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n", "$2\r\nhi\r\n"),
          new Row(
              "arrays and lines by turns",
              "*1\r\n$4\r\nPING\r\nPING\r\n*1\r\n$4\r\nping\r\n",
              PONG + PONG + PONG),
          new Row("an empty array", "*0\r\nPING\r\n", PONG),
          new Row("a null array", "*-1\r\nPING\r\n", PONG),
          new Row("an array of negative length", "*-10\r\nPING\r\n", PONG),
          new Row(
              "an empty command name",
              "*1\r\n$0\r\n\r\n",
              "-ERR unknown command '', with args beginning with: \r\n"),
          new Row(
              "an unknown command whose arguments fill what is shown of them",
              "nosuch " + "x".repeat(124) + " yz more\r\n",
              "-ERR unknown command 'nosuch', with args beginning with: '"
                  + "x".repeat(124)
                  + "' 'y' \r\n"),
          new Row(
              "an unknown command with one long argument",
              "nosuch " + "x".repeat(200) + " more\r\n",
              "-ERR unknown command 'nosuch', with args beginning with: '"
                  + "x".repeat(128)
                  + "' \r\n"),
          new Row(
              "an unknown command with zero bytes and line ends in its arguments",
              "\"no\\x00such\" \"ab\\x00c\" \"d\\r\\ne\"\r\n",
              "-ERR unknown command 'no', with args beginning with: 'ab' 'd  e' \r\n"),
          new Row(
              "no number of arguments",
              "*abc\r\n",
              "-ERR Protocol error: invalid multibulk length\r\n"),
          new Row(
              "too many arguments",
              "*2147483648\r\n",
              "-ERR Protocol error: invalid multibulk length\r\n"),
          new Row(
              "a number with a space",
              "* 1\r\n$4\r\nPING\r\n",
              "-ERR Protocol error: invalid multibulk length\r\n"),
          new Row(
              "an argument that is no bulk string",
              "*1\r\n:4\r\n",
              "-ERR Protocol error: expected '$', got ':'\r\n"),
          new Row(
              "an argument of negative length",
              "*1\r\n$-1\r\n",
              "-ERR Protocol error: invalid bulk length\r\n"),
          new Row(
              "an argument without length",
              "*1\r\n$x\r\n",
              "-ERR Protocol error: invalid bulk length\r\n"),
          new Row(
              "an argument longer than proto-max-bulk-len",
              "*1\r\n$536870913\r\n",
              "-ERR Protocol error: invalid bulk length\r\n"),
          new Row(
              "nothing is done after a protocol error",
              "*1\r\n$-1\r\n*1\r\n$4\r\nPING\r\n",
              "-ERR Protocol error: invalid bulk length\r\n"),
          new Row(
              "replies to what came before a protocol error",
              "PING\r\n*1\r\n$-1\r\n",
              PONG + "-ERR Protocol error: invalid bulk length\r\n"),
          new Row(
              "a line longer than 64 KiB",
              "x".repeat(64 * 1024 + 1),
              "-ERR Protocol error: too big inline request\r\n"),
          new Row(
              "bytes of any value",
              "*2\r\n$4\r\nECHO\r\n$4\r\n\0\r\n\u00ff\r\n",
              "$4\r\n\0\r\n\u00ff\r\n"),
          new Row(
              "an unknown option of HELLO",
              "HELLO 3 nosuch\r\n",
              "-ERR Syntax error in HELLO option 'nosuch'\r\n"),
          new Row(
              "an unknown protocol", "HELLO 7\r\n", "-NOPROTO unsupported protocol version\r\n"),
          new Row(
              "a protocol that is no number",
              "HELLO x\r\n",
              "-ERR Protocol version is not an integer or out of range\r\n"));

  @TestFactory
  List<DynamicTest> rows() {
    return ROWS.stream()
        .map(row -> DynamicTest.dynamicTest(row.meaning(), () -> assertRow(row)))
        .toList();
  }

  private void assertRow(Row row) {
    boolean isClosedByServer = row.received().contains("-ERR Protocol error");
    try (RawClient client = server().connect()) {
      client.sendRaw(isClosedByServer ? row.sent() : row.sent() + "QUIT\r\n");
      assertThat(client.readToEnd())
          .isEqualTo(isClosedByServer ? row.received() : row.received() + "+OK\r\n");
    }
  }

  @Test
  void aClientThatEndedItsOutputStillGetsItsReplies() {
    try (RawClient client = server().connect()) {
      client.sendRaw("PING\r\nECHO hi\r\n*2\r\n$3\r\nGET\r\n$3\r\nab");
      client.endOutput();
      assertThat(client.readToEnd()).isEqualTo(PONG + "$2\r\nhi\r\n");
    }
  }

  @Test
  void nothingIsDoneAfterQuit() {
    try (RawClient client = server().connect()) {
      client.sendRaw("QUIT\r\nPING\r\n");
      assertThat(client.readToEnd()).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void aRequestMayArriveByteByByte() {
    String request = RawClient.encode(List.of("SET", "k", "a\r\nb")) + "GET k\r\n";
    try (RawClient client = server().connect()) {
      for (int i = 0; i < request.length(); i++) {
        client.sendRaw(request.substring(i, i + 1));
      }
      assertThat(client.readBytes()).isEqualTo("+OK\r\n");
      assertThat(client.readBytes()).isEqualTo("$4\r\na\r\nb\r\n");
    }
  }

  @Test
  void aRequestMayArriveInTwoPiecesCutAnywhere() {
    String request = RawClient.encode(List.of("SET", "key", "value")) + "PING\r\n*0\r\n";
    for (int cut = 1; cut < request.length(); cut++) {
      try (RawClient client = server().connect()) {
        client.sendRaw(request.substring(0, cut));
        client.sendRaw(request.substring(cut));
        assertThat(client.readBytes()).as("cut at %d", cut).isEqualTo("+OK\r\n");
        assertThat(client.readBytes()).as("cut at %d", cut).isEqualTo(PONG);
      }
    }
  }

  @Test
  void repliesKeepTheOrderOfPipelinedRequests() {
    StringBuilder requests = new StringBuilder();
    IntStream.range(0, 1_000)
        .forEach(i -> requests.append(RawClient.encode(List.of("ECHO", "n" + i))));
    try (RawClient client = server().connect()) {
      client.sendRaw(requests.toString());
      for (int i = 0; i < 1_000; i++) {
        assertThat(client.read().string()).isEqualTo("n" + i);
      }
    }
  }

  @Test
  void helloTellsWhatRedisTells() {
    try (RawClient client = server().connect()) {
      List<String> fields = List.of("server", "version", "proto", "id", "mode", "role", "modules");
      var flat = client.call("HELLO", "2").children();
      assertThat(IntStream.range(0, 7).mapToObj(i -> flat.get(2 * i).string()))
          .containsExactlyElementsOf(fields);
      assertThat(flat.get(1).string()).isEqualTo("redis");
      assertThat(flat.get(5).encode()).isEqualTo(":2\r\n");
      var map = client.call("HELLO", "3");
      assertThat(map.type()).isEqualTo('%');
      assertThat(map.children().get(5).encode()).isEqualTo(":3\r\n");
      assertThat(client.call("GET", "none").encode()).isEqualTo("_\r\n");
    }
  }
}
