package dev.rondo.compat.faults;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import dev.rondo.compat.support.RondoCluster;
import dev.rondo.compat.support.RondoProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Cuts one of three nodes off from the others, in network namespaces. Ends with status 0 if
 * everything was as it should be; see {@link CutTest}.
 */
final class CutDrill implements AutoCloseable {
  private static final int NODES = 3;
  private static final int PORT = 7001;
  private static final int CUT = NODES - 1;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Namespaces namespaces = new Namespaces(NODES);
  private final List<RondoProcess> nodes = new ArrayList<>();

  public static void main(String[] args) throws InterruptedException {
    try (CutDrill drill = new CutDrill()) {
      drill.start();
      drill.oneIsCutOffUnderLoad();
      drill.bothSidesWrite();
    }
  }

  private CutDrill() {}

  private static String seeds() {
    return String.join(
        ",", IntStream.range(0, NODES).mapToObj(i -> Namespaces.busHost(i) + ":" + PORT).toList());
  }

  private void start() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(
          RondoProcess.startIn(
              namespaces.prefix(i),
              List.of("-Xmx256m"),
              "--port",
              Integer.toString(PORT),
              "--bind",
              Namespaces.busHost(i) + " " + Namespaces.clientHost(i),
              "--protected-mode",
              "no",
              "--seeds",
              seeds()));
    }
    awaitAllUp();
  }

  private static InetSocketAddress address(int i) {
    return new InetSocketAddress(Namespaces.clientHost(i), PORT);
  }

  private static List<InetSocketAddress> addresses() {
    return IntStream.range(0, NODES).mapToObj(CutDrill::address).toList();
  }

  private static void awaitAllUp() {
    for (int i = 0; i < NODES; i++) {
      awaitUp(i, NODES);
    }
  }

  /** Waits until a node believes that so many, itself included, are in service. */
  private static void awaitUp(int node, int upNodes) {
    Awaitility.await("node " + node + " sees " + upNodes + " up")
        .atMost(LIMIT)
        .until(() -> RondoCluster.upNodes(address(node)) == upNodes);
  }

  private void oneIsCutOffUnderLoad() throws InterruptedException {
    Survival.of(
        "cut off",
        addresses(),
        () -> namespaces.cutOff(CUT),
        () -> {
          try (RawClient alone = RawClient.connect(address(CUT))) {
            check("a node alone refuses a quorum", alone.call("SET", "alone", "v").isError());
          }
          namespaces.heal(CUT);
          awaitAllUp();
        });
  }

  /** Both halves take a write to one key; nothing is lost, and a client can settle it. */
  private void bothSidesWrite() {
    call(0, "SET", "both", "before");
    call(0, "HSET", "hash", "before", "1", "gone", "1");
    call(0, "SADD", "set", "before");
    namespaces.cutOff(CUT);
    // A write that is on its way when the cut comes may time out and be applied after it.
    awaitUp(0, NODES - 1);
    awaitUp(CUT, 1);
    equal("OK", call(0, "AT", "W=1", "SET", "both", "majority").string());
    equal("OK", call(CUT, "AT", "W=1", "SET", "both", "minority").string());
    for (int side : new int[] {0, CUT}) {
      equal(1L, call(side, "AT", "W=1", "HSET", "hash", "side" + side, "1").integer());
      equal(1L, call(side, "AT", "W=1", "SADD", "set", "side" + side).integer());
    }
    equal(1L, call(CUT, "AT", "W=1", "HDEL", "hash", "gone").integer());
    namespaces.heal(CUT);
    awaitAllUp();
    for (int i = 0; i < NODES; i++) {
      int node = i;
      Awaitility.await("node " + i + " has both")
          .atMost(LIMIT)
          .until(() -> values(node, "both").equals(List.of("minority", "majority")));
      equal("minority", call(i, "GET", "both").string());
    }
    String context = call(0, "SIBLINGS", "both").children().get(0).string();
    equal("OK", call(1, "RESOLVE", "both", context, "settled").string());
    for (int i = 0; i < NODES; i++) {
      int node = i;
      Awaitility.await("node " + i + " is settled")
          .atMost(LIMIT)
          .until(() -> values(node, "both").equals(List.of("settled")));
    }
    for (int i = 0; i < NODES; i++) {
      int node = i;
      Awaitility.await("node " + i + " has all fields and members")
          .atMost(LIMIT)
          .until(
              () ->
                  sorted(node, "HKEYS", "hash").equals(List.of("before", "side0", "side" + CUT))
                      && sorted(node, "SMEMBERS", "set")
                          .equals(List.of("before", "side0", "side" + CUT)));
    }
    System.out.println(
        "both sides of a cut wrote: SIBLINGS showed both, RESOLVE settled it;"
            + " fields and members of both sides are there");
  }

  /** What a node's own copy of a key holds, the latest value first. */
  private List<String> values(int node, String key) {
    Reply reply = call(node, "AT", "ONE", "SIBLINGS", key);
    return reply.children().size() < 2
        ? List.of()
        : reply.children().get(1).children().stream().map(Reply::string).toList();
  }

  private static List<String> sorted(int node, String command, String key) {
    return call(node, "AT", "ONE", command, key).children().stream()
        .map(Reply::string)
        .sorted()
        .toList();
  }

  private static Reply call(int node, String... command) {
    try (RawClient client = RawClient.connect(address(node))) {
      return client.call(command);
    }
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static void equal(Object expected, Object actual) {
    check("expected " + expected + ", was " + actual, Objects.equals(expected, actual));
  }

  @Override
  public void close() {
    nodes.forEach(RondoProcess::close);
    namespaces.close();
  }
}
