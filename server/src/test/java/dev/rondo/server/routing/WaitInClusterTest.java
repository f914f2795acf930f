package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.routing.FrontEnds.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WAIT in a cluster of three: who has what this client wrote. */
final class WaitInClusterTest {
  private FrontEnds cluster;
  private Node here;
  private Node there;
  private Node third;
  private String ours;
  private String theirs;
  private long begunMillis;

  @BeforeEach
  void open(@TempDir Path directory) {
    cluster = new FrontEnds(directory, 3, 3);
    here = cluster.node(0);
    there = cluster.node(1);
    third = cluster.node(2);
    ours = cluster.keyOf(here, "a");
    theirs = cluster.keyOf(there, "b");
    begunMillis = cluster.clock.millis();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private long passedMillis() {
    return cluster.clock.millis() - begunMillis;
  }

  /** A write that the third node does not get. */
  private void writeWithoutThird(String line) {
    cluster.dead.add(third.id);
    assertThat(here.run(line)).isEqualTo("+OK\r\n");
    cluster.dead.remove(third.id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait 0 0", "wait 2 0", "wait -1 0", "wait 2 100"})
  void whatAllHaveNeedsNoWaiting(String wait) {
    for (String key : new String[] {ours, theirs}) {
      here.run("set %s v".formatted(key));
      assertThat(here.run(wait)).isEqualTo(":2\r\n");
    }
    assertThat(passedMillis()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReplicaThatMissedTheWriteDoesNotCount(boolean forwarded) {
    writeWithoutThird("set %s v".formatted(forwarded ? theirs : ours));
    assertThat(here.run("wait 0 0")).isEqualTo(":1\r\n");
    assertThat(here.run("wait 1 0")).isEqualTo(":1\r\n");
    assertThat(passedMillis()).isZero();
    assertThat(here.run("wait 2 300")).isEqualTo(":1\r\n");
    assertThat(passedMillis()).isEqualTo(300);
  }

  @Test
  void aReplicaThatIsDownDoesNotCount() {
    cluster.dead.add(third.id);
    assertThat(here.run("wait 0 0")).isEqualTo(":1\r\n");
    here.run("set %s v".formatted(theirs));
    assertThat(here.run("wait 2 100")).isEqualTo(":1\r\n");
  }

  @Test
  void aReplicaThatGetsItWhileSomebodyWaitsCounts() {
    writeWithoutThird("set %s v".formatted(theirs));
    cluster.whileWaiting =
        () -> {
          if (passedMillis() > 50) {
            third.run("at all get " + theirs); // repairs
          }
        };
    assertThat(here.run("wait 2 0")).isEqualTo(":2\r\n");
    assertThat(passedMillis()).isBetween(51L, 300L);
  }

  @Test
  void whoHadItOnceStillHasIt() {
    writeWithoutThird("set %s v".formatted(ours));
    cluster.whileWaiting = () -> cluster.dead.add(there.id);
    assertThat(here.run("wait 2 100")).isEqualTo(":1\r\n");
  }

  @Test
  void moreThanThereAreIsWaitedForInVain() {
    here.run("set %s v".formatted(ours));
    assertThat(here.run("wait 3 1000")).isEqualTo(":2\r\n");
    assertThat(passedMillis()).isEqualTo(1000);
  }

  @Test
  void nothingWrittenIsEverywhere() {
    writeWithoutThird("set %s v".formatted(ours));
    assertThat(there.run("wait 2 0")).isEqualTo(":2\r\n");
    assertThat(third.run("get " + ours)).isEqualTo("$1\r\nv\r\n");
  }

  @Test
  void ofSeveralKeysTheOneThatFewestHaveCounts() {
    writeWithoutThird("mset %s 1 %s 2".formatted(ours, theirs));
    third.run("at all get " + ours); // repairs one of them
    assertThat(here.run("wait 2 10")).isEqualTo(":1\r\n");
    third.run("at all get " + theirs);
    assertThat(here.run("wait 2 10")).isEqualTo(":2\r\n");
  }

  @Test
  void aTransactionIsAWrite() {
    cluster.dead.add(third.id);
    here.run("multi");
    here.run("set %s v".formatted(theirs));
    assertThat(here.run("exec")).isEqualTo("*1\r\n+OK\r\n");
    cluster.dead.remove(third.id);
    assertThat(here.run("wait 2 10")).isEqualTo(":1\r\n");
  }

  @Test
  void aDeletionIsAWrite() {
    here.run("set %s v".formatted(theirs));
    cluster.dead.add(third.id);
    here.run("del " + theirs);
    cluster.dead.remove(third.id);
    assertThat(here.run("wait 2 10")).isEqualTo(":1\r\n");
  }

  @Test
  void whatHasExpiredIsGoneEverywhere() {
    writeWithoutThird("set %s v px 5".formatted(theirs));
    assertThat(here.run("wait 2 100")).isEqualTo(":2\r\n");
    assertThat(passedMillis()).isBetween(6L, 20L);
  }

  /** The silent one may be the only one that has the write. */
  @Test
  void withTooFewAnswersNothingIsClaimed() {
    cluster.dead.addAll(List.of(here.id, third.id));
    assertThat(there.run("at one set %s v".formatted(theirs))).isEqualTo("+OK\r\n");
    cluster.dead.clear();
    cluster.dead.add(there.id);
    assertThat(there.session.lastWrite().keys()).hasSize(1);
    here.session.lastWrite(there.session.lastWrite());
    assertThat(here.run("wait 1 50")).isEqualTo(":0\r\n");
  }

  @Test
  void newerWritesOfOthersCount() {
    writeWithoutThird("set %s v".formatted(theirs));
    there.run("set %s w".formatted(theirs));
    assertThat(here.run("wait 2 10")).isEqualTo(":2\r\n");
  }

  @Test
  void insideATransactionNobodyIsAsked() {
    here.run("set %s v".formatted(ours));
    here.run("multi");
    here.run("wait 2 0");
    assertThat(here.run("exec")).isEqualTo("*1\r\n:0\r\n");
  }

  @Test
  void aWriteOfVeryManyKeysIsRememberedInPart() {
    StringBuilder line = new StringBuilder("mset");
    IntStream.range(0, 1_500).forEach(i -> line.append(" k").append(i).append(" v"));
    here.run(line.toString());
    assertThat(here.session.lastWrite().keys()).hasSize(1_000);
    assertThat(here.run("wait 2 0")).isEqualTo(":2\r\n");
  }
}
