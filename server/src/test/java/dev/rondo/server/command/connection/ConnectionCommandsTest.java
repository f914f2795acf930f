package dev.rondo.server.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Clients;
import dev.rondo.server.command.Clients.Client;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.transactions.TransactionCommands;
import dev.rondo.server.session.ClientPause.Mode;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AUTH, ECHO, HELLO, PING, QUIT, RESET and SELECT. The replies were recorded from Redis; its
 * version in HELLO's is ours.
 */
final class ConnectionCommandsTest {
  private static final String WRONG_PASSWORD =
      "-WRONGPASS invalid username-password pair or user is disabled.";
  private static final String NO_PASSWORD_SET =
      "-ERR AUTH <password> called without any password configured for the default user. Are you"
          + " sure your configuration is correct?";
  private static final String HELLO_NEEDS_AUTH =
      "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
          + " <user> <pass> option can be used to authenticate the client and select the RESP"
          + " protocol version at the same time";

  private final Clients clients = new Clients(ConnectionCommandsTest::rows);

  static List<CommandSpec> rows(Clients clients) {
    List<CommandSpec> rows = new ArrayList<>(new TransactionCommands().rows());
    rows.addAll(
        new ConnectionCommands(
                "7.2.5",
                false,
                16,
                clients.authenticator,
                clients.sessions,
                clients.monitors,
                clients.subscriptions,
                clients.pause,
                clients.clock)
            .rows());
    return rows;
  }

  private static void check(Client client, String... linesAndReplies) {
    SoftAssertions replies = new SoftAssertions();
    for (int i = 0; i < linesAndReplies.length; i += 2) {
      replies
          .assertThat(client.send(linesAndReplies[i]))
          .as(linesAndReplies[i])
          .isEqualTo(linesAndReplies[i + 1]);
    }
    replies.assertAll();
  }

  private static String greeting(int protocol, long id) {
    return ("$6 server $5 redis $7 version $5 7.2.5 $5 proto :%d $2 id :%d $4 mode $10 standalone $4"
            + " role $6 master $7 modules *0")
        .formatted(protocol, id);
  }

  @Test
  void echoesAndPings() {
    check(
        clients.connect(),
        "ECHO",
        "-ERR wrong number of arguments for 'echo' command",
        "ECHO a b",
        "-ERR wrong number of arguments for 'echo' command",
        "ECHO hi",
        "$2 hi",
        "PING",
        "+PONG",
        "PING a",
        "$1 a",
        "PING a b",
        "-ERR wrong number of arguments for 'ping' command");
  }

  @Test
  void selectsOneOfTheDatabases() {
    Client client = clients.connect();
    check(
        client,
        "SELECT 15",
        "+OK",
        "SELECT 16",
        "-ERR DB index is out of range",
        "SELECT -1",
        "-ERR DB index is out of range",
        "SELECT abc",
        "-ERR value is not an integer or out of range",
        "SELECT 99999999999",
        "-ERR value is out of range, value must between -2147483648 and 2147483647",
        "SELECT 007",
        "-ERR value is not an integer or out of range");
    assertThat(client.session().database()).isEqualTo(15);
  }

  @Test
  void greetsInTheProtocolAskedFor() {
    check(
        clients.connect(),
        "HELLO",
        "*14 " + greeting(2, 1),
        "HELLO 3",
        "%7 " + greeting(3, 1),
        "CLIENT GETNAME",
        "_",
        "HELLO",
        "%7 " + greeting(3, 1),
        "HELLO 2 SETNAME abc",
        "*14 " + greeting(2, 1),
        "CLIENT GETNAME",
        "$3 abc",
        "HELLO 2 AUTH default any SETNAME zz",
        "*14 " + greeting(2, 1),
        "CLIENT GETNAME",
        "$2 zz");
  }

  @Test
  void refusesWhatHelloCannotMean() {
    Client client = clients.connect();
    check(
        client,
        "HELLO 4",
        "-NOPROTO unsupported protocol version",
        "HELLO 1",
        "-NOPROTO unsupported protocol version",
        "HELLO abc",
        "-ERR Protocol version is not an integer or out of range",
        "HELLO 02",
        "-ERR Protocol version is not an integer or out of range",
        "HELLO AUTH default x",
        "-ERR Protocol version is not an integer or out of range",
        "HELLO 2 AUTH default",
        "-ERR Syntax error in HELLO option 'AUTH'",
        "HELLO 2 auth default x setname",
        "-ERR Syntax error in HELLO option 'setname'",
        "HELLO 3 foo",
        "-ERR Syntax error in HELLO option 'foo'",
        "HELLO 2 SETNAME \"a b\"",
        "-ERR Client names cannot contain spaces, newlines or special characters.",
        "HELLO 3 AUTH foo x SETNAME n",
        WRONG_PASSWORD,
        "CLIENT GETNAME",
        "$-1");
  }

