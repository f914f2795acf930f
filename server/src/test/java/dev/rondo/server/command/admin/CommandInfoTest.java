package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.Clients;
import dev.rondo.server.command.Clients.Client;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.KeySpec.Index;
import dev.rondo.server.command.KeySpec.KeyCount;
import dev.rondo.server.command.KeySpec.Keyword;
import dev.rondo.server.command.KeySpec.Range;
import dev.rondo.server.command.KeySpec.Unknown;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * COMMAND INFO, byte for byte as Redis answers. The file has what Redis 7.0 says of commands it
 * shares with us, in both protocols.
 */
final class CommandInfoTest {
  @TestFactory
  Stream<DynamicTest> describesCommandsAsRedis() throws IOException {
    Client client = new Clients(CommandCommandsTest::rows).connect();
    List<DynamicTest> tests = new ArrayList<>();
    String protocol = "";
    for (String line : recorded()) {
      if (line.startsWith("# RESP")) {
        protocol = line.substring("# RESP".length());
      } else if (!line.isBlank()) {
        String hello = "HELLO " + protocol;
        String name = line.substring(0, line.indexOf(" -> "));
        String reply = line.substring(line.indexOf(" -> ") + 4);
        tests.add(
            dynamicTest(
                name + ", " + hello,
                () -> {
                  client.send(hello);
                  assertThat(client.send("COMMAND INFO " + name)).isEqualTo(reply);
                }));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static List<String> recorded() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CommandInfoTest.class.getResourceAsStream("command-info.txt"))) {
      return Bytes.text(in.readAllBytes()).lines().toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          migrate > *1 *10 $7 migrate :-6 ~2 +write +movablekeys :3 :3 :1 ~3 +@keyspace +@write +@slow ~0 ~2 %3 $5 flags ~3 +RW +access +delete $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :3 $9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :0 $7 keystep :1 $5 limit :0 %3 $5 flags ~4 +RW +access +delete +incomplete $12 begin_search %2 $4 type $7 keyword $4 spec %2 $7 keyword $4 KEYS $9 startfrom :-2 $9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :-1 $7 keystep :1 $5 limit :0 ~0
          eval > *1 *10 $4 eval :-3 ~2 +no_mandatory_keys +movablekeys :0 :0 :0 ~1 +@slow ~0 ~1 %4 $5 notes $78 We cannot tell how the keys will be used so we assume the worst, RW and UPDATE $5 flags ~3 +RW +access +update $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :2 $9 find_keys %2 $4 type $6 keynum $4 spec %3 $9 keynumidx :0 $8 firstkey :1 $7 keystep :1 ~0
          sort > *1 *10 $4 sort :-2 ~2 +write +movablekeys :1 :1 :1 ~2 +@write +@slow ~0 ~2 %3 $5 flags ~2 +RO +access $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :1 $9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :0 $7 keystep :1 $5 limit :0 %3 $5 flags ~2 +OW +update $12 begin_search %2 $4 type $7 unknown $4 spec %0 $9 find_keys %2 $4 type $7 unknown $4 spec %0 ~0
          xread > *1 *10 $5 xread :-4 ~2 +readonly +movablekeys :0 :0 :0 ~2 +@read +@slow ~0 ~1 %3 $5 flags ~2 +RO +access $12 begin_search %2 $4 type $7 keyword $4 spec %2 $7 keyword $7 STREAMS $9 startfrom :1 $9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :-1 $7 keystep :1 $5 limit :2 ~0
          """)
  void describesKeysThatAreHardToFind(String name, String reply) {
    Client client = new Clients(CommandInfoTest::rowsWithHiddenKeys).connect();
    client.send("HELLO 3");
    assertThat(client.send("COMMAND INFO " + name)).isEqualTo(reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          COMMAND GETKEYS eval a 1 b c > *1 $1 b
          COMMAND GETKEYS eval a 2 b c > *2 $1 b $1 c
          COMMAND GETKEYS eval a 5 b > *0
          COMMAND GETKEYS eval a 0 > *0
          COMMAND GETKEYS eval a x > *0
          COMMAND GETKEYS eval a 99999999999 b > *0
          COMMAND GETKEYS xread COUNT 1 streams a b 0 0 > *2 $1 a $1 b
          COMMAND GETKEYS xread COUNT 1 2 > -ERR Invalid arguments specified for command
          COMMAND GETKEYS migrate h p "" 0 9 KEYS a b > *3 $0  $1 a $1 b
          COMMAND GETKEYSANDFLAGS sort a STORE b > *1 *2 $1 a *2 +RO +access
          COMMAND GETKEYSANDFLAGS eval a 1 b > *1 *2 $1 b *3 +RW +access +update
          """)
  void findsThem(String line, String reply) {
    Client client = new Clients(CommandInfoTest::rowsWithHiddenKeys).connect();
    assertThat(client.send(line)).isEqualTo(reply);
  }

  private static List<CommandSpec> rowsWithHiddenKeys(Clients clients) {
    List<CommandSpec> rows = new ArrayList<>(CommandCommandsTest.rows(clients));
    rows.add(
        row("migrate", -6)
            .flags(CommandFlag.WRITE)
            .keys(
                KeySpec.at(3, "RW", "access", "delete"),
                new KeySpec(
                    Set.of("RW", "access", "delete", "incomplete"),
                    new Keyword("KEYS", -2),
                    new Range(-1, 1, 0),
                    null)));
    rows.add(
        row("eval", -3)
            .withoutGroupCategory()
            .flags(CommandFlag.NO_MANDATORY_KEYS)
            .keys(
                new KeySpec(
                    Set.of("RW", "access", "update"),
                    new Index(2),
                    new KeyCount(0, 1, 1),
                    "We cannot tell how the keys will be used so we assume the worst, RW and"
                        + " UPDATE")));
    rows.add(
        row("sort", -2)
            .withoutGroupCategory()
            .flags(CommandFlag.WRITE)
            .keys(
                KeySpec.one("RO", "access"),
                new KeySpec(Set.of("OW", "update"), new Unknown(), new Unknown(), null)));
    rows.add(
        row("xread", -4)
            .withoutGroupCategory()
            .flags(CommandFlag.READONLY)
            .keys(
                new KeySpec(
                    Set.of("RO", "access"), new Keyword("STREAMS", 1), new Range(-1, 1, 2), null)));
    return rows;
  }

  private static CommandSpec row(String name, int arity) {
    return CommandSpec.named(
        name,
        arity,
        CommandGroup.GENERIC,
        call -> {
          throw new AssertionError("is never run");
        });
  }
}
