package dev.rondo.server.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Clients;
import dev.rondo.server.command.Clients.Client;
import dev.rondo.server.session.ClientPause.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CLIENT with its subcommands. The replies were recorded from Redis. */
final class ClientCommandsTest {
  private final Clients clients = new Clients(ConnectionCommandsTest::rows);
  private final Client client = clients.connect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          CLIENT > -ERR wrong number of arguments for 'client' command
          CLIENT FOO > -ERR unknown subcommand 'FOO'. Try CLIENT HELP.
          CLIENT HELP x > -ERR wrong number of arguments for 'client|help' command
          CLIENT ID > :1
          CLIENT ID x > -ERR wrong number of arguments for 'client|id' command
          CLIENT GETNAME > $-1
          CLIENT SETNAME abc > +OK
          CLIENT SETNAME "" > +OK
          CLIENT SETNAME "a b" > -ERR Client names cannot contain spaces, newlines or special characters.
          CLIENT SETNAME "a\\n" > -ERR Client names cannot contain spaces, newlines or special characters.
          CLIENT SETNAME "\\xff" > -ERR Client names cannot contain spaces, newlines or special characters.
          CLIENT SETINFO lib-name jedis > +OK
          CLIENT SETINFO LIB-VER 5.1 > +OK
          CLIENT SETINFO lib-ver "" > +OK
          CLIENT SETINFO foo bar > -ERR Unrecognized option 'foo'
          CLIENT SETINFO lib-name "a b" > -ERR lib-name cannot contain spaces, newlines or special characters.
          CLIENT LIST TYPE > -ERR syntax error
          CLIENT LIST TYPE foo > -ERR Unknown client type 'foo'
          CLIENT LIST TYPE replica > $0
          CLIENT LIST TYPE normal x > -ERR syntax error
          CLIENT LIST ID > -ERR syntax error
          CLIENT LIST ID 99999 -1 > $0
          CLIENT LIST ID 99 abc > -ERR Invalid client ID
          CLIENT LIST FOO > -ERR syntax error
          CLIENT LIST FOO 1 > -ERR syntax error
          CLIENT LIST TYPE normal ID 1 > -ERR syntax error
          CLIENT NO-EVICT > -ERR wrong number of arguments for 'client|no-evict' command
          CLIENT NO-EVICT foo > -ERR syntax error
          CLIENT NO-EVICT on > +OK
          CLIENT NO-TOUCH off > +OK
          CLIENT REPLY > -ERR wrong number of arguments for 'client|reply' command
          CLIENT REPLY foo > -ERR syntax error
          CLIENT REPLY on > +OK
          CLIENT PAUSE > -ERR wrong number of arguments for 'client|pause' command
          CLIENT PAUSE abc > -ERR timeout is not an integer or out of range
          CLIENT PAUSE abc foo > -ERR CLIENT PAUSE mode must be WRITE or ALL
          CLIENT PAUSE -1 > -ERR timeout is negative
          CLIENT PAUSE 9223372036854775807 > -ERR timeout is out of range
          CLIENT PAUSE 0 > +OK
          CLIENT PAUSE 1 ALL x > -ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP.
          CLIENT UNPAUSE > +OK
          CLIENT UNBLOCK > -ERR wrong number of arguments for 'client|unblock' command
          CLIENT UNBLOCK abc > -ERR value is not an integer or out of range
          CLIENT UNBLOCK abc foo > -ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR
          CLIENT UNBLOCK 999 timeout > :0
          CLIENT UNBLOCK 1 ERROR > :0
          CLIENT UNBLOCK 1 ERROR x > -ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.
          CLIENT TRACKINGINFO > *6 $5 flags *1 $3 off $8 redirect :-1 $8 prefixes *0
          CLIENT GETREDIR > :-1
          CLIENT CACHING yes > -ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
          CLIENT TRACKING foo > -ERR syntax error
          CLIENT TRACKING off BCAST > +OK
          CLIENT TRACKING off FOO > -ERR syntax error
          CLIENT TRACKING on REDIRECT > -ERR syntax error
          CLIENT TRACKING on REDIRECT abc > -ERR value is not an integer or out of range
          CLIENT TRACKING on REDIRECT 9999 > -ERR The client ID you want redirect to does not exist
          CLIENT TRACKING on > -ERR client tracking is not supported
          """)
  void answersAsRedis(String line, String reply) {
    assertThat(client.send(line)).isEqualTo(reply);
  }

  @Test
  void listsClientsAsRedisDoes() {
    Client other = clients.connect();
    client.send("HELLO 3 SETNAME me");
    client.send("CLIENT SETINFO lib-name jedis");
    client.send("CLIENT SETINFO lib-ver 5.1");
    client.send("SELECT 2");
    clients.clock.advanceMillis(2_500);
    other.send("MULTI");
    other.send("ECHO abc");
    other.unsentBytes = 10;
    clients.clock.advanceMillis(1_000);
    String me =
        "id=1 addr=127.0.0.1:50001 laddr=127.0.0.1:6379 fd=8 name=me age=3 idle=0 flags=N db=2 sub=0"
            + " psub=0 ssub=0 multi=-1 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0"
            + " oll=0 omem=0 tot-mem=0 events=r cmd=client|%s user=default redir=-1 resp=3"
            + " lib-name=jedis lib-ver=5.1\n";
    String it =
        "id=2 addr=127.0.0.1:50002 laddr=127.0.0.1:6379 fd=8 name= age=3 idle=1 flags=x db=0 sub=0"
            + " psub=0 ssub=0 multi=1 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=7 rbs=0 rbp=0 obl=10"
            + " oll=0 omem=10 tot-mem=17 events=rw cmd=echo user=default redir=-1 resp=2 lib-name="
            + " lib-ver=\n";

    assertThat(client.send("CLIENT INFO")).isEqualTo(text(me.formatted("info")));
    assertThat(client.send("CLIENT LIST")).isEqualTo(text(me.formatted("list") + it));
    assertThat(client.send("CLIENT LIST TYPE normal")).isEqualTo(text(me.formatted("list") + it));
    assertThat(client.send("CLIENT LIST ID 2 7 1")).isEqualTo(text(it + me.formatted("list")));
  }

  private static String text(String lines) {
    return "=" + (lines.length() + 4) + " txt:" + lines.strip();
  }

  @ParameterizedTest
  @CsvSource({"no-evict,e", "no-touch,T"})
  void showsWhatWasSwitchedOn(String subcommand, String flag) {
    client.send("CLIENT " + subcommand + " ON");
    assertThat(client.send("CLIENT INFO")).contains(" flags=" + flag + " ");
    client.send("CLIENT " + subcommand + " off");
    assertThat(client.send("CLIENT INFO")).contains(" flags=N ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          CLIENT KILL > -ERR wrong number of arguments for 'client|kill' command
          CLIENT KILL 1.2.3.4:1 > -ERR No such client
          CLIENT KILL ID > -ERR No such client
          CLIENT KILL ID abc > -ERR client-id should be greater than 0
          CLIENT KILL ID 0 > -ERR client-id should be greater than 0
          CLIENT KILL ID 9999 > :0
          CLIENT KILL ID 2 TYPE > -ERR syntax error
          CLIENT KILL TYPE foo > -ERR Unknown client type 'foo'
          CLIENT KILL TYPE master > :0
          CLIENT KILL USER foo > -ERR No such user 'foo'
          CLIENT KILL ADDR x > :0
          CLIENT KILL LADDR x > :0
          CLIENT KILL SKIPME foo > -ERR syntax error
          CLIENT KILL FOO bar > -ERR syntax error
          CLIENT KILL ID 99 SKIPME maybe > -ERR syntax error
          CLIENT KILL ID 2 FOO bar > -ERR syntax error
          CLIENT KILL ID 1 > :0
          """)
  void killsNobodyWhenAFilterIsWrongOrMatchesNone(String line, String reply) {
    Client other = clients.connect();
    assertThat(client.send(line)).isEqualTo(reply);
    assertThat(client.closed).isFalse();
    assertThat(other.closed).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT KILL 127.0.0.1:50002,            +OK, false, true",
    "CLIENT KILL 127.0.0.1:50001,            +OK, true,  false",
    "CLIENT KILL ID 2,                       :1,  false, true",
    "CLIENT KILL TYPE normal,                :1,  false, true",
    "CLIENT KILL TYPE normal SKIPME no,      :2,  true,  true",
    "CLIENT KILL ADDR 127.0.0.1:50001,       :0,  false, false",
    "CLIENT KILL LADDR 127.0.0.1:6379 ID 2,  :1,  false, true",
    "CLIENT KILL USER default SKIPME YES,    :1,  false, true",
    "CLIENT KILL SKIPME NO ID 1,             :1,  true,  false"
  })
  void killsThoseThatAllFiltersMatch(String line, String reply, boolean itself, boolean other) {
    Client second = clients.connect();
    assertThat(client.send(line)).isEqualTo(reply);
    assertThat(client.closed).isEqualTo(itself);
    assertThat(second.closed).isEqualTo(other);
  }

  @Test
  void leavesOutTheRepliesItIsToldTo() {
    assertThat(client.send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(client.send("PING 1")).isEmpty();
    assertThat(client.send("PING 2")).isEqualTo("$1 2");

    assertThat(client.send("CLIENT REPLY OFF")).isEmpty();
    assertThat(client.send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(client.send("CLIENT REPLY foo")).isEmpty();
    assertThat(client.send("PING 3")).isEmpty();
    assertThat(client.send("CLIENT REPLY ON")).isEqualTo("+OK");

    assertThat(client.send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(client.send("CLIENT REPLY SKIP")).isEmpty();
    assertThat(client.send("PING 4")).isEmpty();
    assertThat(client.send("PING 5")).isEqualTo("$1 5");

    assertThat(client.send("CLIENT REPLY OFF")).isEmpty();
    assertThat(client.send("RESET")).isEqualTo("+RESET");
  }

  @Test
  void pausesUntilTheTimeIsOverOrSomebodyEndsIt() {
    assertThat(client.send("CLIENT PAUSE 100 WRITE")).isEqualTo("+OK");
    assertThat(clients.pause.mode()).isEqualTo(Mode.WRITE);
    assertThat(clients.pause.untilMillis()).isEqualTo(clients.clock.millis() + 100);
    assertThat(client.send("CLIENT UNPAUSE")).isEqualTo("+OK");
    assertThat(clients.pause.mode()).isEqualTo(Mode.NONE);

    assertThat(client.send("CLIENT PAUSE 100")).isEqualTo("+OK");
    assertThat(clients.pause.mode()).isEqualTo(Mode.ALL);
    clients.clock.advanceMillis(100);
    assertThat(clients.pause.mode()).isEqualTo(Mode.NONE);
  }

  @Test
  void explainsEachSubcommand() {
    String help = client.send("CLIENT HELP");
    assertThat(help)
        .startsWith("*")
        .contains("+CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    assertThat(help).contains("+NO-TOUCH (ON|OFF)", "+SETINFO (LIB-NAME|LIB-VER) <value>");
    assertThat(help).endsWith("+HELP +    Prints this help.");
  }
}
