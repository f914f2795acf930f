package dev.rondo.server.command.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.Clients;
import dev.rondo.server.command.Clients.Client;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.connection.ConnectionCommands;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PubSubCommandsTest {
  private final List<String> broadcast = new ArrayList<>();
  private final Clients clients = new Clients(this::rows);
  private final Client one = clients.connect();
  private final Client two = clients.connect();

  private List<CommandSpec> rows(Clients with) {
    List<CommandSpec> rows =
        new ArrayList<>(
            new PubSubCommands(
                    with.subscriptions,
                    (kind, channel, message) ->
                        broadcast.add(kind + " " + Bytes.text(channel) + " " + Bytes.text(message)))
                .rows());
    rows.addAll(
        new ConnectionCommands(
                "7.2.5",
                false,
                16,
                with.authenticator,
                with.sessions,
                with.monitors,
                with.subscriptions,
                with.pause,
                with.clock)
            .rows());
    return rows;
  }

  @Test
  void aMessageReachesEachSubscriberOnceForEachWayItSubscribed() {
    assertThat(one.send("SUBSCRIBE news sport"))
        .isEqualTo("*3 $9 subscribe $4 news :1 *3 $9 subscribe $5 sport :2");
    assertThat(one.send("PSUBSCRIBE n*")).isEqualTo("*3 $10 psubscribe $2 n* :3");
    assertThat(two.send("PUBLISH news hello")).isEqualTo(":2");
    assertThat(one.takePushed())
        .isEqualTo("*3 $7 message $4 news $5 hello *4 $8 pmessage $2 n* $4 news $5 hello");
    assertThat(two.send("PUBLISH other hello")).isEqualTo(":0");
    assertThat(one.takePushed()).isEmpty();
    assertThat(broadcast).containsExactly("CHANNEL news hello", "CHANNEL other hello");
  }

  @Test
  void shardChannelsAreApart() {
    assertThat(one.send("SSUBSCRIBE news")).isEqualTo("*3 $10 ssubscribe $4 news :1");
    assertThat(one.send("SUBSCRIBE news")).isEqualTo("*3 $9 subscribe $4 news :1");
    assertThat(two.send("SPUBLISH news hello")).isEqualTo(":1");
    assertThat(one.takePushed()).isEqualTo("*3 $8 smessage $4 news $5 hello");
    assertThat(two.send("PUBSUB SHARDNUMSUB news no")).isEqualTo("*4 $4 news :1 $2 no :0");
    assertThat(two.send("PUBSUB SHARDCHANNELS")).isEqualTo("*1 $4 news");
    assertThat(one.send("SUNSUBSCRIBE")).isEqualTo("*3 $12 sunsubscribe $4 news :0");
    assertThat(two.send("PUBSUB SHARDCHANNELS")).isEqualTo("*0");
  }

  @Test
  void whatNeverBeganEnds() {
    assertThat(one.send("UNSUBSCRIBE a")).isEqualTo("*3 $11 unsubscribe $1 a :0");
    assertThat(one.send("PUNSUBSCRIBE a*")).isEqualTo("*3 $12 punsubscribe $2 a* :0");
    assertThat(one.send("SUNSUBSCRIBE a")).isEqualTo("*3 $12 sunsubscribe $1 a :0");
  }

  @Test
  void subscriptionsEnd() {
    one.send("SUBSCRIBE a b");
    assertThat(one.send("UNSUBSCRIBE b c"))
        .isEqualTo("*3 $11 unsubscribe $1 b :1 *3 $11 unsubscribe $1 c :1");
    assertThat(one.send("UNSUBSCRIBE")).isEqualTo("*3 $11 unsubscribe $1 a :0");
    assertThat(one.send("UNSUBSCRIBE")).isEqualTo("*3 $11 unsubscribe $-1 :0");
    assertThat(one.send("PUNSUBSCRIBE")).isEqualTo("*3 $12 punsubscribe $-1 :0");
    assertThat(clients.subscriptions.isEmpty()).isTrue();
  }

  @Test
  void aSubscriberOfResp2MayOnlySubscribe() {
    one.send("SUBSCRIBE a");
    assertThat(one.send("ECHO x"))
        .isEqualTo(
            "-ERR Can't execute 'echo': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT /"
                + " RESET are allowed in this context");
    assertThat(one.send("PING")).isEqualTo("*2 $4 pong $0");
    assertThat(one.send("PING hi")).isEqualTo("*2 $4 pong $2 hi");
    assertThat(one.send("RESET")).isEqualTo("+RESET");
    assertThat(one.send("PING")).isEqualTo("+PONG");
    assertThat(two.send("PUBLISH a b")).isEqualTo(":0");
  }

  @Test
  void aSubscriberOfResp3IsSentPushesAndMayDoAnything() {
    one.send("HELLO 3");
    assertThat(one.send("SUBSCRIBE a")).isEqualTo(">3 $9 subscribe $1 a :1");
    assertThat(one.send("ECHO x")).isEqualTo("$1 x");
    assertThat(one.send("PING")).isEqualTo("+PONG");
    two.send("PUBLISH a b");
    assertThat(one.takePushed()).isEqualTo(">3 $7 message $1 a $1 b");
  }

  @Test
  void tellsWhoListens() {
    one.send("SUBSCRIBE apple");
    one.send("PSUBSCRIBE x* y*");
    two.send("HELLO 3");
    two.send("SUBSCRIBE apple");
    two.send("PSUBSCRIBE x*");
    Client third = clients.connect();
    assertThat(third.send("PUBSUB CHANNELS")).isEqualTo("*1 $5 apple");
    assertThat(third.send("PUBSUB CHANNELS b*")).isEqualTo("*0");
    assertThat(third.send("PUBSUB NUMSUB apple")).isEqualTo("*2 $5 apple :2");
    assertThat(third.send("PUBSUB NUMPAT")).isEqualTo(":2");
    assertThat(third.send("PUBSUB CHANNELS a b"))
        .isEqualTo(
            "-ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.");
    assertThat(third.send("CLIENT LIST TYPE pubsub")).contains("sub=1 psub=2").contains("flags=P");
    assertThat(third.send("CLIENT LIST TYPE normal")).doesNotContain("sub=1");
  }

  @Test
  void aClientThatIsGoneGetsNothing() {
    one.send("SUBSCRIBE a");
    one.send("PSUBSCRIBE *");
    clients.subscriptions.removeAll(one.session());
    assertThat(two.send("PUBLISH a b")).isEqualTo(":0");
    assertThat(clients.subscriptions.isEmpty()).isTrue();
  }
}
