package dev.rondo.server.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Level;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.MemberState;
import dev.rondo.cluster.membership.MembershipView.Status;
import dev.rondo.cluster.node.Forgotten;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.connection.ConnectionCommands;
import dev.rondo.server.command.strings.StringCommands;
import dev.rondo.server.command.transactions.TransactionCommands;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Monitors;
import dev.rondo.server.session.PasswordAuthenticator;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.Subscriptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The formats were compared with those of a Redis 7.0.15 Cluster. */
final class ClusterCommandsTest {
  private static final String ID_1 = "0000000000000001".repeat(2) + "00000000";
  private static final String ID_2 = "0000000000000002".repeat(2) + "00000000";
  private static final String ID_3 = "0000000000000003".repeat(2) + "00000000";

  @TempDir private Path directory = Path.of("");
  private @Nullable CommandHarness node;
  private ClusterFixture cluster = new ClusterFixture();

  @AfterEach
  void close() {
    if (node != null) {
      node.close();
    }
  }

  private CommandHarness open(@Nullable Supplier<ClusterReport> report) {
    List<CommandSpec> rows = new ArrayList<>(new ClusterCommands(report, this::forget).rows());
    rows.addAll(new StringCommands(() -> 512L << 20).rows());
    rows.addAll(new TransactionCommands().rows());
    InstantSource clock = InstantSource.system();
    rows.addAll(
        new ConnectionCommands(
                "7.2.5",
                report != null,
                CommandHarness.DATABASES,
                new PasswordAuthenticator(() -> ""),
                new Sessions(),
                new Monitors(clock),
                new Subscriptions(),
                new ClientPause(clock),
                clock)
            .rows());
    CommandHarness opened = CommandHarness.open(directory, rows);
    node = opened;
    return opened;
  }

  private final List<NodeId> forgotten = new ArrayList<>();

  private Forgotten forget(NodeId id) {
    if (id.actor() == 3) {
      forgotten.add(id);
      return Forgotten.DONE;
    }
    return id.actor() == 2 ? Forgotten.LIVE : id.actor() == 1 ? Forgotten.SELF : Forgotten.UNKNOWN;
  }

  @Test
  void forgetsWhoIsGone() {
    CommandHarness client = member();
    assertThat(client.run("CLUSTER", "FORGET", ID_1))
        .isEqualTo("-ERR I tried hard but I can't forget myself...\r\n");
    assertThat(client.run("CLUSTER", "FORGET", ID_2))
        .isEqualTo("-ERR node " + ID_2 + " answers: only a node that is gone can be forgotten\r\n");
    for (String unknown : List.of("x", "0000000000000004", ID_3.replace("3000", "3001"))) {
      assertThat(client.run("CLUSTER", "FORGET", unknown))
          .isEqualTo("-ERR Unknown node " + unknown + "\r\n");
    }
    assertThat(client.run("CLUSTER", "FORGET", ID_3)).isEqualTo("+OK\r\n");
    assertThat(client.run("CLUSTER", "FORGET", "0000000000000003")).isEqualTo("+OK\r\n");
    assertThat(forgotten).containsExactly(new NodeId(3), new NodeId(3));
  }

  private CommandHarness member() {
    return open(() -> cluster.report());
  }

  private static String shown(String reply) {
    return reply.replace("\r\n", " ").stripTrailing();
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatNeedsACluster() {
    return Transcript.tests(getClass(), "alone.transcript", open(null));
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisClusterAnswers() {
    return Transcript.tests(getClass(), "cluster.transcript", member());
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    List<CommandSpec> rows =
        new ClusterCommands(null, node -> Forgotten.UNKNOWN)
            .rows().stream()
                .flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().values().stream()))
                .toList();
    assertThat(rows).allSatisfy(row -> assertThat(row.summary()).endsWith("."));
    String name = "cluster.facts";
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
      assertThat(
              CommandFacts.of(
                  rows.stream().filter(row -> !row.name().equals("cluster|members")).toList()))
          .containsExactlyInAnyOrderElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
  }

