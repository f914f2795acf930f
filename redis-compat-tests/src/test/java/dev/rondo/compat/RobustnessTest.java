package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that misbehave, while another client is served all the time and the server's memory stays
 * inside a bound.
 *
 * <p>The bound is {@code -Drondo.robustness.max-resident-mb}, by default 1,400: 512 MB of heap, as
 * much again outside of it, and the Java virtual machine itself.
 */
class RobustnessTest extends AgainstEachServer {

  private static final long MAX_RESIDENT_BYTES =
      Long.getLong("rondo.robustness.max-resident-mb", 1_400) * 1024 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int UNREAD_REPLIES = 1_000;
  private static final int DISCONNECTED = -1;
  private static final long MAX_UNREAD_BYTES = 300L * 1024 * 1024;
  private static final int IDLE_CLIENTS = 1_000;

  @Override
  protected String notForACluster() {
    return "the bounds are those of one process";
  }

  private final List<RawClient> clients = new ArrayList<>();
  private @Nullable Bystander bystander;

  @BeforeEach
  void startBystander() {
    bystander = new Bystander(server());
  }

  @AfterEach
  void assertServedWithinMemory() {
    Bystander current = bystander;
    bystander = null;
    if (current == null) {
      return; // There is no server to run against.
    }
    try (current) {
      current.assertServed();
      assertThat(server().residentBytes()).as("VmRSS").isLessThan(MAX_RESIDENT_BYTES);
    } finally {
      clients.forEach(RawClient::close);
      clients.clear();
    }
  }

  private void assertServed() {
    Objects.requireNonNull(bystander).assertServed();
  }

  private RawClient open() {
    RawClient client = server().connect();
    clients.add(client);
    return client;
  }

  @Test
  void randomBytes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      try (RawClient client = server().connect()) {
        sendIgnoringClose(client, randomRequest(random));
      }
    }
    assertServed();
  }

  /** Bytes that start in ways that lead a parser further than its first branch. */
  private static byte[] randomRequest(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(1, 20_000)];
    random.nextBytes(bytes);
    String[] starts = {"", "*3\r\n$3\r\nSET\r\n", "*1000\r\n", "$5\r\n", "GET ", "\"", "*-1\r\n"};
    byte[] start = starts[random.nextInt(starts.length)].getBytes(ISO_8859_1);
    System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
    return bytes;
  }

  /** A server may close the connection at any byte of nonsense. */
  private static void sendIgnoringClose(RawClient client, byte[] bytes) {
    try {
      client.sendRaw(bytes);
    } catch (UncheckedIOException e) {
      client.close();
    }
  }

  @Test
  void announcedLengthsCostNothing() {
    for (int i = 0; i < 100; i++) {
      open().sendRaw("*1048576\r\n$536870912\r\nonly a few bytes");
    }
    assertServed();
  }

  @Test
  void halfRequests() {
    String request = RawClient.encode(List.of("SET", "key", "value"));
    for (int i = 0; i < 200; i++) {
      open().sendRaw(request.substring(0, 1 + i % (request.length() - 1)));
    }
    assertServed();
    for (int i = 0; i < 200; i++) {
      clients.get(i).sendRaw(request.substring(1 + i % (request.length() - 1)));
    }
    for (RawClient client : clients) {
      assertThat(client.readBytes()).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void manyIdleClients() {
    for (int i = 0; i < IDLE_CLIENTS; i++) {
      assertThat(open().call("PING").encode()).isEqualTo("+PONG\r\n");
    }
    assertServed();
    assertThat(clientLines()).hasSizeGreaterThan(IDLE_CLIENTS);
    assertThat(clients.get(0).call("PING").encode()).isEqualTo("+PONG\r\n");
    assertThat(clients.get(IDLE_CLIENTS - 1).call("PING").encode()).isEqualTo("+PONG\r\n");
    clients.forEach(RawClient::close);
    Awaitility.await().atMost(LIMIT).until(() -> clientLines().size() < 10);
  }

  /**
   * Redis disconnects such a client at its limit; Rondo stops reading its requests, and answers
   * them all once it takes its replies. Either way there is an end to what the server keeps for it.
   */
  @Test
  void aClientThatNeverReadsCostsLittleMemory() {
    RawClient control = open();
    assertThat(control.call("CONFIG", "SET", "client-output-buffer-limit", "normal 16mb 0 0"))
        .isEqualTo(Reply.line("+OK"));
    control.call("SET", "big", "x".repeat(1024 * 1024));
    long residentBefore = server().residentBytes();
    RawClient slow = open();

    slow.sendRaw(RawClient.encode(List.of("GET", "big")).repeat(UNREAD_REPLIES));
    assertServed();
    assertServed();

    assertThat(server().residentBytes()).isLessThan(residentBefore + MAX_UNREAD_BYTES);
    assertThat(wholeReplies(slow)).isIn(UNREAD_REPLIES, DISCONNECTED);
    assertThat(control.call("CONFIG", "SET", "client-output-buffer-limit", "normal 0 0 0"))
        .isEqualTo(Reply.line("+OK"));
  }

  /** How many whole replies come until there are no more, or the connection ends. */
  private static int wholeReplies(RawClient client) {
    Reply expected = Reply.bulk("x".repeat(1024 * 1024));
    for (int i = 0; i < UNREAD_REPLIES; i++) {
      try {
        assertThat(client.read().equals(expected)).isTrue();
      } catch (UncheckedIOException e) {
        return DISCONNECTED;
      }
    }
    return UNREAD_REPLIES;
  }

  @Test
  void clientsThatComeAndGo() {
    for (int i = 0; i < 500; i++) {
      try (RawClient client = server().connect()) {
        client.sendRaw("GET bystander\r\n".repeat(i % 50));
      }
    }
    assertServed();
    Awaitility.await().atMost(LIMIT).until(() -> clientLines().size() < 10);
  }

  private List<String> clientLines() {
    try (RawClient client = server().connect()) {
      return client.call("CLIENT", "LIST").string().lines().toList();
    }
  }
}
