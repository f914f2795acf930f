package dev.rondo.cluster.netty;

import static dev.rondo.cluster.netty.TestNode.node;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.netty.TestNode.Received;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message.Forward;
import dev.rondo.cluster.transport.Message.ForwardReply;
import dev.rondo.cluster.transport.Message.Gossip;
import dev.rondo.cluster.transport.Message.HintsDelivered;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.NodeAddress;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buses that treat each other well, over real sockets. */
@Timeout(120)
final class BusTest {
  private static final byte[] NOTHING = {};

  private final List<TestNode> nodes = new ArrayList<>();
  private long conversations;

  private TestNode start(TestNode.Builder builder) {
    TestNode node = builder.start();
    nodes.add(node);
    return node;
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  private static Forward forward(long id, byte[] command) {
    return new Forward(id, 1, nowMillis(), 60_000, command);
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /** Sends requests from one event loop until one is answered: the first may be lost. */
  private void converse(TestNode from, NodeAddress to, Lane lane) {
    EventExecutor loop = from.loops.iterator().next();
    long id = ++conversations;
    await()
        .until(
            () -> {
              loop.execute(() -> from.transport.send(to, lane, forward(id, NOTHING)));
              return from.received.stream()
                  .anyMatch(r -> r.message() instanceof ForwardReply reply && reply.id() == id);
            });
  }

  /** Makes all connections of a lane that this thread uses, and forgets how. */
  private static void connect(TestNode from, TestNode to, Lane lane) {
    from.transport.send(to.address, lane, forward(-1, NOTHING));
    await().until(() -> !from.received.isEmpty());
    from.received.clear();
  }

  @Test
  void aRequestIsAnswered() {
    TestNode one = start(node(1).secret("s"));
    TestNode two = start(node(2).secret("s"));
    byte[] command = "command".getBytes(US_ASCII);
    assertThat(one.transport.send(two.address, Lane.DATA, forward(7, command))).isTrue();
    await().until(() -> !one.received.isEmpty());
    Received received = one.received.remove();
    assertThat(received.from()).isEqualTo(two.id);
    assertThat(received.message())
        .usingRecursiveComparison()
        .isEqualTo(new ForwardReply(7, Status.OK, command));
    assertThat(one.context.lastRefusal(two.address)).isNull();
  }

  @Test
  void aCommandThatItsSenderGaveUpIsNotRun() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    connect(one, two, Lane.DATA);
    Forward old = new Forward(1, 1, nowMillis() - 5_000, 1_000, NOTHING);
    one.transport.send(two.address, Lane.DATA, old);
    one.transport.send(two.address, Lane.DATA, forward(2, NOTHING));
    await().until(() -> one.received.size() >= 2);
    assertThat(one.received)
        .extracting(received -> ((ForwardReply) received.message()).status())
        .containsExactly(Status.NOT_READY, Status.OK);
  }

  @Test
  void itWorksWithoutEpollToo() {
    TestNode one = start(node(1).nio());
    TestNode two = start(node(2));
    connect(one, two, Lane.DATA);
    connect(two, one, Lane.BULK);
  }

  @Test
  void whatOneThreadSendsOnALaneArrivesInOrder() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    for (Lane lane : Lane.values()) {
      for (long i = 0; i < 10_000; i++) {
        assertThat(one.transport.send(two.address, lane, new HintsDelivered(i))).isTrue();
      }
      await().until(() -> two.received.size() == 10_000);
      assertThat(two.received)
          .extracting(r -> ((HintsDelivered) r.message()).incarnation())
          .containsExactlyElementsOf(LongStream.range(0, 10_000).boxed().toList());
      two.received.clear();
    }
    assertThat(two.context.statistics().of(Lane.GOSSIP).receivedMessages()).isEqualTo(10_000);
    assertThat(one.context.statistics().of(Lane.GOSSIP).connections()).isEqualTo(1);
  }

  /** 102,000 requests and as many replies, each of the three to both others at once. */
  @Test
  void threeNodesTalkALot() {
    List<TestNode> three = List.of(start(node(1)), start(node(2)), start(node(3)));
    int each = 17_000;
    List<CompletableFuture<Void>> talks = new ArrayList<>();
    for (TestNode from : three) {
      talks.add(CompletableFuture.runAsync(() -> talk(from, three, each)));
    }
    talks.forEach(CompletableFuture::join);
    for (TestNode from : three) {
      await().atMost(60, TimeUnit.SECONDS).until(() -> from.received.size() == 2 * each);
      for (TestNode to : three) {
        if (from != to) {
          checkReplies(from, to.id, each);
        }
      }
      LaneStatistics data = from.context.statistics().of(Lane.DATA);
      assertThat(data.droppedMessages()).isZero();
      // both its requests and its replies, and what connected first
      assertThat(data.sentMessages()).isGreaterThanOrEqualTo(4L * each);
      assertThat(data.receivedMessages()).isGreaterThanOrEqualTo(4L * each);
      assertThat(data.receivedBytes()).isGreaterThan(data.receivedMessages() * 10);
    }
  }