  @Test
  void slotsInBothProtocols() {
    CommandHarness client = member();
    String one = "*4 $9 127.0.0.1 :7001 $40 " + ID_1 + " *0 ";
    String two = "*4 $9 127.0.0.1 :7002 $40 " + ID_2 + " *0 ";
    String three = "*4 $9 127.0.0.1 :7003 $40 " + ID_3 + " *0 ";
    String expected =
        "*4 "
            + ("*4 :0 :4999 " + one + two)
            + ("*4 :5000 :10000 " + two + three)
            + ("*4 :10001 :16382 " + three + one)
            + ("*4 :16383 :16383 " + one + two);
    assertThat(client.run("CLUSTER", "SLOTS")).isEqualTo(expected.replace(" ", "\r\n"));

    client.session().respVersion(RespVersion.RESP3);
    assertThat(client.run("CLUSTER", "SLOTS"))
        .isEqualTo(expected.replace(" *0 ", " %0 ").replace(" ", "\r\n"));
  }

  private static String shardNode(int node, String id, String role, String health) {
    return "%7 $2 id $40 "
        + id
        + " $4 port :700"
        + node
        + " $2 ip $9 127.0.0.1 $8 endpoint $9 127.0.0.1 $4 role $"
        + role.length()
        + " "
        + role
        + " $18 replication-offset :5 $6 health $"
        + health.length()
        + " "
        + health
        + " ";
  }

  @Test
  void shardsInBothProtocols() {
    CommandHarness client = member();
    String online = "online";
    String expected =
        "*3 "
            + "%2 $5 slots *4 :0 :4999 :16383 :16383 $5 nodes *2 "
            + shardNode(1, ID_1, "master", online)
            + shardNode(2, ID_2, "replica", online)
            + "%2 $5 slots *2 :5000 :10000 $5 nodes *2 "
            + shardNode(2, ID_2, "master", online)
            + shardNode(3, ID_3, "replica", online)
            + "%2 $5 slots *2 :10001 :16382 $5 nodes *2 "
            + shardNode(3, ID_3, "master", online)
            + shardNode(1, ID_1, "replica", online);
    assertThat(client.run("CLUSTER", "SHARDS"))
        .isEqualTo(expected.replace("%7", "*14").replace("%2", "*4").replace(" ", "\r\n"));

    client.session().respVersion(RespVersion.RESP3);
    assertThat(client.run("CLUSTER", "SHARDS")).isEqualTo(expected.replace(" ", "\r\n"));
  }

  @Test
  void anotherReplicaStandsInForAMasterThatIsDown() {
    cluster.set(1, MemberState.UP, Status.DOWN);
    CommandHarness client = member();
    String slots = shown(client.run("CLUSTER", "SLOTS"));
    assertThat(slots)
        .startsWith("*4 *3 :0 :4999 *4 $9 127.0.0.1 :7002 ")
        .contains(" *3 :10001 :16382 *4 $9 127.0.0.1 :7003 ")
        .doesNotContain(ID_1);

    client.session().respVersion(RespVersion.RESP3);
    assertThat(shown(client.run("CLUSTER", "SHARDS")) + " ")
        .contains(
            "nodes *2 "
                + shardNode(2, ID_2, "master", "online")
                + shardNode(1, ID_1, "replica", "fail"));
    assertThat(client.run("CLUSTER", "NODES"))
        .contains(ID_1 + " 127.0.0.1:7001@17001 myself,master,fail - 0 0 5 disconnected\n")
        .contains(ID_2 + " 127.0.0.1:7002@17002 master - 0 0 5 connected 0-10000 16383\n");
    assertThat(client.run("CLUSTER", "INFO")).contains("cluster_state:ok\r\n");
  }

  @Test
  void aReplicaThatCatchesUpIsNoMaster() {
    cluster.set(1, MemberState.CATCHING_UP, Status.LIVE);
    CommandHarness client = member();
    client.session().respVersion(RespVersion.RESP3);
    assertThat(shown(client.run("CLUSTER", "SHARDS")) + " ")
        .contains(
            "nodes *2 "
                + shardNode(2, ID_2, "master", "online")
                + shardNode(1, ID_1, "replica", "loading"));
  }

