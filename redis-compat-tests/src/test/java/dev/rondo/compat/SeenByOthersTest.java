package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What clients see of each other and do to each other: CLIENT LIST, MONITOR, CLIENT PAUSE. All are
 * on one node.
 */
class SeenByOthersTest extends AgainstEachServer {

  private static final String NOT_IN_MULTI =
      "SELECT and CLIENT LIST reach beyond one slot, and a cluster's transaction does not";
  private static final Pattern STATE = Pattern.compile(" flags=(\\w+) .* multi=(-?\\d+) ");
  private static final Pattern MONITOR_LINE =
      Pattern.compile("\\+\\d+\\.\\d{6} (\\[\\d+) 127\\.0\\.0\\.1:\\d+(\\] .*)\r\n");

  private final List<RawClient> clients = new ArrayList<>();

  private RawClient open() {
    RawClient client = server().oneNode().connect();
    clients.add(client);
    return client;
  }

  @AfterEach
  void closeClients() {
    clients.forEach(RawClient::close);
    clients.clear();
  }

  private static String reply(RawClient client, String line) {
    return client.call(line.split(" ")).encode().strip();
  }

  // CLIENT LIST and CLIENT INFO

  /** The flags and the number of queued commands in lines of CLIENT LIST. */
  private static List<String> states(String lines) {
    return STATE
        .matcher(lines)
        .results()
        .map(match -> match.group(1) + " " + match.group(2))
        .toList();
  }

  private static List<String> states(RawClient asking, RawClient about) {
    String id = Long.toString(about.call("CLIENT", "ID").integer());
    return states(asking.call("CLIENT", "LIST", "ID", id).string());
  }

  @Test
  void aTransactionShowsWhileItRuns() {
    skipOnACluster(NOT_IN_MULTI);
    RawClient client = open();
    reply(client, "MULTI");
    reply(client, "PING");
    reply(client, "CLIENT INFO");
    String id = Long.toString(server().oneNode().connect().call("CLIENT", "ID").integer());
    reply(client, "CLIENT LIST ID " + id);
    assertThat(states(client.call("EXEC").children().get(1).string())).containsExactly("x 3");
    assertThat(states(client.call("CLIENT", "INFO").string())).containsExactly("N -1");
  }

  @Test
  void aTouchedWatchShows() {
    RawClient client = open();
    RawClient other = open();
    reply(client, "WATCH k");
    assertThat(states(other, client)).containsExactly("N -1");
    reply(client, "SET k 1");
    assertThat(states(client.call("CLIENT", "INFO").string())).containsExactly("d -1");
    assertThat(states(other, client)).containsExactly("d -1");
    String id = Long.toString(client.call("CLIENT", "ID").integer());
    reply(client, "MULTI");
    assertThat(states(other.call("CLIENT", "LIST", "ID", id).string())).containsExactly("xd 0");
    if (!isCluster()) {
      reply(other, "MULTI");
      other.call("CLIENT", "LIST", "ID", id);
      assertThat(states(other.call("EXEC").encode())).containsExactly("xd 0");
    }
    assertThat(reply(client, "EXEC")).isEqualTo("*-1");
    assertThat(states(other, client)).containsExactly("N -1");
  }

  @Test
  void anAbortedTransactionQueuesNothingMore() {
    RawClient client = open();
    RawClient other = open();
    String id = Long.toString(client.call("CLIENT", "ID").integer());
    reply(client, "MULTI");
    reply(client, "PING");
    reply(client, "NOSUCH");
    assertThat(reply(client, "PING")).isEqualTo("+QUEUED");
    assertThat(states(other.call("CLIENT", "LIST", "ID", id).string())).containsExactly("x 1");
  }

  // MONITOR

  /** What MONITOR shows of commands, up to a PING at their end. */
  private List<String> monitored(String... commands) {
    RawClient monitor = open();
    assertThat(reply(monitor, "MONITOR")).isEqualTo("+OK");
    RawClient client = open();
    Stream.of(commands).forEach(command -> reply(client, command));
    reply(open(), "PING end");
    List<String> shown = new ArrayList<>();
    while (true) {
      String line = monitor.readBytes();
      Matcher matcher = MONITOR_LINE.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      if (line.contains("\"PING\" \"end\"")) {
        return shown;
      }
      shown.add(matcher.group(1) + matcher.group(2));
    }
  }

  @Test
  void monitorShowsATransactionBeforeItsExec() {
    skipOnACluster("commands show on the node that runs them");
    assertThat(monitored("MULTI", "SET k 1", "INCR k", "EXEC"))
        .containsExactly(
            "[0] \"MULTI\"", "[0] \"SET\" \"k\" \"1\"", "[0] \"INCR\" \"k\"", "[0] \"EXEC\"");
  }

  @Test
  void monitorShowsTheDatabaseAfterTheCommand() {
    skipOnACluster(NOT_IN_MULTI);
    assertThat(monitored("SELECT 3", "GET k", "MULTI", "SELECT 1", "EXEC", "RESET", "GET k"))
        .containsExactly(
            "[3] \"SELECT\" \"3\"",
            "[3] \"GET\" \"k\"",
            "[3] \"MULTI\"",
            "[1] \"SELECT\" \"1\"",
            "[1] \"EXEC\"",
            "[0] \"RESET\"",
            "[0] \"GET\" \"k\"");
  }

