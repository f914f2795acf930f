package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommonRows;
import dev.rondo.server.command.hashes.HashCommands;
import dev.rondo.server.command.lists.ListCommands;
import dev.rondo.server.command.sets.SetCommands;
import dev.rondo.server.command.sortedsets.SortedSetCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encodings of collections at Redis's default thresholds, which are in both servers alike. */
final class EncodingsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    harness =
        CommandHarness.open(
            directory,
            clock ->
                CommonRows.with(
                    Stream.of(
                            new HashCommands(clock, new Random(1)).rows(),
                            new ListCommands().rows(),
                            new SetCommands(new Random(1)).rows(),
                            new SortedSetCommands(new Random(1)).rows())
                        .flatMap(List::stream)
                        .toList(),
                    clock));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({
    "512, 64, listpack",
    "513, 1, hashtable",
    "1, 65, hashtable",
  })
  void ofHashes(int fields, int bytes, String encoding) {
    run(fields, i -> List.of("f" + i, "v".repeat(bytes)), "HSET", "byValue");
    run(
        fields,
        i -> List.of("f".repeat(Math.max(0, bytes - 3)) + (100 + i), "v"),
        "HSET",
        "byField");
    assertThat(encoding("byValue")).isEqualTo(encoding);
    assertThat(encoding("byField")).isEqualTo(encoding);
  }

  @ParameterizedTest
  @CsvSource({
    "512, '', intset",
    "513, '', hashtable",
    "128, m, listpack",
    "129, m, hashtable",
    "1, mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm, listpack",
    "1, mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm, hashtable",
  })
  void ofSets(int members, String prefix, String encoding) {
    run(members, i -> List.of(prefix + i), "SADD", "k");
    assertThat(encoding("k")).isEqualTo(encoding);
  }

  @ParameterizedTest
  @CsvSource({
    "128, 61, listpack",
    "129, 1, skiplist",
    "1, 62, skiplist",
  })
  void ofSortedSets(int members, int bytes, String encoding) {
    run(members, i -> List.of("1", "m".repeat(bytes) + (100 + i)), "ZADD", "k");
    assertThat(encoding("k")).isEqualTo(encoding);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 10, listpack",
    "100, 100, quicklist",
    "1, 8000, listpack",
    "1, 8200, quicklist",
  })
  void ofLists(int elements, int bytes, String encoding) {
    run(elements, i -> List.of("e".repeat(bytes)), "RPUSH", "k");
    assertThat(encoding("k")).isEqualTo(encoding);
  }

  private void run(int times, IntFunction<List<String>> arguments, String... begin) {
    List<String> command = new ArrayList<>(List.of(begin));
    IntStream.range(0, times).mapToObj(arguments).forEach(command::addAll);
    assertThat(harness.run(command.toArray(String[]::new))).startsWith(":");
  }

  private String encoding(String key) {
    return harness.run("OBJECT", "ENCODING", key).split("\r\n", -1)[1];
  }
}
