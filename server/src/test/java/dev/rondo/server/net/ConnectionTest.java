package dev.rondo.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.session.Session.ReplyMode;
import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection, its replies and the gate they pass. */
final class ConnectionTest {
  private NetFixture net = new NetFixture();

  @AfterEach
  void close() {
    net.close();
  }

  private static StoreException diskFailed() {
    return StoreException.io("the disk failed", new IOException("bad sector"));
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  // The gate

  @Test
  void repliesLeaveAtTheEndOfTheIteration() {
    NetFixture.Client client = net.connect();
    client.send("NOW a", "NOW b");
    assertThat(client.received()).isEmpty();
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("a") + bulk("b"));
  }

  @Test
  void allClientsOfAnIterationShareOneCommit() {
    NetFixture.Client one = net.connect();
    NetFixture.Client other = net.connect();
    one.send("NOW a");
    other.send("NOW b");
    net.endIteration();
    assertThat(net.store.commits).isEqualTo(1);
    assertThat(one.received()).isEqualTo(bulk("a"));
    assertThat(other.received()).isEqualTo(bulk("b"));
  }

  @Test
  void repliesWaitForAPendingCommitAndThoseBehindThemToo() {
    NetFixture.Client client = net.connect();
    net.store.outcome = Commit.PENDING;
    client.send("NOW a");
    net.endIteration();
    net.store.outcome = Commit.DONE;
    client.send("NOW b");
    net.endIteration();
    assertThat(client.received()).isEmpty();
    net.decideOldest(null);
    assertThat(client.received()).isEqualTo(bulk("a") + bulk("b"));
  }

  @Test
  void aLaterCommitThatIsDoneFirstDoesNotOvertake() {
    NetFixture.Client client = net.connect();
    net.store.outcome = Commit.PENDING;
    client.send("NOW a");
    net.endIteration();
    client.send("NOW b");
    net.endIteration();
    net.store.pending.add(net.store.pending.remove());
    net.decideOldest(null);
    assertThat(client.received()).isEmpty();
    net.decideOldest(null);
    assertThat(client.received()).isEqualTo(bulk("a") + bulk("b"));
  }

  @Test
  void aCommitThatFailsLaterClosesUnanswered() {
    NetFixture.Client client = net.connect();
    NetFixture.Client silent = net.connect();
    net.store.outcome = Commit.PENDING;
    client.send("NOW a");
    net.endIteration();
    net.decideOldest(diskFailed());
    assertThat(client.received()).isEmpty();
    assertThat(client.isOpen()).isFalse();
    assertThat(silent.isOpen()).isTrue();
  }

  @Test
  void aCommitThatFailsAtOnceClosesUnanswered() {
    NetFixture.Client client = net.connect();
    net.store.failure = diskFailed();
    client.send("NOW a");
    net.endIteration();
    assertThat(client.received()).isEmpty();
    assertThat(client.isOpen()).isFalse();
  }

