package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Clients;
import dev.rondo.server.command.Clients.Client;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.bitmaps.BitmapCommands;
import dev.rondo.server.command.connection.ConnectionCommands;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COMMAND and ACL. The replies were recorded from Redis, where the rows are the same. */
final class CommandCommandsTest {
  private static final long MAX_VALUE_BYTES = 512L << 20;

  private final Clients clients = new Clients(CommandCommandsTest::rows);
  private final Client client = clients.connect();

  static List<CommandSpec> rows(Clients clients) {
    return Stream.of(
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
                .rows(),
            new StringCommands(() -> MAX_VALUE_BYTES).rows(),
            new BitmapCommands(() -> MAX_VALUE_BYTES).rows(),
            new TransactionCommands().rows(),
            new CommandCommands().rows(),
            new AclCommands(clients.authenticator).rows())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          COMMAND FOO > -ERR unknown subcommand 'FOO'. Try COMMAND HELP.
          COMMAND COUNT x > -ERR wrong number of arguments for 'command|count' command
          COMMAND INFO nosuch client|nosuch client|id|foo > *3 $-1 $-1 $-1
          COMMAND DOCS nosuch > *0
          COMMAND GETKEYS > -ERR wrong number of arguments for 'command|getkeys' command
          COMMAND GETKEYS get a > *1 $1 a
          COMMAND GETKEYS nosuch a > -ERR Invalid command specified
          COMMAND GETKEYS ping > -ERR The command has no key arguments
          COMMAND GETKEYS client id > -ERR The command has no key arguments
          COMMAND GETKEYS client foo > -ERR Invalid command specified
          COMMAND GETKEYS get a b > -ERR Invalid number of arguments specified for command
          COMMAND GETKEYS mset a b c d > *2 $1 a $1 c
          COMMAND GETKEYS LCS a b > *2 $1 a $1 b
          COMMAND GETKEYS bitop AND d a b > *3 $1 d $1 a $1 b
          COMMAND GETKEYSANDFLAGS set a b > *1 *2 $1 a *2 +OW +update
          COMMAND GETKEYSANDFLAGS set a b GeT > *1 *2 $1 a *3 +RW +access +update
          COMMAND GETKEYSANDFLAGS mset a b > *1 *2 $1 a *2 +OW +update
          COMMAND GETKEYSANDFLAGS bitfield a get u8 0 > *1 *2 $1 a *2 +RO +access
          COMMAND GETKEYSANDFLAGS bitfield a set u8 0 0 > *1 *2 $1 a *3 +RW +access +update
          COMMAND GETKEYSANDFLAGS bitop NOT d a > *2 *2 $1 d *2 +OW +update *2 $1 a *2 +RO +access
          COMMAND GETKEYSANDFLAGS watch a > *1 *2 $1 a *1 +RO
          COMMAND LIST FOO > -ERR syntax error
          COMMAND LIST FILTERBY ACLCAT > -ERR syntax error
          COMMAND LIST FILTERBY FOO a > -ERR syntax error
          COMMAND LIST FILTERBY MODULE foo > *0
          COMMAND LIST FILTERBY ACLCAT foo > *0
          COMMAND LIST FILTERBY ACLCAT @string > *0
          COMMAND LIST FILTERBY ACLCAT TRANSACTION > *5 $7 discard $4 exec $5 multi $7 unwatch $5 watch
          COMMAND LIST FILTERBY PATTERN SE* > *6 $6 select $3 set $6 setbit $5 setex $5 setnx $8 setrange
          COMMAND LIST FILTERBY PATTERN command|get* > *2 $15 command|getkeys $23 command|getkeysandflags
          ACL > -ERR wrong number of arguments for 'acl' command
          ACL FOO > -ERR unknown subcommand 'FOO'. Try ACL HELP.
          ACL SETUSER x > -ERR unknown subcommand 'SETUSER'. Try ACL HELP.
          ACL WHOAMI > $7 default
          ACL USERS > *1 $7 default
          ACL LIST > *1 $34 user default on nopass ~* &* +@all
          ACL GETUSER foo > $-1
          ACL GETUSER default > *12 $5 flags *2 $2 on $6 nopass $9 passwords *0 $8 commands $5 +@all $4 keys $2 ~* $8 channels $2 &* $9 selectors *0
          ACL CAT > *21 $8 keyspace $4 read $5 write $3 set $9 sortedset $4 list $4 hash $6 string $6 bitmap $11 hyperloglog $3 geo $6 stream $6 pubsub $5 admin $4 fast $4 slow $8 blocking $9 dangerous $10 connection $11 transaction $9 scripting
          ACL CAT foo > -ERR Unknown category 'foo'
          ACL CAT hash > *0
          ACL CAT Transaction > *5 $7 discard $4 exec $5 multi $7 unwatch $5 watch
          ACL CAT x y > -ERR unknown subcommand or wrong number of arguments for 'CAT'. Try ACL HELP.
          """)
  void answersAsRedis(String line, String reply) {
    assertThat(client.send(line)).isEqualTo(reply);
  }

  @Test
  void showsThePasswordOnlyAsAHash() {
    String hash = "30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4";
    clients.password = "pw";
    client.send("HELLO 3");
    assertThat(client.send("ACL LIST"))
        .isEqualTo("*1 $93 user default on #" + hash + " ~* &* +@all");
    assertThat(client.send("ACL GETUSER default"))
        .isEqualTo(
            "%6 $5 flags ~1 $2 on $9 passwords *1 $64 "
                + hash
                + " $8 commands $5 +@all $4 keys $2 ~* $8 channels $2 &* $9 selectors *0");
  }

  @Test
  void countsAndDescribesAllCommands() {
    long commands = rows(clients).size();
    assertThat(client.send("COMMAND COUNT")).isEqualTo(":" + commands);
    assertThat(client.send("COMMAND")).startsWith("*" + commands + " *10 $3 acl :-2 ");
    assertThat(client.send("COMMAND INFO")).isEqualTo(client.send("COMMAND"));
    long subcommands = rows(clients).stream().mapToLong(row -> row.subcommands().size()).sum();
    assertThat(client.send("COMMAND LIST")).startsWith("*" + (commands + subcommands) + " $3 acl ");
  }

  @Test
  void describesTheSubcommandsOfAContainer() {
    assertThat(client.send("COMMAND INFO client"))
        .startsWith("*1 *10 $6 client :-2 *0 :0 :0 :0 *1 +@slow *0 *0 *18 *10 $14 client|");
    assertThat(client.send("COMMAND INFO command"))
        .startsWith(
            "*1 *10 $7 command :-1 *2 +loading +stale :0 :0 :0 *2 +@slow +@connection *1 $29"
                + " nondeterministic_output_order *0 *7 *10 $13 command|");
  }

  @Test
  void documentsCommands() {
    client.send("HELLO 3");
    assertThat(client.send("COMMAND DOCS echo nosuch GETSET"))
        .isEqualTo(
            "%2 $4 echo %4 $7 summary $26 Answers with its argument. $5 since $5 1.0.0 $5 group $10"
                + " connection $10 complexity $4 O(1) $6 getset %7 $7 summary $56 Makes a key a"
                + " string and answers the one it held before. $5 since $5 1.0.0 $5 group $6 string"
                + " $10 complexity $4 O(1) $9 doc_flags ~1 +deprecated $16 deprecated_since $5"
                + " 6.2.0 $11 replaced_by $30 `SET` with the `!GET` argument");
    assertThat(client.send("COMMAND DOCS acl"))
        .startsWith("%1 $3 acl %5 $7 summary ")
        .contains(" $11 subcommands %6 $7 acl|cat %4 ");
    assertThat(client.send("COMMAND DOCS")).startsWith("%" + rows(clients).size() + " $3 acl ");
  }
}
