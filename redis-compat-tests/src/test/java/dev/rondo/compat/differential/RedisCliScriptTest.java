package dev.rondo.compat.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.compat.support.Program;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisProcess;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.Reply;
import dev.rondo.compat.support.ServerKind;
import dev.rondo.compat.support.SharedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One script of many commands, piped into {@code redis-cli} for Redis and for one node, and into
 * {@code redis-cli -c} for a cluster: what is printed is the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.Resolver.class)
class RedisCliScriptTest {
  private static final long SEED = 20_261_121L;
  private static final int ROUNDS = 2;
  private static final String END = "<end-of-part>";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final RedisUnderTest cluster;
  private final RedisUnderTest redis;
  private final RedisUnderTest rondo;
  private final Script script;

  RedisCliScriptTest(SharedCluster shared) {
    assumeTrue(RedisProcess.find("redis-cli").isPresent(), "redis-cli is not installed");
    cluster = shared.get();
    redis = ServerKind.REDIS.start();
    rondo = ServerKind.RONDO.start();
    try (RawClient reference = redis.connect()) {
      Terms terms = Terms.ofCluster(ReferenceVersion.of(redis));
      script = Script.draw(terms, SEED, ROUNDS, reference);
    }
  }

  @AfterAll
  void stop() {
    redis.close();
    rondo.close();
  }

  @Test
  void theScriptHasEveryFamily(TestReporter reporter) {
    Set<String> names =
        script.parts().stream()
            .flatMap(part -> part.commands().stream())
            .map(Command::name)
            .collect(Collectors.toCollection(TreeSet::new));
    reporter.publishEntry("parts", Integer.toString(script.parts().size()));
    reporter.publishEntry("commands", names.toString());
    assertThat(script.parts()).hasSizeGreaterThan(500);
    assertThat(names)
        .contains("SET", "BITFIELD", "HSET", "SADD", "ZADD", "LPUSH", "GEOADD", "PFADD", "EXEC")
        .contains("SINTERSTORE", "ZUNIONSTORE", "LMOVE", "GEOSEARCHSTORE", "PFMERGE", "BITOP")
        .contains("RENAME", "COPY", "EXPIRE", "RESTORE", "OBJECT", "ECHO", "COMMAND");
  }

  /** So that the comparison with the cluster is one with all of its nodes. */
  @Test
  void eachNodeOrdersTheWritesOfSomeKeys() {
    try (RawClient client = cluster.connect()) {
      Awaitility.await()
          .untilAsserted(() -> assertThat(masters(client)).hasSameSizeAs(cluster.nodes()));
    }
  }

  /** The ports of the nodes that order the writes of the script's keys. */
  private Set<Long> masters(RawClient client) {
    Set<Long> slots = new TreeSet<>();
    script.keys().forEach(key -> slots.add(client.call("CLUSTER", "KEYSLOT", key).integer()));
    Set<Long> masters = new TreeSet<>();
    for (Reply range : client.call("CLUSTER", "SLOTS").children()) {
      long first = range.children().get(0).integer();
      long last = range.children().get(1).integer();
      if (slots.stream().anyMatch(slot -> first <= slot && slot <= last)) {
        masters.add(range.children().get(2).children().get(1).integer());
      }
    }
    return masters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "-3"})
  void allPrintTheSame(String protocol) {
    List<Script.Part> parts = new ArrayList<>(script.parts());
    parts.addAll(script.readingBack());
    List<String> expected = print(parts, redis, protocol);
    assertThat(differences(parts, expected, print(parts, rondo, protocol))).isEmpty();
    assertThat(differences(parts, expected, print(parts, cluster, "-c", protocol))).isEmpty();
  }

  /** What is printed for each part, starting from nothing; each third goes through another node. */
  private static List<String> print(
      List<Script.Part> parts, RedisUnderTest server, String... options) {
    try (RawClient client = server.connect()) {
      Awaitility.await()
          .untilAsserted(() -> assertThat(client.call("FLUSHALL")).isEqualTo(Reply.line("+OK")));
    }
    int atOnce = parts.size() / 3 + 1;
    List<String> printed = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += atOnce) {
      int to = Math.min(from + atOnce, parts.size());
      printed.addAll(printAtOnce(parts.subList(from, to), server, options));
    }
    return printed;
  }

  /** In lines that tell the types of replies. */
  private static List<String> printAtOnce(
      List<Script.Part> parts, RedisUnderTest server, String... options) {
    StringBuilder input = new StringBuilder();
    parts.forEach(part -> input.append(part.typed()).append("ECHO ").append(END).append('\n'));
    List<String> command =
        new ArrayList<>(List.of("redis-cli", "--no-raw", "-p", Integer.toString(server.port())));
    command.addAll(List.of(options));
    Program.Result result = Program.run(LIMIT, input.toString(), command);
    List<String> printed = List.of(result.output().split('"' + END + "\"\n", -1));
    assertThat(printed).as("what %s printed", command).hasSize(parts.size() + 1);
    return printed.subList(0, parts.size());
  }

  private static List<String> differences(
      List<Script.Part> parts, List<String> expected, List<String> actual) {
    return IntStream.range(0, parts.size())
        .filter(i -> !isSame(parts.get(i), expected.get(i), actual.get(i)))
        .mapToObj(i -> parts.get(i) + "\n" + expected.get(i) + "<>\n" + actual.get(i))
        .toList();
  }

  private static boolean isSame(Script.Part part, String expected, String actual) {
    return expected.equals(actual)
        || (part.isUnordered() && sortedLines(expected).equals(sortedLines(actual)));
  }

  /** The lines without the numbers before the elements of an aggregate. */
  private static List<String> sortedLines(String printed) {
    return printed.lines().map(line -> line.replaceFirst("^( *\\d+[)#~] )*", "")).sorted().toList();
  }
}
