package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.routing.FrontEnds.Mishap;
import dev.rondo.server.routing.FrontEnds.Node;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MULTI, EXEC and WATCH in a cluster of three. */
final class ForwardedTransactionTest {
  private FrontEnds cluster;
  private Node here;
  private Node there;
  private String ours;
  private String theirs;

  @BeforeEach
  void open(@TempDir Path directory) {
    cluster = new FrontEnds(directory, 3, 3);
    here = cluster.node(0);
    there = cluster.node(1);
    ours = cluster.keyOf(here, "a");
    theirs = cluster.keyOf(there, "b");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private String exec(Node node, String... lines) {
    assertThat(node.run("multi")).isEqualTo("+OK\r\n");
    for (String line : lines) {
      assertThat(node.run(line)).isEqualTo("+QUEUED\r\n");
    }
    return node.run("exec");
  }

  @Test
  void theQueueRunsWhereTheKeysWritesAreOrdered() {
    String tag = "{" + theirs + "}";
    assertThat(exec(here, "set %s 1".formatted(theirs), "incr %sx".formatted(tag), "get " + theirs))
        .isEqualTo("*3\r\n+OK\r\n:1\r\n$1\r\n1\r\n");
    assertThat(cluster.forwarded).hasSize(1);
    assertThat(there.completed).containsExactly("set", "incr", "get");
    assertThat(here.run("get " + theirs)).isEqualTo("$1\r\n1\r\n");
    assertThat(here.run("exec")).isEqualTo("-ERR EXEC without MULTI\r\n");
  }

  @Test
  void aQueueOfOnesOwnKeysStays() {
    assertThat(exec(here, "incr " + ours, "incr " + ours)).isEqualTo("*2\r\n:1\r\n:2\r\n");
    assertThat(exec(here, "ping")).isEqualTo("*1\r\n+PONG\r\n");
    assertThat(exec(here)).isEqualTo("*0\r\n");
    assertThat(cluster.forwarded).isEmpty();
  }

  @Test
  void whatSpeaksOfTheConnectionRunsHere() {
    assertThat(
            exec(here, "client setname bob", "incr " + theirs, "client getname", "incr " + theirs))
        .isEqualTo("*4\r\n+OK\r\n:1\r\n$3\r\nbob\r\n:2\r\n");
    assertThat(here.session.name()).isEqualTo("bob");
    assertThat(there.completed).containsExactly("incr", "incr");
  }

  @Test
  void anErrorInsideUndoesNothing() {
    assertThat(
            exec(
                here,
                "set %s x".formatted(theirs),
                "incr " + theirs,
                "append %s y".formatted(theirs)))
        .isEqualTo("*3\r\n+OK\r\n-ERR value is not an integer or out of range\r\n:2\r\n");
  }

  @Test
  void keysOfSeveralSlotsAreRefused() {
    assertThat(exec(here, "set %s 1".formatted(ours), "set %s 1".formatted(theirs)))
        .isEqualTo("-CROSSSLOT Keys in request don't hash to the same slot\r\n");
    assertThat(here.run("exists %s %s".formatted(ours, theirs))).isEqualTo(":0\r\n");
    assertThat(here.run("exec")).isEqualTo("-ERR EXEC without MULTI\r\n");
    assertThat(cluster.forwarded).isEmpty();
  }

  @Test
  void aWatchedKeyOfAnotherSlotIsRefusedToo() {
    here.run("watch " + ours);
    assertThat(exec(here, "set %s 1".formatted(theirs)))
        .isEqualTo("-CROSSSLOT Keys in request don't hash to the same slot\r\n");
    assertThat(exec(here, "set %s 1".formatted(theirs))).isEqualTo("*1\r\n+OK\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flushall", "keys *", "scan 0", "select 0"})
  void whatReachesBeyondASlotIsRefused(String line) {
    assertThat(exec(here, "set %s 1".formatted(ours), line))
        .isEqualTo(
            "-CROSSSLOT %s reaches beyond one slot and is not allowed in a cluster's transaction\r\n"
                .formatted(line.replaceFirst(" .*", "").toUpperCase(Locale.ROOT)));
    assertThat(here.run("get " + ours)).isEqualTo("$-1\r\n");
  }

  @Test
  void swapdbEndsTheTransaction() {
    assertThat(exec(here, "set %s 1".formatted(ours), "swapdb 0 1"))
        .isEqualTo(
            "-EXECABORT Transaction discarded because of: SWAPDB is not allowed in cluster mode\r\n");
    assertThat(here.run("get " + ours)).isEqualTo("$-1\r\n");
  }

  @Test
  void aKeyAndItsNamesakesInOtherDatabasesAreOfOneSlot() {
    String copy = "{" + theirs + "}";
    assertThat(
            exec(
                here,
                "set %s 1".formatted(theirs),
                "copy %s %s db 2 replace".formatted(theirs, copy),
                "move %s 3".formatted(theirs),
                "move %s 99".formatted(theirs),
                "exists " + theirs))
        .isEqualTo("*5\r\n+OK\r\n:1\r\n:1\r\n-ERR DB index is out of range\r\n:0\r\n");
    assertThat(cluster.forwarded).hasSize(1);
    Node third = cluster.node(2);
    third.run("select 2");
    assertThat(third.run("get " + copy)).isEqualTo("$1\r\n1\r\n");
    third.run("select 3");
    assertThat(third.run("get " + theirs)).isEqualTo("$1\r\n1\r\n");
  }

  @Test
  void anAbortedQueueIsRefusedAsEver() {
    here.run("multi");
    here.run("nosuch");
    assertThat(here.run("exec"))
        .isEqualTo("-EXECABORT Transaction discarded because of previous errors.\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aWatchedKeyThatWasNotTouchedLetsItRun(int watcher) {
    there.run("set %s 1".formatted(theirs));
    Node node = cluster.node(watcher);
    node.run("watch " + theirs);
    assertThat(exec(node, "incr " + theirs)).isEqualTo("*1\r\n:2\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set {} 2", "del {}", "expire {} 100"})
  void aWatchedKeyThatWasTouchedDoesNot(String touch) {
    there.run("set %s 1".formatted(theirs));
    here.run("watch " + theirs);
    cluster.node(2).run(touch.replace("{}", theirs));
    assertThat(exec(here, "ping", "set %s 9".formatted(theirs))).isEqualTo("*-1\r\n");
    assertThat(here.run("get " + theirs)).isNotEqualTo("$1\r\n9\r\n");
    assertThat(exec(here, "set %s 9".formatted(theirs))).isEqualTo("*1\r\n+OK\r\n");
  }

  @Test
  void anAbsentKeyCanBeWatched() {
    here.run("watch " + theirs);
    there.run("set %s 1".formatted(theirs));
    assertThat(exec(here, "incr " + theirs)).isEqualTo("*-1\r\n");
    here.run("watch %sx".formatted("{" + theirs + "}"));
    assertThat(exec(here, "incr " + theirs)).isEqualTo("*1\r\n:2\r\n");
  }

  @Test
  void inResp3() {
    here.run("hello 3");
    assertThat(exec(here, "get " + theirs)).isEqualTo("*1\r\n_\r\n");
    here.run("watch " + theirs);
    there.run("set %s 1".formatted(theirs));
    assertThat(exec(here, "get " + theirs)).isEqualTo("_\r\n");
  }

  @Test
  void whatWasNotRunIsTriedAgain() {
    cluster.mishaps.add(Mishap.UNAVAILABLE);
    assertThat(exec(here, "incr " + theirs)).isEqualTo("*1\r\n:1\r\n");
  }

  @Test
  void itRunsHereWhenItBelongsHereByThen() {
    cluster.mishaps.add(Mishap.UNAVAILABLE);
    cluster.whileWaiting =
        () -> {
          cluster.laggards.add(there.id);
          cluster.laggards.add(cluster.node(2).id);
        };
    assertThat(exec(here, "client setname bob", "incr " + theirs)).isEqualTo("*2\r\n+OK\r\n:1\r\n");
    assertThat(here.completed).contains("incr");
  }

  @Test
  void onlyHarmlessQueuesAreRepeated() {
    cluster.mishaps.add(Mishap.ANSWER_LOST);
    assertThat(exec(here, "set %s 1".formatted(theirs), "expire %s 9".formatted(theirs)))
        .isEqualTo("*2\r\n+OK\r\n:1\r\n");
    cluster.mishaps.add(Mishap.ANSWER_LOST);
    assertThat(exec(here, "set %s 1".formatted(theirs), "incr " + theirs))
        .isEqualTo("-TIMEOUT no answer\r\n");
    here.run("watch " + theirs);
    cluster.mishaps.add(Mishap.ANSWER_LOST);
    assertThat(exec(here, "set %s 1".formatted(theirs))).isEqualTo("-TIMEOUT no answer\r\n");
  }

  @Test
  void tryingEnds() {
    cluster.mishaps.addAll(Collections.nCopies(100, Mishap.UNAVAILABLE));
    assertThat(exec(here, "incr " + theirs)).isEqualTo("-CLUSTERDOWN unsent\r\n");
  }

  @Test
  void tooFewReplicasAreToldAsThat() {
    cluster.dead.add(here.id);
    cluster.dead.add(cluster.node(2).id);
    assertThat(exec(there, "incr " + theirs)).startsWith("-CLUSTERDOWN write=QUORUM cannot be met");
  }
}
