package dev.rondo.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * {@code rondo status}, {@code nodes} and {@code ring}, asking a node that says what it is told.
 */
class ClusterViewsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> answers = new HashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket server = unbound();

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    answers.put("CLUSTER INFO", bulk("cluster_state:ok\r\ncluster_current_epoch:7\r\n"));
    answers.put(
        "CLUSTER MEMBERS",
        "*2\r\n"
            + member("b", server.getLocalPort(), "up", "live", 9000, "r2")
            + member("a", 1, "catching-up", "down", 7384, ""));
    answers.put(
        "CLUSTER SHARDS",
        "*2\r\n"
            + shard(
                "*4\r\n:0\r\n:99\r\n:9000\r\n:16383\r\n",
                shardNode(5, "online") + shardNode(6, "fail"))
            + shard("*2\r\n:100\r\n:8999\r\n", shardNode(6, "online") + shardNode(5, "loading")));
    answers.put(
        "INFO keyspace",
        bulk(
            "# Keyspace\r\ndb0:keys=40,expires=1,avg_ttl=0\r\ndb3:keys=2,expires=0,avg_ttl=0\r\n"));
    threads.execute(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  private static String pair(String name, String value) {
    return bulk(name) + bulk(value);
  }

  private static String member(
      String id, int port, String state, String status, int primary, String rack) {
    return "*22\r\n"
        + pair("id", id)
        + pair("ip", "127.0.0.1")
        + (bulk("port") + ":" + port + "\r\n")
        + (bulk("bus-port") + ":1234\r\n")
        + pair("state", state)
        + pair("status", status)
        + pair("rack", rack)
        + pair("data-centre", "x\"y")
        + (bulk("weight") + ":100\r\n")
        + (bulk("primary-slots") + ":" + primary + "\r\n")
        + (bulk("replica-slots") + ":5\r\n");
  }

  private static String shard(String slots, String nodes) {
    return "*4\r\n" + bulk("slots") + slots + bulk("nodes") + "*2\r\n" + nodes;
  }

  private static String shardNode(int port, String health) {
    return "*8\r\n"
        + pair("id", "n" + port)
        + pair("ip", "::1")
        + (bulk("port") + ":" + port + "\r\n")
        + pair("health", health);
  }

  /** Answers connections one after the other until the listener is closed. */
  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        for (String head = in.readLine(); head != null; head = in.readLine()) {
          StringBuilder words = new StringBuilder();
          for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
            in.readLine();
            words.append(in.readLine()).append(' ');
          }
          String answer = answers.getOrDefault(words.toString().strip(), "-ERR what?\r\n");
          socket.getOutputStream().write(answer.getBytes(UTF_8));
          socket.getOutputStream().flush();
        }
      } catch (IOException e) {
        err.write("server: " + e.getMessage());
      }
    }
  }

  private int run(String command, String... more) {
    CommandLine line =
        RondoCli.create(
            config -> {
              throw new AssertionError("no node is to be started");
            },
            Map.of());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] arguments = new String[more.length + 3];
    arguments[0] = command;
    arguments[1] = "--port";
    arguments[2] = Integer.toString(server.getLocalPort());
    System.arraycopy(more, 0, arguments, 3, more.length);
    return line.execute(arguments);
  }

  @Test
  void statusCountsNodesAndTheirKeys() {
    assertThat(run("status")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "cluster ok, ring epoch 7: 1 up, 0 suspect, 1 down",
            "",
            "address          state        status  primary-slots  replica-slots  keys",
            "127.0.0.1:1      catching-up  down             7384              5  -",
            "127.0.0.1:%d  up           live             9000              5    42"
                .formatted(server.getLocalPort()));
  }

  @Test
  void statusAsJson() {
    assertThat(run("status", "--json")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            ("{\"state\":\"ok\",\"epoch\":7,\"up\":1,\"suspect\":0,\"down\":1,\"nodes\":["
                    + "{\"address\":\"127.0.0.1:1\",\"state\":\"catching-up\",\"status\":\"down\","
                    + "\"primary-slots\":7384,\"replica-slots\":5},"
                    + "{\"address\":\"127.0.0.1:%d\",\"state\":\"up\",\"status\":\"live\","
                    + "\"primary-slots\":9000,\"replica-slots\":5,\"keys\":42}]}\n")
                .formatted(server.getLocalPort()));
  }

  @Test
  void nodesShowsWhatMembersSay() {
    assertThat(run("nodes")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "id address bus-port rack data-centre weight state status",
            "a 127.0.0.1:1 1234 - x\"y 100 catching-up down",
            "b 127.0.0.1:%d 1234 r2 x\"y 100 up live".formatted(server.getLocalPort()));
  }

  @Test
  void nodesAsJson() {
    assertThat(run("nodes", "--json")).isZero();
    assertThat(out.toString())
        .startsWith("[{\"id\":\"a\",\"address\":\"127.0.0.1:1\",\"bus-port\":1234,\"rack\":\"\",")
        .contains("\"data-centre\":\"x\\\"y\"");
  }

  @Test
  void ringShowsRangesInOrder() {
    assertThat(run("ring")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "first   last  count  replicas",
            "    0     99    100  [::1]:5  [::1]:6 (fail)",
            "  100   8999   8900  [::1]:6  [::1]:5 (loading)",
            " 9000  16383   7384  [::1]:5  [::1]:6 (fail)");
  }

  @Test
  void ringAsJson() {
    assertThat(run("ring", "--json")).isZero();
    assertThat(out.toString())
        .startsWith(
            "[{\"first\":0,\"last\":99,\"count\":100,\"replicas\":["
                + "{\"id\":\"n5\",\"address\":\"[::1]:5\",\"health\":\"online\"},");
  }

  @Test
  void logsInAsAUser() {
    answers.put("AUTH bob secret", "+OK\r\n");
    assertThat(run("ring", "--user", "bob", "--password", "secret")).isZero();
  }

  @Test
  void aNodeAloneSaysSoInOneLine() {
    answers.put("CLUSTER INFO", "-ERR This instance has cluster support disabled\r\n");
    assertThat(run("status")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "rondo: 127.0.0.1:%d: ERR This instance has cluster support disabled"
                .formatted(server.getLocalPort()));
  }
}
