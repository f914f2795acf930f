package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.Reply;
import dev.rondo.compat.support.RondoProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node with little memory and clients that want much: another client is served all the time, and
 * the process never holds more than {@code node-memory} allows it.
 */
class SmallMemoryTest {

  private static final long NODE_BYTES = 512L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final List<SocketChannel> channels = new ArrayList<>();
  private RedisUnderTest server;
  private Bystander bystander;

  @BeforeEach
  void start() {
    RondoProcess.requirePackaged();
    server = RondoProcess.startWithMemory("512mb", "--maxclients", "20000");
    bystander = new Bystander(server);
  }

  @AfterEach
  void assertServedWithinMemory() throws IOException {
    try (RedisUnderTest running = server;
        Bystander watching = bystander) {
      watching.assertServed();
      assertThat(running.peakResidentBytes()).as("VmHWM").isLessThan(NODE_BYTES);
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
  }

  /** A client that costs the test no more than a socket. */
  private SocketChannel open() {
    try {
      SocketChannel channel = SocketChannel.open();
      channels.add(channel);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
      channel.connect(server.address());
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends what the socket takes at once: the rest is of no interest. */
  private static void sendSome(SocketChannel channel, String bytes) {
    try {
      channel.configureBlocking(false);
      var unused = channel.write(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int connectedClients() {
    try (RawClient client = RawClient.connect(server.address(), LIMIT)) {
      return (int) client.call("CLIENT", "LIST").string().lines().count();
    }
  }

  /** So many clients as there may be open files, up to 10,000. */
  private static int manyClients() throws IOException {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      String line = limits.filter(l -> l.startsWith("Max open files")).findFirst().orElseThrow();
      String hard = line.replaceAll("Max open files +\\S+ +(\\S+).*", "$1");
      return hard.equals("unlimited") ? 10_000 : Math.min(10_000, Integer.parseInt(hard) - 500);
    }
  }

  @Tag("slow")
  @Test
  void tenThousandIdleClients() throws IOException {
    int clients = manyClients();
    for (int i = 0; i < clients; i++) {
      SocketChannel channel = open();
      channel.write(ByteBuffer.wrap("PING\r\n".getBytes(ISO_8859_1)));
      ByteBuffer reply = ByteBuffer.allocate(7);
      while (reply.hasRemaining()) {
        assertThat(channel.read(reply)).as("client %d", i).isPositive();
      }
      assertThat(new String(reply.array(), ISO_8859_1)).isEqualTo("+PONG\r\n");
    }
    bystander.assertServed();
    assertThat(connectedClients()).isGreaterThan(clients);
  }

  @Test
  void clientsThatNeverReadTheirReplies() {
    try (RawClient client = server.connect()) {
      client.call("SET", "big", "x".repeat(10_000));
    }
    for (int i = 0; i < 40; i++) {
      sendSome(open(), "GET big\r\n".repeat(5_000));
    }
    bystander.assertServed();
    bystander.assertServed();
    try (RawClient client = server.connect()) {
      assertThat(client.call("GET", "big").string()).hasSize(10_000);
    }
  }

  @Test
  void aMonitorThatNeverReadsIsDisconnectedAtItsLimit() {
    try (RawClient client = RawClient.connect(server.address(), LIMIT)) {
      client.call("CONFIG", "SET", "client-output-buffer-limit", "normal 4mb 0 0");
      SocketChannel monitor = open();
      sendSome(monitor, "CLIENT SETNAME deaf\r\nMONITOR\r\n");
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> client.call("CLIENT", "LIST").string().contains("flags=O"));
      String value = "v".repeat(100_000);
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                assertThat(client.call("SET", "k", value)).isEqualTo(Reply.line("+OK"));
                return !client.call("CLIENT", "LIST").string().contains("name=deaf");
              });
      bystander.assertServed();
    }
  }

  /** What does not fit is refused, and the clients that sent it are disconnected. */
  @Test
  void requestsOfWhichHalfHasCome() {
    String half = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$40000\r\n" + "x".repeat(30_000);
    for (int i = 0; i < 3_000; i++) {
      sendSome(open(), half);
    }
    bystander.assertServed();
    bystander.assertServed();
  }

  @Test
  void randomBytesFromManyConnections() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 10_000)];
      random.nextBytes(bytes);
      String start = i % 3 == 0 ? "" : i % 3 == 1 ? "*4\r\n$5\r\n" : "*1\r\n$100000\r\n";
      sendSome(open(), start + new String(bytes, ISO_8859_1));
      if (channels.size() == 500) {
        for (SocketChannel channel : channels) {
          channel.close();
        }
        channels.clear();
      }
    }
    bystander.assertServed();
  }

  @Tag("slow")
  @Test
  void aMillionKeysThatExpireInTheSameSecond() {
    int keys = 1_000_000;
    int pipelined = 1_000;
    String value = "v".repeat(100);
    String moment = Long.toString(InstantSource.system().millis() + 90_000);
    try (RawClient client = RawClient.connect(server.address(), LIMIT)) {
      for (int i = 0; i < keys; i += pipelined) {
        StringBuilder requests = new StringBuilder();
        for (int k = i; k < i + pipelined; k++) {
          requests.append(RawClient.encode(List.of("SET", "session:" + k, value, "PXAT", moment)));
        }
        client.sendRaw(requests.toString());
        assertThat(client.readExactly(5 * pipelined))
            .isEqualTo("+OK\r\n".repeat(pipelined).getBytes(ISO_8859_1));
      }
      assertThat(client.call("DBSIZE").integer()).isEqualTo(keys + 1L);
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> client.call("EXISTS", "session:1").integer() == 0);
      bystander.assertServed();
      Awaitility.await().atMost(LIMIT).until(() -> client.call("DBSIZE").integer() == 1);
    }
  }
}