  @Test
  void aClientThatSaysGoodbyeIsClosedAfterItsPendingReplies() {
    NetFixture.Client client = net.connect();
    net.store.outcome = Commit.PENDING;
    client.send("NOW a", "BYE", "NOW never");
    net.endIteration();
    assertThat(client.isOpen()).isTrue();
    net.decideOldest(null);
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("a") + "+OK\r\n");
    assertThat(client.isOpen()).isFalse();
  }

  // The order of replies

  @Test
  void earlyRepliesWaitForTheirTurn() {
    NetFixture.Client client = net.connect();
    client.send("LATER a", "FAST b", "LATER c", "FAST d");
    net.endIteration();
    assertThat(client.received()).isEmpty();
    assertThat(net.unanswered).hasSize(2);
    NetFixture.answer(net.unanswered.removeLast());
    net.endIteration();
    assertThat(client.received()).isEmpty();
    net.answerNext();
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("a") + bulk("b") + bulk("c") + bulk("d"));
  }

  @Test
  void requestsForTheSameKeyRunOneAfterTheOther() {
    NetFixture.Client client = net.connect();
    client.send("LATER k", "FAST k", "FAST other");
    net.endIteration();
    net.answerNext();
    client.channel.runPendingTasks();
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("k") + bulk("k") + bulk("other"));
  }

  @Test
  void aRequestWithoutKeysWaitsForAllBeforeIt() {
    NetFixture.Client client = net.connect();
    client.send("LATER a", "NOW b", "LATER c");
    assertThat(net.unanswered).hasSize(1);
    net.answerNext();
    client.channel.runPendingTasks();
    assertThat(net.unanswered).hasSize(1);
    net.answerNext();
    client.channel.runPendingTasks();
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("a") + bulk("b") + bulk("c"));
  }

  @Test
  void silentRequestsLeaveNothingBehind() {
    NetFixture.Client client = net.connect();
    client.send("LATER a");
    client.connection.session().replyMode(ReplyMode.OFF);
    client.send("LATER b", "FAST c");
    net.answerNext();
    net.answerNext();
    client.connection.session().replyMode(ReplyMode.ON);
    client.send("NOW d");
    client.channel.runPendingTasks();
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("a") + bulk("d"));
  }

  @Test
  void aClientThatLeavesWhileItIsOwedRepliesIsForgotten() {
    NetFixture.Client client = net.connect();
    client.send("LATER a", "FAST b");
    client.leave();
    net.answerNext();
    net.endIteration();
    assertThat(client.received()).isEmpty();
    assertThat(net.memory.heldBytes()).isZero();
  }

  // Back-pressure

  @Test
  void aClientWithTooManyPendingRequestsIsNotReadFrom() {
    NetFixture.Client client = net.connect();
    client.send(
        IntStream.rangeClosed(0, Connection.MAX_PENDING)
            .mapToObj(i -> "LATER " + i)
            .toArray(String[]::new));
    assertThat(net.unanswered).hasSize(Connection.MAX_PENDING);
    assertThat(client.channel.config().isAutoRead()).isFalse();
    net.answerNext();
    client.channel.runPendingTasks();
    assertThat(net.unanswered).hasSize(Connection.MAX_PENDING);
    net.answerNext();
    assertThat(client.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aClientWithTooManyUnsentBytesIsNotReadFromUntilTheyLeave() {
    NetFixture.Client client = net.connect();
    String request = "BIG " + Connection.MAX_UNSENT_BYTES;
    client.send(request, "NOW after");
    assertThat(client.channel.config().isAutoRead()).isFalse();
    net.endIteration();
    assertThat(client.received()).hasSizeGreaterThan((int) Connection.MAX_UNSENT_BYTES);
    net.endIteration();
    assertThat(client.received()).isEqualTo(bulk("after"));
    assertThat(client.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void earlyRepliesCountAsUnsent() {
    NetFixture.Client client = net.connect();
    client.send("LATER a", "FAST " + "b".repeat(50_000));
    assertThat(client.connection.outputBufferBytes()).isGreaterThan(50_000);
  }

  @Test
  void whileMemoryIsScarceAFewUnsentBytesAreEnough() {
    net.close();
    net = new NetFixture(60_000);
    NetFixture.Client greedy = net.connect();
    greedy.send("BIG 30000", "BIG 30000", "BIG 30000");
    assertThat(greedy.channel.config().isAutoRead()).isFalse();
    assertThat(net.memory.isScarce()).isTrue();
    NetFixture.Client modest = net.connect();
    modest.send("NOW a", "NOW b");
    net.endIteration();
    assertThat(modest.received()).isEqualTo(bulk("a") + bulk("b"));
    for (int i = 0; i < 3; i++) {
      net.endIteration();
    }
    assertThat(greedy.received()).hasSize(3 * ("$30000\r\n".length() + 30_000 + 2));
    assertThat(net.memory.heldBytes()).isZero();
    assertThat(greedy.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aLongRequestInPiecesIsDisconnectedWhenOthersHoldEverything() {
    net.close();
    net = new NetFixture(20_000);
    String half = "*2\r\n$3\r\nNOW\r\n$20000\r\n" + "x".repeat(10_000);
    NetFixture.Client first = net.connect();
    NetFixture.Client second = net.connect();
    NetFixture.Client third = net.connect();
    first.send(half);
    second.send(half);
    assertThat(first.isOpen()).isTrue();
    assertThat(second.isOpen()).isTrue();
    third.send(half);
    assertThat(third.isOpen()).isFalse();
    first.leave();
    second.leave();
    assertThat(net.memory.heldBytes()).isZero();
  }

  @Test
  void whatARefusedClientSentIsNotKept() {
    NetFixture.Client client = net.connect();
    client.send("*1", "$-1" + "x".repeat(10_000));
    assertThat(client.connection.queryBufferBytes()).isZero();
    net.endIteration();
    assertThat(client.received()).isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
    assertThat(client.isOpen()).isFalse();
    assertThat(net.memory.heldBytes()).isZero();
  }
}