  @Test
  void asksForNoPasswordWhenNoneIsSet() {
    check(
        clients.connect(),
        "AUTH",
        "-ERR wrong number of arguments for 'auth' command",
        "AUTH x",
        NO_PASSWORD_SET,
        "AUTH default x",
        "+OK",
        "AUTH foo x",
        WRONG_PASSWORD,
        "AUTH a b c",
        "-ERR syntax error");
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    clients.password = "pw";
    check(
        clients.connect(),
        "PING",
        "-NOAUTH Authentication required.",
        "HELLO 3",
        HELLO_NEEDS_AUTH,
        "HELLO 3 SETNAME a",
        HELLO_NEEDS_AUTH,
        "HELLO 3 AUTH default bad",
        WRONG_PASSWORD,
        "HELLO 4 AUTH default pw",
        "-NOPROTO unsupported protocol version",
        "AUTH bad",
        WRONG_PASSWORD,
        "AUTH default \"\"",
        WRONG_PASSWORD,
        "AUTH bar pw",
        WRONG_PASSWORD,
        "CLIENT FOO",
        "-ERR unknown subcommand 'FOO'. Try CLIENT HELP.",
        "MULTI",
        "-NOAUTH Authentication required.",
        "AUTH pw",
        "+OK",
        "PING",
        "+PONG",
        "AUTH bad",
        WRONG_PASSWORD,
        "PING",
        "+PONG",
        "RESET",
        "+RESET",
        "PING",
        "-NOAUTH Authentication required.",
        "HELLO 3 AUTH default pw SETNAME q",
        "%7 " + greeting(3, 1),
        "CLIENT GETNAME",
        "$1 q");
  }

  @Test
  void goesByThePasswordOfTheMoment() {
    clients.password = "pässword";
    Client client = clients.connect();
    assertThat(client.send("AUTH p\\xc3\\xa4ssword")).isEqualTo(WRONG_PASSWORD);
    assertThat(client.send("AUTH \"p\\xc3\\xa4ssword\"")).isEqualTo("+OK");
    clients.password = "other";
    assertThat(client.send("PING")).isEqualTo("+PONG");
    assertThat(client.send("AUTH default other")).isEqualTo("+OK");
    clients.password = "";
    assertThat(client.send("AUTH other")).isEqualTo(NO_PASSWORD_SET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUIT", "QUIT now"})
  void quitsAtOnceInsideATransactionToo(String quit) {
    Client client = clients.connect();
    client.send("MULTI");
    assertThat(client.send(quit)).isEqualTo("+OK");
    assertThat(client.closed).isTrue();
  }

  @Test
  void resetsWhatTheClientHasSet() {
    Client client = clients.connect();
    client.send("HELLO 3 SETNAME me");
    client.send("SELECT 3");
    client.send("CLIENT SETINFO lib-name lib");
    client.send("CLIENT NO-EVICT on");
    client.send("CLIENT NO-TOUCH on");
    client.send("MULTI");
    client.session().monitor(true);
    clients.monitors.add(client.session());

    assertThat(client.send("RESET")).isEqualTo("+RESET");

    assertThat(clients.monitors.isEmpty()).isTrue();
    assertThat(client.send("CLIENT GETNAME")).isEqualTo("$-1");
    assertThat(client.send("CLIENT INFO"))
        .contains(" name= ", " flags=N ", " db=0 ", " multi=-1 ", " resp=2 ", " lib-name=lib ");
    assertThat(client.send("RESET x"))
        .isEqualTo("-ERR wrong number of arguments for 'reset' command");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PING", "AUTH x", "HELLO", "CLIENT ID", "CLIENT UNPAUSE", "QUIT", "RESET"})
  void aPauseOfAllHoldsEverythingBack(String line) {
    clients.pause.pause(Mode.ALL, clients.clock.millis() + 10);
    Client client = clients.connect();
    assertThat(client.send(line)).isEqualTo("held back");
    clients.clock.advanceMillis(10);
    assertThat(client.send(line)).isNotEqualTo("held back");
  }
}
