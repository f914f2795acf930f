package dev.rondo.server.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfoReportTest {
  private static final NodeFigures FIGURES = NodeFiguresFixture.figures();

  private static List<String> resourceLines(String name) throws IOException {
    try (InputStream in = requireNonNull(InfoReportTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<String> titles(String... arguments) {
    return InfoReport.render(FIGURES, List.of(arguments))
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.substring(2))
        .toList();
  }

  @Test
  void looksAsItAlwaysDid() throws IOException {
    assertThat(InfoReport.render(FIGURES, List.of("everything")).split("\r\n", -1))
        .containsExactly(
            Stream.concat(resourceLines("info-everything.txt").stream(), Stream.of(""))
                .toArray(String[]::new));
  }

  /** The fields of redis-server 7.0.15, all of which must be there, in that order. */
  @Test
  void hasTheFieldsOfRedisInItsOrder() throws IOException {
    List<String> ours =
        InfoReport.render(FIGURES, List.of("all"))
            .lines()
            .map(line -> line.startsWith("#") ? line : line.replaceAll(":.*", ""))
            .toList();

    assertThat(ours).containsSubsequence(resourceLines("redis-7.0-info-fields.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default | Server Clients Memory Persistence Stats Replication CPU Modules Errorstats Cluster Keyspace",
        "all | Server Clients Memory Persistence Stats Replication CPU Modules Commandstats Errorstats"
            + " Latencystats Cluster Keyspace",
        "EVERYTHING | Server Clients Memory Persistence Stats Replication CPU Modules Commandstats Errorstats"
            + " Latencystats Cluster Keyspace",
        "commandstats memory | Memory Commandstats",
        "SERVER foo | Server",
        "keyspace cluster keyspace | Cluster Keyspace",
        "default commandstats | Server Clients Memory Persistence Stats Replication CPU Modules Commandstats"
            + " Errorstats Cluster Keyspace"
      })
  void showsTheSectionsAskedForInTheirOrder(String arguments, String expected) {
    assertThat(titles(arguments.split(" "))).isEqualTo(Arrays.asList(expected.split(" ")));
  }

  @Test
  void showsTheDefaultWithoutArguments() {
    assertThat(titles()).isEqualTo(titles("default"));
  }

  @Test
  void showsNothingForAnUnknownSection() {
    assertThat(InfoReport.render(FIGURES, List.of("foo"))).isEmpty();
  }

  @Test
  void separatesSectionsByABlankLine() {
    assertThat(InfoReport.render(FIGURES, List.of("modules", "cluster")))
        .isEqualTo("# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "200, 200B",
    "1023, 1023B",
    "1024, 1.00K",
    "1015144, 991.35K",
    "12423168, 11.85M",
    "25274793984, 23.54G",
    "1649267441664, 1.50T"
  })
  void writesMemoryForPeople(long bytes, String text) {
    assertThat(InfoSection.human(bytes)).isEqualTo(text);
  }
}
