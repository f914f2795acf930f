package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.InlineArguments;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.routing.FrontEnds.Forwarded;
import dev.rondo.server.routing.FrontEnds.Mishap;
import dev.rondo.server.routing.FrontEnds.Node;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Entry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where single commands run in a cluster of three, and what a client is told when it goes wrong.
 */
final class RoutingTest {
  private FrontEnds cluster;
  private Node here;
  private Node there;
  private Node third;
  private String ours;
  private String theirs;

  @BeforeEach
  void open(@TempDir Path directory) {
    cluster = new FrontEnds(directory, 3, 3);
    here = cluster.node(0);
    there = cluster.node(1);
    third = cluster.node(2);
    ours = cluster.keyOf(here, "a");
    theirs = cluster.keyOf(there, "b");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aWriteRunsOnTheNodeThatOrdersItsSlot() {
    assertThat(here.run("set %s v".formatted(theirs))).isEqualTo("+OK\r\n");
    assertThat(cluster.forwarded).containsExactly(new Forwarded(here.id, there.id));
    assertThat(there.completed).containsExactly("set");
    assertThat(here.completed).isEmpty();
    for (Node node : cluster.nodes) {
      assertThat(node.run("get " + theirs)).isEqualTo("$1\r\nv\r\n");
      assertThat(node.localSize()).isEqualTo(1);
    }
  }

  @Test
  void whatNeedsNobodyElseStaysHere() {
    here.run("set %s v".formatted(ours));
    here.run("get " + theirs);
    here.run("ping");
    here.run("mset %s 1 %s 2".formatted(ours, theirs));
    assertThat(here.run("del %s %s".formatted(ours, theirs))).isEqualTo(":2\r\n");
    assertThat(cluster.forwarded).isEmpty();
    assertThat(third.run("exists %s %s".formatted(ours, theirs))).isEqualTo(":0\r\n");
  }

  @Test
  void keysOfOneSlotAreHandedOnTogether() {
    String tag = "{" + theirs + "}";
    assertThat(here.run("mset %sx 1 %sy 2".formatted(tag, tag))).isEqualTo("+OK\r\n");
    assertThat(here.run("rename %sx %sz".formatted(tag, tag))).isEqualTo("+OK\r\n");
    assertThat(cluster.forwarded).hasSize(2).containsOnly(new Forwarded(here.id, there.id));
    assertThat(here.run("mget %sx %sy %sz".formatted(tag, tag, tag)))
        .isEqualTo("*3\r\n$-1\r\n$1\r\n2\r\n$1\r\n1\r\n");
  }

  @Test
  void nothingIsAnsweredAsTheCommandDoes() {
    assertThat(here.run("rpoplpush %s %s".formatted(theirs, theirs))).isEqualTo("$-1\r\n");
    assertThat(here.run("lmove %s %s left left".formatted(ours, ours))).isEqualTo("$-1\r\n");
    assertThat(here.run("lmpop 1 %s left".formatted(theirs))).isEqualTo("*-1\r\n");
    assertThat(here.run("lpop %s 2".formatted(theirs))).isEqualTo("*-1\r\n");
  }

  @Test
  void theReplyIsInTheClientsDatabaseAndProtocol() {
    here.run("hello 3");
    here.run("select 5");
    assertThat(here.run("getset %s v".formatted(theirs))).isEqualTo("_\r\n");
    assertThat(here.run("incr " + theirs)).startsWith("-ERR value is not an integer");
    there.run("select 5");
    assertThat(there.run("get " + theirs)).isEqualTo("$1\r\nv\r\n");
  }

  @Test
  void theRequestsOwnConsistencyTravels() {
    cluster.dead.add(third.id);
    assertThat(here.run("at all set %s v".formatted(theirs))).startsWith("-CLUSTERDOWN write=ALL");
    assertThat(here.run("at quorum set %s v".formatted(theirs))).isEqualTo("+OK\r\n");
  }

  /** Nodes that swap at different moments would mix two databases up. */
  @Test
  void databasesAreNotSwapped() {
    assertThat(here.run("swapdb 0 1")).isEqualTo("-ERR SWAPDB is not allowed in cluster mode\r\n");
  }

  @Test
  void aKeyMovesToAnotherDatabase() {
    here.run("set %s v".formatted(theirs));
    assertThat(here.run("move %s 3".formatted(theirs))).isEqualTo(":1\r\n");
    assertThat(here.run("move %s 3".formatted(theirs))).isEqualTo(":0\r\n");
    assertThat(here.run("move %s 0".formatted(theirs)))
        .isEqualTo("-ERR source and destination objects are the same\r\n");
    third.run("select 3");
    assertThat(third.run("get " + theirs)).isEqualTo("$1\r\nv\r\n");
    assertThat(cluster.forwarded).hasSize(4).containsOnly(new Forwarded(here.id, there.id));
  }

  // What goes wrong.

  @Test
  void withoutALiveReplicaNothingIsDone(@TempDir Path directory) {
    try (FrontEnds larger = new FrontEnds(directory, 3, 1)) {
      String lost = larger.keyOf(larger.node(1), "k");
      larger.dead.add(larger.node(1).id);
      assertThat(larger.node(0).run("set %s v".formatted(lost)))
          .isEqualTo("-CLUSTERDOWN no replica of the key can be reached\r\n");
      assertThat(larger.waits).isEmpty();
      assertThat(larger.node(0).rejected).hasSize(1);
    }
  }

  @Test
  void whatWasNotRunIsTriedAgain() {
    cluster.mishaps.addAll(List.of(Mishap.UNAVAILABLE, Mishap.UNAVAILABLE));
    assertThat(here.run("incr " + theirs)).isEqualTo(":1\r\n");
    assertThat(cluster.waits).containsExactly(10L, 20L);
  }

  @Test
  void whatIsTooMuchIsSaidAtOnceAndNotTriedAgain() {
    cluster.mishaps.add(Mishap.OVERLOADED);
    assertThat(here.run("incr " + theirs)).isEqualTo("-BUSY too much waits, nothing was done\r\n");
    assertThat(cluster.waits).isEmpty();
    assertThat(here.run("incr " + theirs)).isEqualTo(":1\r\n");
  }

  /** A thousand at once, and a fifth of what is asked; what was not run does not count. */
  @Test
  void allRepetitionsTogetherAreBounded() {
    cluster.mishaps.addAll(Collections.nCopies(10_000, Mishap.LOST));
    int commands = 300;
    for (int i = 0; i < commands; i++) {
      assertThat(here.run("set " + theirs + " v")).startsWith("-TIMEOUT");
    }
    assertThat(cluster.waits).hasSizeBetween(1000, 1000 + commands / 5);
  }

  @Test
  void itIsTriedWhereItBelongsByThen() {
    cluster.mishaps.add(Mishap.UNAVAILABLE);
    cluster.whileWaiting = () -> cluster.dead.add(there.id);
    assertThat(here.run("incr " + theirs)).isEqualTo(":1\r\n");
    assertThat(cluster.forwarded)
        .containsExactly(new Forwarded(here.id, there.id), new Forwarded(here.id, third.id));
  }

  @Test
  void itRunsHereWhenItBelongsHereByThen() {
    cluster.mishaps.add(Mishap.UNAVAILABLE);
    cluster.whileWaiting = () -> cluster.dead.addAll(List.of(there.id, third.id));
    assertThat(here.run("at one incr " + theirs)).isEqualTo(":1\r\n");
    assertThat(here.completed).contains("incr");
  }

  @Test
  void tryingEnds() {
    for (int i = 0; i < 100; i++) {
      cluster.mishaps.add(Mishap.UNAVAILABLE);
    }
    assertThat(here.run("incr " + theirs)).isEqualTo("-CLUSTERDOWN unsent\r\n");
    assertThat(cluster.waits).startsWith(10L, 20L, 40L, 80L, 160L, 320L, 320L);
    assertThat(cluster.waits.stream().mapToLong(each -> each).sum()).isLessThan(2000);
  }

  @Test
  void whatMayHaveRunIsRepeatedOnlyIfThatDoesNoHarm() {
    cluster.mishaps.add(Mishap.ANSWER_LOST);
    assertThat(here.run("set %s 1".formatted(theirs))).isEqualTo("+OK\r\n");
    assertThat(cluster.forwarded).hasSize(2);
    cluster.mishaps.add(Mishap.ANSWER_LOST);
    assertThat(here.run("incr " + theirs)).isEqualTo("-TIMEOUT no answer\r\n");
    assertThat(here.run("get " + theirs)).isEqualTo("$1\r\n2\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set k v",
        "set k v ex 10",
        "set k v keepttl",
        "setex k 10 v",
        "psetex k 10 v",
        "mset k v",
        "setrange k 1 v",
        "getex k ex 10",
        "del k",
        "unlink k",
        "persist k",
        "expire k 10",
        "pexpireat k 10",
        "restore k 0 x replace",
        "flushall",
        "get k"
      })
  void harmlessRepetitions(String line) {
    assertThat(isRepeatable(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set k v nx",
        "set k v XX",
        "set k v get",
        "setnx k v",
        "getset k v",
        "getdel k",
        "msetnx k v",
        "append k v",
        "incr k",
        "incrbyfloat k 1",
        "expire k 10 nx",
        "pexpire k 10 gt",
        "restore k 0 x",
        "rename k l",
        "copy k l"
      })
  void harmfulRepetitions(String line) {
    assertThat(isRepeatable(line)).isFalse();
  }

  private boolean isRepeatable(String line) {
    byte[][] arguments = InlineArguments.split(Bytes.of(line));
    return Objects.requireNonNull(here.table().resolve(arguments)).isRepeatable(arguments);
  }

  @Test
  void aPauseOfTheOtherNodeHoldsBackWhatIsHandedToIt() {
    there.pause.pause(ClientPause.Mode.WRITE, cluster.clock.millis() + 1000);
    var answer = here.start(here.session, "set %s v".formatted(theirs));
    assertThat(answer).isNotDone();
    there.pause.unpause();
    assertThat(FrontEnds.encode(answer.join(), here.session)).isEqualTo("+OK\r\n");
  }

  @Test
  void whatWaitedTooLongInAPauseIsNotRun() {
    there.pause.pause(ClientPause.Mode.ALL, cluster.clock.millis() + 5000);
    var answer = here.start(here.session, "set %s v".formatted(theirs));
    cluster.clock.advanceMillis(5001);
    cluster.mishaps.addAll(Collections.nCopies(20, Mishap.UNAVAILABLE));
    there.pause.tick();
    assertThat(FrontEnds.encode(answer.join(), here.session)).startsWith("-CLUSTERDOWN");
    assertThat(here.run("get " + theirs)).isEqualTo("$-1\r\n");
  }

  // On all nodes.

  @ParameterizedTest
  @ValueSource(strings = {"flushall", "flushdb", "flushall async"})
  void aFlushReachesAllNodes(String flush) {
    here.run("set %s v".formatted(ours));
    here.run("set %s v".formatted(theirs));
    assertThat(third.run(flush)).isEqualTo("+OK\r\n");
    for (Node node : cluster.nodes) {
      assertThat(node.localSize()).isZero();
    }
  }

  @Test
  void copiesThatWereOnTheirWayDoNotComeBackAfterAFlush() {
    here.run("set %s old".formatted(ours));
    Entry late = there.localCopy(ours);
    assertThat(third.run("flushall")).isEqualTo("+OK\r\n");
    there.arrives(ours, late);
    assertThat(there.localSize()).isZero();
    there.run("set %s new".formatted(ours));
    third.arrives(ours, late);
    third.arrives(ours, here.localCopy(ours));
    for (Node node : cluster.nodes) {
      assertThat(node.run("get " + ours)).isEqualTo("$3\r\nnew\r\n");
      assertThat(Bytes.text(node.localCopy(ours).stringValue())).isEqualTo("new");
    }
  }

  @Test
  void aFlushThatCannotReachAllDoesNothing() {
    here.run("set %s v".formatted(ours));
    cluster.dead.add(third.id);
    assertThat(here.run("flushall"))
        .isEqualTo(
            "-CLUSTERDOWN node %s cannot be reached, and the command has to run on all\r\n"
                .formatted(third.id));
    assertThat(here.localSize()).isEqualTo(1);
  }

  @Test
  void aFlushWithAMistakeDoesNothing() {
    here.run("set %s v".formatted(ours));
    assertThat(here.run("flushall now")).isEqualTo("-ERR syntax error\r\n");
    assertThat(cluster.forwarded).isEmpty();
    assertThat(there.localSize()).isEqualTo(1);
  }

  @Test
  void aFlushIsRepeatedWhereItFailed() {
    here.run("set %s v".formatted(ours));
    List<Mishap> round = List.of(Mishap.ANSWER_LOST, Mishap.LOST, Mishap.UNAVAILABLE, Mishap.NONE);
    cluster.mishaps.addAll(round);
    cluster.mishaps.add(Mishap.NONE);
    cluster.mishaps.addAll(round);
    assertThat(here.run("flushall")).isEqualTo("+OK\r\n");
    assertThat(there.localSize() + third.localSize()).isZero();
  }

  @Test
  void aFlushThatReachedSomeSaysSo() {
    cluster.mishaps.addAll(List.of(Mishap.NONE, Mishap.NONE));
    for (int i = 0; i < 100; i++) {
      cluster.mishaps.add(Mishap.LOST);
    }
    assertThat(here.run("flushall"))
        .startsWith("-TIMEOUT node " + there.id + " may not have run the command");
  }

  @Test
  void aMonitorOfTheNodeThatRunsItSeesTheClientsAddress() {
    List<String> lines = new CopyOnWriteArrayList<>();
    Session monitor =
        new Session(9, new RecordingConnection(lines), cluster.clock.millis(), () -> false);
    there.monitors.add(monitor);
    here.run("set %s v".formatted(theirs));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains("[0 127.0.0.1:50000] \"set\"");
  }
}
