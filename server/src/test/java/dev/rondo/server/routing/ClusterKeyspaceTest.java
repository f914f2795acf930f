package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.routing.FrontEnds.Mishap;
import dev.rondo.server.routing.FrontEnds.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks through the keys of five nodes, each key having two replicas. */
final class ClusterKeyspaceTest {
  private static final int KEYS = 200;
  private static final Pattern BULK = Pattern.compile("\\$\\d+\r\n(.*?)\r\n");

  private FrontEnds cluster;
  private Node here;

  @BeforeEach
  void open(@TempDir Path directory) {
    cluster = new FrontEnds(directory, 5, 2);
    here = cluster.node(0);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private List<String> fill() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add("key:" + i);
      assertThat(here.run("set key:%d v".formatted(i))).isEqualTo("+OK\r\n");
    }
    return keys;
  }

  private static List<String> bulks(String reply) {
    return BULK.matcher(reply).results().map((MatchResult each) -> each.group(1)).toList();
  }

  private List<String> walk(Node node, String options) {
    List<String> shown = new ArrayList<>();
    String cursor = "0";
    do {
      List<String> reply = bulks(node.run("scan " + cursor + options));
      cursor = reply.get(0);
      shown.addAll(reply.subList(1, reply.size()));
    } while (!cursor.equals("0"));
    return shown;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " count 1", " count 7", " count 1000"})
  void aWalkShowsEachKeyOnce(String options) {
    List<String> keys = fill();
    for (Node node : cluster.nodes) {
      assertThat(node.localSize()).isLessThan(KEYS);
      assertThat(walk(node, options)).containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  @Test
  void aWalkThatChangesNodesGoesOn() {
    List<String> keys = fill();
    List<String> shown = new ArrayList<>();
    String cursor = "0";
    int calls = 0;
    do {
      Node node = cluster.node(calls++ % 5);
      List<String> reply = bulks(node.run("scan " + cursor));
      cursor = reply.get(0);
      shown.addAll(reply.subList(1, reply.size()));
    } while (!cursor.equals("0"));
    assertThat(shown).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void filtersSeeTypesAndNames() {
    fill();
    assertThat(walk(here, " match key:1? type string")).hasSize(10);
    assertThat(walk(here, " type hash")).isEmpty();
  }

  @Test
  void oneDeadNodeHidesNothing() {
    List<String> keys = fill();
    cluster.dead.add(cluster.node(2).id);
    assertThat(walk(here, "")).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void anotherReplicaIsAskedWhenOneFails() {
    List<String> keys = fill();
    for (int i = 0; i < 3; i++) {
      cluster.mishaps.add(Mishap.LOST);
      assertThat(bulks(cluster.node(i).run("keys *"))).containsExactlyInAnyOrderElementsOf(keys);
      cluster.mishaps.clear();
    }
  }

  @Test
  void slotsWithoutAReplicaAreAnError() {
    fill();
    cluster.dead.add(cluster.node(2).id);
    cluster.dead.add(cluster.node(3).id);
    assertThat(here.run("keys *")).startsWith("-CLUSTERDOWN no replica of a slot");
  }

  @Test
  void keysAndRandomKeyReachAll() {
    assertThat(here.run("keys *")).isEqualTo("*0\r\n");
    assertThat(here.run("randomkey")).isEqualTo("$-1\r\n");
    cluster.node(3).run("set lonely v");
    for (Node node : cluster.nodes) {
      assertThat(node.run("keys lon*")).isEqualTo("*1\r\n$6\r\nlonely\r\n");
      assertThat(node.run("randomkey")).isEqualTo("$6\r\nlonely\r\n");
    }
  }

  @Test
  void theSizeIsCountedOnce() {
    fill();
    for (Node node : cluster.nodes) {
      assertThat(node.run("dbsize")).isEqualTo(":200\r\n");
    }
  }

  @Test
  void theSizeIsEstimatedWhenANodeIsSilent() {
    fill();
    cluster.mishaps.addAll(Collections.nCopies(1, Mishap.LOST));
    String reply = here.run("dbsize");
    assertThat(Integer.parseInt(reply.substring(1).strip())).isBetween(150, 250);
  }

  @Test
  void inASmallClusterNobodyIsAsked(@TempDir Path directory) {
    try (FrontEnds small = new FrontEnds(directory, 3, 3)) {
      Node node = small.node(0);
      node.run("set %s v".formatted(small.keyOf(node, "k")));
      assertThat(node.run("dbsize")).isEqualTo(":1\r\n");
      assertThat(bulks(node.run("keys *"))).hasSize(1);
      assertThat(walk(node, "")).hasSize(1);
      assertThat(small.forwarded).isEmpty();
    }
  }
}
