package dev.rondo.compat.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.opentest4j.TestAbortedException;

/**
 * A test class that runs once against a node of Rondo, once against a cluster and once against
 * Redis, each time with a server that starts empty for every test. Servers are the class's own, but
 * for the cluster, which the classes share unless they have options. With {@link ClusterClientsToo}
 * it runs against the cluster once more.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(Pairing.Provider.class)
@TestInstance(PER_CLASS)
@ExtendWith({ShowServerOutput.class, SharedCluster.Resolver.class})
public abstract class AgainstEachServer {

  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+\\.\\d+)");

  @Parameter @Nullable Pairing pairing;
  private @Nullable RedisUnderTest server;
  private @Nullable TestAbortedException absence;

  /** Options for the server, which both kinds must understand. */
  protected String[] options() {
    return new String[0];
  }

  /** Why the whole class is not for a cluster; empty when it is. */
  protected String notForACluster() {
    return "";
  }

  /** Skips a test that is not for a cluster. */
  protected final void skipOnACluster(String reason) {
    Assumptions.assumeFalse(isCluster(), reason);
  }

  /** Whether this run is against a cluster of Rondo. */
  protected final boolean isCluster() {
    return pairing != null && pairing.server() == ServerKind.CLUSTER;
  }

  /** The client to see the server through; {@code PLAIN} unless the class asked for others. */
  protected final ClientKind clientKind() {
    return pairing == null ? ClientKind.PLAIN : pairing.client();
  }

  /**
   * Checks that a cluster client did not send everything to one node: that several have a
   * connection with this name, on which {@code lastCommand} came last. Of plain clients nothing is
   * expected. Not of all nodes either: one that a busy machine silences for a moment has no slots.
   */
  protected final void assertClusterClientUsedSeveralNodes(String clientName, String lastCommand) {
    if (clientKind() == ClientKind.CLUSTER) {
      assertThat(server().nodes().stream().filter(node -> has(node, clientName, lastCommand)))
          .hasSizeGreaterThan(1);
    }
  }

  private static boolean has(RedisUnderTest node, String clientName, String lastCommand) {
    try (RawClient client = node.connect()) {
      return client
          .call("CLIENT", "LIST")
          .string()
          .lines()
          .anyMatch(
              line ->
                  line.contains(" name=" + clientName + " ")
                      && line.contains(" cmd=" + lastCommand + " "));
    }
  }

  @BeforeParameterizedClassInvocation
  final void startServer(Pairing started, SharedCluster shared) {
    absence = null;
    try {
      if (isCluster()) {
        Assumptions.assumeTrue(notForACluster().isEmpty(), notForACluster());
      }
      boolean ofItsOwn = !isCluster() || options().length > 0;
      server = ofItsOwn ? started.server().start(options()) : shared.get();
    } catch (TestAbortedException e) {
      absence = e; // Thrown again for each test, so that each is reported as skipped.
    }
  }

  @AfterParameterizedClassInvocation
  final void stopServer(Pairing stopped, SharedCluster shared) {
    if (server != null && !shared.is(server)) {
      server.close();
    }
    server = null;
  }

  @BeforeEach
  final void emptyServer() {
    if (absence != null) {
      throw absence;
    }
    try (RawClient client = server().connect()) {
      prepare(client);
      if (clientKind() == ClientKind.CLUSTER) {
        onceCopied(() -> assertThat(masters(client)).hasSameSizeAs(server().nodes()));
      }
    }
  }

  /** The ports of the nodes that order the writes of some slots. */
  private static Set<Long> masters(RawClient client) {
    return client.call("CLUSTER", "SLOTS").children().stream()
        .map(range -> range.children().get(2).children().get(1).integer())
        .collect(Collectors.toSet());
  }

  /** What to do before each test; by default deletes all keys. */
  protected void prepare(RawClient client) {
    onceCopied(() -> assertThat(client.call("FLUSHALL")).isEqualTo(Reply.line("+OK")));
  }

  /**
   * Runs an assertion about all keys: at once, and on a cluster again until it holds. Commands
   * about all keys look at one copy of each, which may get the latest write a moment after its
   * answer; and to empty a cluster needs all nodes, of which a busy machine may silence one for a
   * moment.
   */
  protected final void onceCopied(Runnable assertion) {
    if (isCluster()) {
      Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion::run);
    } else {
      assertion.run();
    }
  }

  /** The server of this run. */
  protected final RedisUnderTest server() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  /** The server, if it was started. */
  final Optional<RedisUnderTest> startedServer() {
    return Optional.ofNullable(server);
  }

  /** Whether the server claims to be as new as Redis {@code version}, for instance 7.2. */
  protected final boolean isAtLeast(double version) {
    try (RawClient client = server().connect()) {
      return version(client.call("INFO", "server").string()).orElse(0) >= version;
    }
  }

  private static OptionalDouble version(String info) {
    Matcher matcher = VERSION.matcher(info);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }
}