  @Test
  void monitorShowsNoPasswords() {
    assertThat(
            monitored(
                "AUTH pw",
                "AUTH me pw",
                "HELLO 2 AUTH me pw SETNAME x",
                "HELLO 2 SETNAME x AUTH default pw",
                "CONFIG SET masterauth pw",
                "CONFIG SET masterauth pw2"))
        .containsExactly(
            "[0] \"AUTH\" \"(redacted)\"",
            "[0] \"AUTH\" \"(redacted)\" \"(redacted)\"",
            "[0] \"HELLO\" \"2\" \"AUTH\" \"(redacted)\" \"(redacted)\" \"SETNAME\" \"x\"",
            "[0] \"HELLO\" \"2\" \"SETNAME\" \"x\" \"AUTH\" \"(redacted)\" \"(redacted)\"");
  }

  @Test
  void theSlowLogKeepsNoPasswords() {
    RawClient client = open();
    reply(client, "CONFIG SET slowlog-log-slower-than 0");
    reply(client, "SLOWLOG RESET");
    reply(client, "AUTH me very-secret");
    reply(client, "HELLO 2 AUTH me very-secret");
    reply(client, "CONFIG SET masterauth very-secret");
    String log = reply(client, "SLOWLOG GET -1");
    assertThat(log).doesNotContain("very-secret").contains("(redacted)");
    reply(client, "CONFIG SET slowlog-log-slower-than 10000");
  }

  @Test
  void aMonitorHasNoKeys() {
    RawClient monitor = open();
    reply(monitor, "MONITOR");
    String refusal = "-ERR Replica can't interact with the keyspace";
    assertThat(reply(monitor, "GET k")).isEqualTo(refusal);
    assertThat(reply(monitor, "SET k v")).isEqualTo(refusal);
    assertThat(reply(monitor, "RESET")).isEqualTo("+RESET");
    assertThat(reply(monitor, "GET k")).isEqualTo("$-1");
  }

  // CLIENT PAUSE

  @Test
  void aPauseOfWritesHoldsBackWritesAndExecAlone() {
    Map<String, String> free = new LinkedHashMap<>();
    free.put("GET k", "$-1");
    free.put("MULTI", "-ERR MULTI calls can not be nested");
    free.put("WATCH k", "-ERR WATCH inside MULTI is not allowed");
    free.put("DISCARD", "+OK");
    free.put("RESET", "+RESET");
    free.put("QUIT", "+OK");
    List<RawClient> inMulti = free.keySet().stream().map(command -> open()).toList();
    RawClient executing = open();
    RawClient writing = open();
    for (RawClient client : Stream.concat(inMulti.stream(), Stream.of(executing)).toList()) {
      reply(client, "MULTI");
      reply(client, "SET k v");
    }
    RawClient control = open();
    assertThat(reply(control, "CLIENT PAUSE 100000 WRITE")).isEqualTo("+OK");
    executing.send("EXEC");
    writing.send("SET", "k", "w");
    int i = 0;
    for (Map.Entry<String, String> row : free.entrySet()) {
      String expected = row.getKey().equals("GET k") ? "+QUEUED" : row.getValue();
      assertThat(reply(inMulti.get(i++), row.getKey())).as(row.getKey()).isEqualTo(expected);
    }
    assertThat(reply(control, "GET k")).isEqualTo("$-1");
    assertThat(reply(control, "CLIENT UNPAUSE")).isEqualTo("+OK");
    assertThat(executing.readBytes()).isEqualTo("*1\r\n+OK\r\n");
    assertThat(writing.readBytes()).isEqualTo("+OK\r\n");
  }

  @Test
  void aMonitorIsNeverHeldBack() {
    RawClient monitor = open();
    reply(monitor, "MONITOR");
    RawClient control = open();
    reply(control, "CLIENT PAUSE 100 ALL");
    assertThat(reply(monitor, "ECHO hi")).isEqualTo("$2\r\nhi");
    reply(control, "CLIENT UNPAUSE");
  }

  // requirepass while clients are connected

  @Test
  void emptyingThePasswordLetsConnectedClientsIn() {
    RawClient control = open();
    RawClient before = open();
    assertThat(reply(before, "PING")).isEqualTo("+PONG");
    password(control, "pw");
    try {
      RawClient client = open();
      assertThat(reply(before, "GET k")).isEqualTo("$-1");
      assertThat(reply(client, "GET k")).isEqualTo("-NOAUTH Authentication required.");
      password(control, "");
      assertThat(reply(client, "GET k")).isEqualTo("$-1");
      assertThat(reply(client, "HELLO 2")).startsWith("-NOAUTH HELLO must be called");
      assertThat(reply(client, "MSET" + " a 1".repeat(20))).isEqualTo("+OK");
      password(control, "pw");
      assertThat(reply(client, "GET k")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(reply(control, "GET k")).isEqualTo("$-1");
      password(control, "");
      assertThat(reply(client, "RESET")).isEqualTo("+RESET");
      password(control, "pw");
      assertThat(reply(client, "GET k")).isEqualTo("$-1");
    } finally {
      password(control, "");
    }
  }

  private static void password(RawClient control, String password) {
    assertThat(control.call("CONFIG", "SET", "requirepass", password).encode())
        .isEqualTo("+OK\r\n");
  }
}