  private static void talk(TestNode from, List<TestNode> three, int each) {
    // so much cannot wait for a connection
    three.stream().filter(to -> to != from).forEach(to -> connect(from, to, Lane.DATA));
    for (int i = 0; i < each; i++) {
      for (TestNode to : three) {
        if (from != to
            && !from.transport.send(to.address, Lane.DATA, forward(i, new byte[i % 200]))) {
          throw new IllegalStateException("dropped: " + i);
        }
      }
    }
  }

  private static void checkReplies(TestNode at, NodeId from, int count) {
    List<ForwardReply> replies =
        at.received.stream()
            .filter(r -> r.from().equals(from))
            .map(r -> (ForwardReply) r.message())
            .toList();
    assertThat(replies).hasSize(count);
    long[] seen = new long[count];
    for (ForwardReply reply : replies) {
      seen[(int) reply.id()]++;
      assertThat(reply.reply()).hasSize((int) reply.id() % 200);
    }
    assertThat(seen).containsOnly(1);
  }

  @Test
  void aFrameMayBeBig() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    byte[] big = new byte[64 << 20];
    new Random(5).nextBytes(big);
    assertThat(one.transport.send(two.address, Lane.BULK, forward(1, big))).isTrue();
    await().atMost(60, TimeUnit.SECONDS).until(() -> !one.received.isEmpty());
    assertThat(((ForwardReply) one.received.remove().message()).reply()).isEqualTo(big);
  }

  @Test
  void aMessageThatIsTooLongIsDropped() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    Gossip packet = new Gossip(new byte[128 << 10]);
    assertThat(one.transport.send(two.address, Lane.GOSSIP, packet)).isFalse();
    assertThat(one.transport.send(two.address, Lane.DATA, packet)).isTrue();
    assertThat(one.context.statistics().of(Lane.GOSSIP).droppedMessages()).isEqualTo(1);
    await().until(() -> !two.received.isEmpty());
  }

  @Test
  void aReplyArrivesOnTheLoopThatAsked() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    for (EventExecutor executor : one.loops) {
      EventLoop loop = (EventLoop) executor;
      for (int i = 0; i < 10; i++) {
        loop.execute(() -> one.transport.send(two.address, Lane.DATA, forward(1, NOTHING)));
      }
      await().until(() -> one.received.size() == 10);
      assertThat(one.received).allMatch(received -> loop.inEventLoop(received.thread()));
      one.received.clear();
    }
    assertThat(one.context.statistics().of(Lane.DATA).connections()).isEqualTo(2);
  }

  private static void keepBusyUntil(CountDownLatch idle) {
    try {
      idle.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void connectionsForDataAreMadeBeforeTheyAreNeeded() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    one.transport.connect(two.address);
    await().until(() -> one.context.statistics().of(Lane.DATA).connections() == 2);
    one.transport.connect(two.address);
    connect(one, two, Lane.DATA);
    assertThat(one.context.statistics().of(Lane.DATA).connections()).isEqualTo(2);
  }

  @Test
  void gossipDoesNotWaitForBusyEventLoops() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    connect(one, two, Lane.GOSSIP);
    CountDownLatch idle = new CountDownLatch(1);
    for (TestNode node : nodes) {
      node.loops.forEach(loop -> loop.execute(() -> keepBusyUntil(idle)));
    }
    try {
      one.transport.send(two.address, Lane.GOSSIP, new Gossip(NOTHING));
      await().until(() -> !two.received.isEmpty());
      EventLoop gossipLoop = two.gossip.next();
      assertThat(two.received).allMatch(received -> gossipLoop.inEventLoop(received.thread()));
    } finally {
      idle.countDown();
    }
  }

  @Test
  void aReplyMayBeGivenLaterOnAnyThread() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    two.handler =
        (self, from, message, replyTo) -> {
          Forward forward = (Forward) message;
          var unused =
              CompletableFuture.runAsync(
                  () -> replyTo.send(new ForwardReply(forward.id(), Status.OK, NOTHING)));
        };
    for (int i = 0; i < 1000; i++) {
      one.transport.send(two.address, Lane.DATA, forward(i, NOTHING));
    }
    await().until(() -> one.received.size() == 1000);
  }

  @Test
  void aRequestIsAnsweredOnceAndWithItsNumber() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    CompletableFuture<Boolean> checked = new CompletableFuture<>();
    two.handler =
        (self, from, message, replyTo) -> {
          assertThatThrownBy(() -> replyTo.send(new ForwardReply(8, Status.OK, NOTHING)))
              .isInstanceOf(IllegalStateException.class);
          ForwardReply reply = new ForwardReply(7, Status.OK, NOTHING);
          replyTo.send(reply);
          assertThatThrownBy(() -> replyTo.send(reply)).isInstanceOf(IllegalStateException.class);
          checked.complete(true);
        };
    one.transport.send(two.address, Lane.DATA, forward(7, NOTHING));
    await().until(() -> one.received.size() == 1);
    assertThat(checked).isCompletedWithValue(true);
  }

  @Test
  void afterARestartTheConnectionsComeBack() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    for (Lane lane : Lane.values()) {
      converse(one, two.address, lane);
    }
    two.close();
    await().until(() -> one.disconnected.size() == 2);
    assertThat(one.disconnected).as("DATA and GOSSIP, not BULK").containsOnly(two.id);
    nodes.remove(two);
    start(node(2).port(two.address.port()));
    for (Lane lane : Lane.values()) {
      converse(one, two.address, lane);
      assertThat(one.context.statistics().of(lane).reconnections()).isEqualTo(1);
    }
    assertThat(one.disconnected).hasSize(2);
  }

  @Test
  void whatWaitedForAConnectionInVainIsTold() {
    TestNode one = start(node(1));
    TestNode gone = start(node(2));
    gone.close();
    nodes.remove(gone);
    assertThat(one.transport.send(gone.address, Lane.DATA, forward(7, NOTHING))).isTrue();
    await().until(() -> !one.unsent.isEmpty());
    assertThat(one.unsent).containsExactly(7L);
    assertThat(one.disconnected).isEmpty();
  }

  @Test
  void bothEndsLearnOfABrokenConnection() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    connect(one, two, Lane.GOSSIP);
    one.close();
    nodes.remove(one);
    await().until(() -> two.disconnected.size() == 1);
    assertThat(two.disconnected).containsExactly(one.id);
    assertThat(one.disconnected).as("it ended it itself").isEmpty();
  }

  @Test
  void aForgottenNodeIsDisconnectedAndMayComeBack() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    connect(one, two, Lane.DATA);
    one.transport.forget(two.address);
    await().until(() -> two.disconnected.contains(one.id));
    assertThat(one.disconnected).isEmpty();
    connect(one, two, Lane.DATA);
  }

  @Test
  void whatWasSentBeforeTheEndStillArrives() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    connect(one, two, Lane.DATA);
    for (int i = 0; i < 5_000; i++) {
      assertThat(one.transport.send(two.address, Lane.DATA, new HintsDelivered(i))).isTrue();
    }
    one.transport.close();
    await().until(() -> two.received.size() == 5_000);
    assertThat(one.transport.send(two.address, Lane.DATA, new HintsDelivered(1))).isFalse();
  }

  @Test
  void aNodeThatIsNotThereIsTriedNowAndThen() {
    int minuteMillis = 60_000;
    BusLimits patient =
        new BusLimits(
            1 << 20,
            1 << 20,
            1 << 20,
            1 << 20,
            8,
            2_000,
            5_000,
            15_000,
            minuteMillis,
            minuteMillis);
    TestNode one = start(node(1).limits(patient));
    TestNode gone = node(2).start();
    gone.close();
    one.transport.send(gone.address, Lane.DATA, forward(1, NOTHING));
    await().until(() -> !one.transport.send(gone.address, Lane.DATA, forward(1, NOTHING)));
    one.skippedNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(minuteMillis));
    assertThat(one.transport.send(gone.address, Lane.DATA, forward(1, NOTHING))).isTrue();
    await().until(() -> !one.transport.send(gone.address, Lane.DATA, forward(1, NOTHING)));
    assertThat(one.context.statistics().of(Lane.DATA).connections()).isZero();
    assertThat(one.disconnected).isEmpty();
  }

  @Test
  void aNameIsResolved() {
    TestNode one = start(node(1));
    TestNode two = start(node(2));
    NodeAddress named = new NodeAddress("localhost", two.address.port());
    one.transport.send(named, Lane.DATA, forward(1, NOTHING));
    await().until(() -> !one.received.isEmpty());
  }
}
