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
  private static final int ROUNDS = 3;
  private static final String END = "<end-of-part>";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final RedisUnderTest cluster;
  private final RedisUnderTest redis;
  private final Script script;

  RedisCliScriptTest(SharedCluster shared) {
    assumeTrue(RedisProcess.find("redis-cli").isPresent(), "redis-cli is not installed");
    cluster = shared.get();
    redis = ServerKind.REDIS.start();
    try (RawClient reference = redis.connect()) {
      Terms terms = Terms.ofCluster(ReferenceVersion.of(redis));
      script = Script.draw(terms, SEED, ROUNDS, reference);
    }
  }

  @AfterAll
  void stop() {
    redis.close();
  }

  @Test
  void theScriptHasEveryFamilyAndKeysOfEveryNode(TestReporter reporter) {
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
      assertThat(masters).hasSameSizeAs(cluster.nodes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "-3"})
  void oneNodePrintsWhatRedisPrints(String protocol) {
    try (RedisUnderTest rondo = ServerKind.RONDO.start()) {
      compare(rondo, List.of(protocol), List.of(protocol));
    }
  }

  /** Its parts go through one node after the other. */
  @ParameterizedTest
  @ValueSource(strings = {"-2", "-3"})
  void aClusterPrintsWhatRedisPrints(String protocol) {
    compare(cluster, List.of(protocol), List.of("-c", protocol));
  }

  private void compare(RedisUnderTest subject, List<String> forRedis, List<String> forSubject) {
    for (RedisUnderTest server : List.of(redis, subject)) {
      try (RawClient client = server.connect()) {
        assertThat(client.call("FLUSHALL").encode()).isEqualTo("+OK\r\n");
      }
    }
    List<Script.Part> all = new ArrayList<>(script.parts());
    all.addAll(script.readingBack());
    List<String> differences = new ArrayList<>();
    int atOnce = all.size() / cluster.nodes().size() + 1;
    for (int from = 0; from < all.size(); from += atOnce) {
      List<Script.Part> parts = all.subList(from, Math.min(from + atOnce, all.size()));
      List<String> expected = print(parts, redis, forRedis);
      List<String> actual = print(parts, subject, forSubject);
      for (int i = 0; i < parts.size(); i++) {
        if (!isSame(parts.get(i), expected.get(i), actual.get(i))) {
          differences.add(parts.get(i) + "\n" + expected.get(i) + "<>\n" + actual.get(i));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /** What is printed for each part, in lines that tell the types of replies. */
  private static List<String> print(
      List<Script.Part> parts, RedisUnderTest server, List<String> options) {
    StringBuilder input = new StringBuilder();
    parts.forEach(part -> input.append(part.typed()).append("ECHO ").append(END).append('\n'));
    List<String> command =
        new ArrayList<>(List.of("redis-cli", "--no-raw", "-p", Integer.toString(server.port())));
    command.addAll(options);
    Program.Result result = Program.run(LIMIT, input.toString(), command);
    String[] printed = result.output().split('"' + END + "\"\n", -1);
    assertThat(printed).as("what %s printed", command).hasSize(parts.size() + 1);
    return List.of(printed);
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