  @Test
  void slotsWithoutALiveReplicaFail() {
    cluster.set(2, MemberState.UP, Status.DOWN).set(3, MemberState.UP, Status.SUSPECT);
    CommandHarness client = member();
    assertThat(client.run("CLUSTER", "INFO"))
        .contains("cluster_state:fail\r\n")
        .contains("cluster_slots_assigned:16384\r\n")
        .contains("cluster_slots_ok:11383\r\n")
        .contains("cluster_slots_pfail:5001\r\n")
        .contains("cluster_slots_fail:0\r\n")
        .contains("cluster_known_nodes:3\r\n");
    assertThat(client.run("CLUSTER", "NODES"))
        .contains(" master,fail - 0 0 5 disconnected 5000-10000\n")
        .contains(" master,fail? - 0 0 5 disconnected\n");
    assertThat(shown(client.run("CLUSTER", "SLOTS")))
        .contains(" *3 :5000 :10000 *4 $9 127.0.0.1 :7002 ");

    cluster.set(3, MemberState.UP, Status.DOWN);
    assertThat(client.run("CLUSTER", "INFO"))
        .contains("cluster_slots_pfail:0\r\ncluster_slots_fail:5001\r\n");
  }

  @Test
  void aNodeThatLeftIsForgottenButByMembers() {
    cluster.set(3, MemberState.LEFT, Status.DOWN);
    CommandHarness client = member();
    assertThat(client.run("CLUSTER", "NODES")).doesNotContain(ID_3);
    assertThat(client.run("CLUSTER", "SHARDS")).doesNotContain(ID_3);
    assertThat(client.run("CLUSTER", "REPLICAS", ID_3))
        .isEqualTo("-ERR Unknown node " + ID_3 + "\r\n");
    assertThat(client.run("CLUSTER", "INFO")).contains("cluster_known_nodes:2\r\n");
    assertThat(shown(client.run("CLUSTER", "MEMBERS")))
        .contains(ID_3)
        .contains(" $5 state $4 left $6 status $4 down ");
  }

  @Test
  void beforeThereIsARing() {
    cluster.withoutRing();
    CommandHarness client = member();
    assertThat(client.run("CLUSTER", "SLOTS")).isEqualTo("*0\r\n");
    assertThat(client.run("CLUSTER", "INFO"))
        .contains("cluster_state:fail\r\ncluster_slots_assigned:0\r\n")
        .contains("cluster_size:0\r\ncluster_current_epoch:0\r\n");
    client.session().respVersion(RespVersion.RESP3);
    assertThat(shown(client.run("CLUSTER", "SHARDS")))
        .startsWith("*3 %2 $5 slots *0 $5 nodes *1 %7 $2 id $40 " + ID_1);
  }

  @Test
  void readOnlyConnectionsReadFromOneReplica() {
    CommandHarness client = member();
    ConsistencyChoice own = ConsistencyChoice.NONE.withWrite(Level.Named.ALL);
    client.session().ownConsistency(own);
    assertThat(client.run("READONLY")).isEqualTo("+OK\r\n");
    assertThat(client.session().consistency()).isEqualTo(own.withRead(Level.Named.ONE));
    client.session().ownConsistency(own.withRead(Level.Named.ALL));
    assertThat(client.session().consistency()).isEqualTo(own.withRead(Level.Named.ALL));
    client.session().ownConsistency(own);
    assertThat(client.run("READWRITE")).isEqualTo("+OK\r\n");
    assertThat(client.session().consistency()).isEqualTo(own);
  }

  @Test
  void keysOfASlotBeyondAPage() {
    CommandHarness client = member();
    int keys = 2500;
    for (int i = 0; i < keys; i++) {
      client.run("SET", "{tag}" + i, "v");
      client.run("SET", "other" + i, "v");
    }
    assertThat(client.run("CLUSTER", "KEYSLOT", "{tag}1")).isEqualTo(":8338\r\n");
    assertThat(client.run("CLUSTER", "COUNTKEYSINSLOT", "8338")).isEqualTo(":" + keys + "\r\n");
    List<String> shown = client.run("CLUSTER", "GETKEYSINSLOT", "8338", "1200").lines().toList();
    assertThat(shown.get(0)).isEqualTo("*1200");
    assertThat(shown.stream().filter(line -> line.startsWith("{tag}")).distinct()).hasSize(1200);
  }
}
