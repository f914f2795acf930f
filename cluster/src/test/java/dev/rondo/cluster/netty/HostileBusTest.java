package dev.rondo.cluster.netty;

import static dev.rondo.cluster.netty.TestNode.node;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.netty.Refusal.Reason;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message.Forward;
import dev.rondo.cluster.transport.Message.ForwardReply;
import dev.rondo.cluster.transport.Message.Gossip;
import dev.rondo.cluster.transport.Message.HintsDelivered;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.Store.CommitListener;
import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers, slow and broken peers, and disks that are slow or broken, over real sockets. */
@Timeout(120)
final class HostileBusTest {
  private static final byte[] NOTHING = {};

  private final List<TestNode> nodes = new ArrayList<>();

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
    return new Forward(id, 1, System.nanoTime() / 1_000_000, 1000, command);
  }

  private static Refusal refusal(TestNode at, NodeAddress of) {
    await().until(() -> at.context.lastRefusal(of) != null);
    return requireNonNull(at.context.lastRefusal(of));
  }

  private static BusLimits limits(long maxUnsentBytes, int handshakeTimeoutMillis) {
    return new BusLimits(
        80 << 20,
        128 << 10,
        maxUnsentBytes,
        maxUnsentBytes,
        8,
        2_000,
        handshakeTimeoutMillis,
        60_000,
        5,
        50);
  }

  // Refusals.

  @Test
  void anotherClusterIsRefused() {
    refuseEachOther(node(1).clusterName("a"), node(2).clusterName("b"), Reason.CLUSTER_NAME);
  }

  @Test
  void anotherSecretIsRefused() {
    refuseEachOther(node(1).secret("a"), node(2).secret("b"), Reason.SECRET);
  }

  @Test
  void noSecretIsNotASecret() {
    refuseEachOther(node(1), node(2).secret("b"), Reason.SECRET);
  }

  private void refuseEachOther(TestNode.Builder first, TestNode.Builder second, Reason reason) {
    TestNode one = start(first);
    TestNode two = start(second);
    one.transport.send(two.address, Lane.DATA, forward(1, NOTHING));
    Refusal told = refusal(one, two.address);
    assertThat(told.reason()).isEqualTo(reason);
    assertThat(told.byPeer()).isTrue();
    Refusal own = refusal(two, one.address);
    assertThat(own).isEqualTo(new Refusal(reason, told.text(), false));
    assertThat(two.received).isEmpty();
    assertThat(one.disconnected).isEmpty();
    assertThat(two.disconnected).isEmpty();
  }

  @Test
  void aNodeDoesNotTalkToItself() {
    TestNode one = start(node(1));
    one.transport.send(one.address, Lane.DATA, forward(1, NOTHING));
    assertThat(refusal(one, one.address).reason()).isEqualTo(Reason.SELF);
  }

  @Test
  void noCommonVersionIsRefusedWithAReason() throws IOException {
    TestNode one = start(node(1));
    NodeAddress claimed = new NodeAddress("127.0.0.1", 9);
    Hello hello =
        new Hello(2, 3, new NodeId(9), Lane.DATA, new byte[Hello.NONCE_BYTES], "test", claimed);
    try (RawPeer peer = RawPeer.connect(one.address)) {
      peer.send(new Packet(Packet.HELLO, hello.encode()));
      Packet answer = peer.readPacket();
      assertThat(answer.kind()).isEqualTo(Packet.REFUSED);
      assertThat(answer.body()[0]).isEqualTo((byte) 3);
      assertThat(new String(answer.body(), 1, answer.body().length - 1, US_ASCII))
          .isEqualTo("versions 1 to 1 are spoken here, 2 to 3 there");
      assertThat(peer.readToEnd()).isEmpty();
    }
    assertThat(refusal(one, claimed).reason()).isEqualTo(Reason.VERSION);
  }

  /** Whoever listens at the address has to know the secret as well. */
  @Test
  void anAcceptingImpostorIsFoundOut() throws IOException {
    TestNode one = start(node(1));
    try (ServerSocket listening = RawPeer.listen()) {
      NodeAddress address = RawPeer.addressOf(listening);
      one.transport.send(address, Lane.DATA, forward(1, "private".getBytes(US_ASCII)));
      try (RawPeer impostor = RawPeer.accept(listening)) {
        Packet theirs = impostor.readPacket();
        assertThat(theirs.kind()).isEqualTo(Packet.HELLO);
        Hello hello =
            new Hello(1, 1, new NodeId(5), Lane.DATA, new byte[Hello.NONCE_BYTES], "test", address);
        impostor.send(new Packet(Packet.HELLO, hello.encode()));
        assertThat(impostor.readPacket().kind()).isEqualTo(Packet.PROOF);
        impostor.send(new Packet(Packet.WELCOME, new byte[32]));
        assertThat(impostor.readPacket().kind()).isEqualTo(Packet.REFUSED);
        assertThat(impostor.readToEnd()).as("nothing else").isEmpty();
      }
      assertThat(refusal(one, address)).returns(Reason.SECRET, Refusal::reason);
    }
  }

  // Garbage.

  @Test
  void garbageIsHungUpOn() throws IOException {
    TestNode one = start(node(1));
    Random random = new Random(11);
    List<byte[]> openings = new ArrayList<>();
    openings.add("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
    openings.add("*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII));
    openings.add("RNDO\1\u00ff\u00ff".getBytes(ISO_8859_1));
    openings.add(
        ByteBuffer.allocate(7).putInt(Packet.MAGIC).put((byte) 1).putShort((short) -1).array());
    openings.add(
        ByteBuffer.allocate(7).putInt(Packet.MAGIC).put((byte) 7).putShort((short) 0).array());
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[8 + random.nextInt(3000)];
      random.nextBytes(bytes);
      openings.add(bytes);
    }
    for (byte[] opening : openings) {
      try (RawPeer peer = RawPeer.connect(one.address)) {
        peer.send(opening);
        peer.readToEnd();
      }
    }
    TestNode two = start(node(2));
    two.transport.send(one.address, Lane.DATA, forward(1, NOTHING));
    await().until(() -> !two.received.isEmpty());
  }

  @Test
  void garbageAfterTheHandshakeEndsTheConnection() throws IOException {
    TestNode one = start(node(1));
    List<byte[]> garbage =
        List.of(
            ByteBuffer.allocate(8).putInt(-1).putInt(-1).array(),
            ByteBuffer.allocate(8).putInt(0).putInt(500 << 20).array(),
            ByteBuffer.allocate(10).putInt(2).putInt(0).putShort((short) 0x0163).array());
    int closed = 0;
    for (byte[] bytes : garbage) {
      try (RawPeer peer = RawPeer.connect(one.address).greet(9, Lane.DATA)) {
        peer.send(new HintsDelivered(1));
        peer.send(bytes);
        peer.readToEnd();
      }
      closed++;
      int expected = closed;
      await().until(() -> one.disconnected.size() == expected);
    }
    assertThat(one.received).hasSize(garbage.size());
  }

  @Test
  void aReplyNobodyAskedForEndsTheConnection() throws IOException {
    TestNode one = start(node(1));
    try (RawPeer peer = RawPeer.connect(one.address).greet(9, Lane.DATA)) {
      peer.send(new ForwardReply(1, Status.OK, NOTHING));
      peer.readToEnd();
    }
    assertThat(one.received).isEmpty();
  }

  @Test
  void aLaneHasItsOwnFrameLimit() throws IOException {
    TestNode one = start(node(1));
    try (RawPeer peer = RawPeer.connect(one.address).greet(9, Lane.GOSSIP)) {
      peer.send(ByteBuffer.allocate(8).putInt(2).putInt(128 << 10).array());
      peer.readToEnd();
    }
    try (RawPeer peer = RawPeer.connect(one.address).greet(9, Lane.DATA)) {
      peer.send(new Gossip(new byte[128 << 10]));
      await().until(() -> !one.received.isEmpty());
    }
  }

  // Silence.

  @Test
  void whoeverConnectsAndSaysNothingIsHungUpOn() throws IOException {
    TestNode one = start(node(1).limits(limits(1 << 20, 100)));
    try (RawPeer silent = RawPeer.connect(one.address);
        RawPeer half = RawPeer.connect(one.address)) {
      half.send("RND".getBytes(US_ASCII));
      assertThat(silent.readToEnd()).isEmpty();
      assertThat(half.readToEnd()).isEmpty();
    }
    assertThat(refusalOfStranger(one)).isEqualTo(Reason.TIMEOUT);
  }

  private static Reason refusalOfStranger(TestNode at) {
    return requireNonNull(at.context.refusals().last("127.0.0.1")).reason();
  }

  @Test
  void handshakesAtOnceAreBounded() throws IOException {
    TestNode one = start(node(1).limits(limits(1 << 20, 60_000)));
    List<RawPeer> silent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      silent.add(RawPeer.connect(one.address));
    }
    try (RawPeer tooMany = RawPeer.connect(one.address)) {
      assertThat(tooMany.readToEnd())
          .satisfiesAnyOf(
              bytes -> assertThat(bytes).isNull(), bytes -> assertThat(bytes).isEmpty());
    }
    for (RawPeer peer : silent) {
      peer.close();
    }
    TestNode two = start(node(2));
    await()
        .until(
            () -> {
              two.transport.send(one.address, Lane.DATA, forward(1, NOTHING));
              return !two.received.isEmpty();
            });
  }

  @Test
  void whoeverAcceptsAndSaysNothingIsGivenUp() throws IOException {
    TestNode one = start(node(1).limits(limits(1 << 20, 100)));
    try (ServerSocket listening = RawPeer.listen()) {
      NodeAddress address = RawPeer.addressOf(listening);
      assertThat(one.transport.send(address, Lane.DATA, forward(1, NOTHING))).isTrue();
      assertThat(refusal(one, address).reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(one.context.statistics().of(Lane.DATA).droppedMessages()).isEqualTo(1);
    }
    assertThat(one.disconnected).as("it was never connected").isEmpty();
  }

  // Slowness.

  @Test
  void whatWaitsForASlowReaderIsBounded() throws IOException {
    long maxUnsentBytes = 1 << 20;
    TestNode one = start(node(1).limits(limits(maxUnsentBytes, 5_000)));
    byte[] tail = new byte[10_000];
    try (ServerSocket listening = RawPeer.listen()) {
      NodeAddress address = RawPeer.addressOf(listening);
      int sent = 1;
      one.transport.send(address, Lane.BULK, forward(0, tail));
      try (RawPeer peer = RawPeer.accept(listening).welcome(2)) {
        // what the sockets hold is the system's business; beyond it the bound has to bite
        for (int i = 0; i < 10_000; i++) {
          if (one.transport.send(address, Lane.BULK, forward(sent, tail))) {
            sent++;
          }
        }
        assertThat(sent).isLessThan(5_000);
        long dropped = one.context.statistics().of(Lane.BULK).droppedMessages();
        assertThat(dropped).isEqualTo(10_001 - sent);
        // what was taken arrives, in order
        for (int i = 0; i < sent; i++) {
          assertThat(((Forward) peer.read()).id()).isEqualTo(i);
        }
        await().until(() -> one.transport.send(address, Lane.BULK, forward(-1, NOTHING)));
      }
    }
  }

  @Test
  void whoDoesNotReadRepliesIsNotReadFromEither() throws IOException {
    TestNode one = start(node(1).limits(limits(1 << 20, 5_000)));
    AtomicInteger handled = new AtomicInteger();
    one.handler =
        (self, from, message, replyTo) -> {
          handled.incrementAndGet();
          Forward forward = (Forward) message;
          replyTo.send(new ForwardReply(forward.id(), Status.OK, forward.command()));
        };
    int requests = 2_000;
    byte[] command = new byte[64 << 10];
    try (RawPeer peer = RawPeer.connect(one.address).greet(9, Lane.DATA)) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < requests; i++) {
                    peer.send(forward(i, command));
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      AtomicInteger before = new AtomicInteger(-1);
      // were it slow rather than held back, the test would only prove less
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> before.getAndSet(handled.get()) == handled.get());
      assertThat(handled.get()).isLessThan(requests);
      for (int i = 0; i < requests; i++) {
        assertThat(((ForwardReply) peer.read()).id()).isEqualTo(i);
      }
      assertThat(writing).succeedsWithin(20, TimeUnit.SECONDS);
    }
  }

  // Disks.

  @Test
  void aReplyLeavesAfterTheCommit() {
    Queue<CommitListener> commits = new ConcurrentLinkedQueue<>();
    TestNode one = start(node(1));
    TestNode two =
        start(
            node(2)
                .committer(
                    listener -> {
                      commits.add(listener);
                      return Commit.PENDING;
                    }));
    one.transport.send(two.address, Lane.DATA, forward(1, NOTHING));
    await().until(() -> commits.size() == 1);
    // later requests are served meanwhile, and wait for their own commits
    one.transport.send(two.address, Lane.DATA, forward(2, NOTHING));
    await().until(() -> commits.size() == 2);
    assertThat(one.received).isEmpty();
    CommitListener first = commits.remove();
    commits.remove().committed(null);
    assertThat(one.received).isEmpty();
    first.committed(null);
    await().until(() -> one.received.size() == 2);
    assertThat(one.received)
        .extracting(r -> ((ForwardReply) r.message()).id())
        .containsExactly(1L, 2L);
  }

  @Test
  void afterAFailedCommitTheConnectionBreaks() {
    TestNode one = start(node(1));
    TestNode two =
        start(
            node(2)
                .committer(
                    listener -> {
                      throw StoreException.io("broken", new IOException("disk"));
                    }));
    one.transport.send(two.address, Lane.DATA, forward(1, NOTHING));
    await().until(() -> one.disconnected.contains(two.id));
    assertThat(one.received).isEmpty();
  }
}
