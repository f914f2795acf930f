package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level.Named;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.consistency.ConsistencyPolicy;
import dev.rondo.server.consistency.ConsistencyRule;
import dev.rondo.server.session.Session;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who decides how many replicas a request needs, told apart by one of three nodes being dead. */
final class ConsistencyOfRequestsTest {
  private static final String REFUSED = "-CLUSTERDOWN";

  private FrontEnds cluster;
  private FrontEnds.Node node;

  @BeforeEach
  void open(@TempDir Path directory) {
    cluster = new FrontEnds(directory, 3, 3);
    node = cluster.node(0);
    cluster.dead.add(cluster.node(2).id);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static ConsistencyRule rule(String about, @Nullable Named read, @Nullable Named write) {
    return new ConsistencyRule(about, new ConsistencyChoice(read, write));
  }

  private void policy(List<ConsistencyRule> users, ConsistencyRule... patterns) {
    cluster.policy = new ConsistencyPolicy(Consistency.QUORUM, users, List.of(patterns), 3);
  }

  private String run(Session client, String... lines) {
    String reply = "";
    for (String line : lines) {
      if (line.startsWith("read")) {
        client.readOnly(line.equals("readonly"));
      } else {
        reply = node.runAs(client, line);
      }
    }
    return reply;
  }

  private String run(String... lines) {
    return run(node.newSession(), lines);
  }

  @ParameterizedTest
  @CsvSource({
    "get all:1, -CLUSTERDOWN read=ALL",
    "set all:1 v, -CLUSTERDOWN write=ALL",
    "get other, $-1",
    "at one get all:1, $-1",
    "at r=1 set all:1 v, -CLUSTERDOWN write=ALL",
    "at w=2 set all:1 v, +OK",
    "at r=1 w=3 set other v, -CLUSTERDOWN write=3",
    "at r=1 w=3 get other, $-1",
    "mget other all:1, -CLUSTERDOWN",
    "mset other v all:1 v, -CLUSTERDOWN",
    "at r=1 mset other v all:1 v, -CLUSTERDOWN write=ALL",
    "mset other v more v, +OK"
  })
  void aPatternDecidesUnlessTheRequestDoes(String line, String reply) {
    policy(List.of(), rule("all:*", Named.ALL, Named.ALL));
    assertThat(run(line)).startsWith(reply);
    assertThat(run("at one get never")).isEqualTo("$-1\r\n");
  }

  @Test
  void theNearestDecides() {
    policy(List.of(rule("default", Named.ALL, Named.TWO)), rule("key*", Named.ONE, Named.ALL));
    assertThat(run("get key")).startsWith(REFUSED + " read=ALL");
    assertThat(run("set key v")).isEqualTo("+OK\r\n");
    assertThat(run("readonly", "get key")).isEqualTo("$1\r\nv\r\n");
    assertThat(run("readonly", "consistency read all", "get key")).startsWith(REFUSED);
    assertThat(run("readonly", "consistency read all", "consistency read default", "get key"))
        .isEqualTo("$1\r\nv\r\n");
    assertThat(run("consistency all", "at one get key")).isEqualTo("$1\r\nv\r\n");
    assertThat(run("readonly", "readwrite", "get key")).startsWith(REFUSED);
    assertThat(run("readonly", "reset", "get key")).startsWith(REFUSED);
  }

  @Test
  void aTransactionTakesTheStrictestOfItsKeys() {
    policy(List.of(), rule("all{k}", Named.ALL, Named.ALL));
    assertThat(run("multi", "set {k}1 v", "exec")).isEqualTo("*1\r\n+OK\r\n");
    assertThat(run("multi", "set {k}1 v", "set all{k} v", "exec")).startsWith(REFUSED);
    assertThat(run("multi", "set {k}1 v", "set all{k} v", "at quorum exec"))
        .startsWith("-ERR Command not allowed inside a transaction");
  }

  @Test
  void showsWhatAppliesAndWhoDecided() {
    policy(List.of(rule("default", null, Named.TWO)), rule("key*", Named.ONE, Named.ALL));
    assertThat(shown("consistency"))
        .isEqualTo("read QUORUM read-by server write TWO write-by user default");
    assertThat(shown("consistency for key:1"))
        .isEqualTo("read ONE read-by pattern key* write TWO write-by user default");
    assertThat(shown("consistency for key:1 other"))
        .isEqualTo("read QUORUM read-by server write TWO write-by user default");
    assertThat(shown("readonly", "consistency"))
        .isEqualTo("read ONE read-by readonly write TWO write-by user default");
    assertThat(shown("readonly", "consistency read 2 write all", "consistency"))
        .isEqualTo("read 2 read-by connection write ALL write-by connection");
    assertThat(run("consistency for")).startsWith("-ERR unknown consistency level 'for'");
  }

  /** The words of a reply. */
  private String shown(String... lines) {
    return String.join(
        " ",
        run(lines).lines().filter(line -> !line.startsWith("$") && !line.startsWith("*")).toList());
  }
}
