package dev.rondo.server.command.geo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandFacts;
import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommonRows;
import dev.rondo.server.command.Transcript;
import dev.rondo.server.command.sortedsets.SortedSetCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The replies in the transcript are those of Redis 7.0.15. */
final class GeoCommandsTest {
  private CommandHarness harness;

  @BeforeEach
  void open(@TempDir Path directory) {
    List<CommandSpec> rows = new ArrayList<>(new GeoCommands().rows());
    rows.addAll(new SortedSetCommands(new Random(1)).rows());
    harness = CommandHarness.open(directory, CommonRows.with(rows));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @TestFactory
  Stream<DynamicTest> answersWhatRedisAnswers() {
    return Transcript.tests(getClass(), "geo.transcript", harness);
  }

  @Test
  void theRowsTellWhatRedisTells() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("geo.facts"))) {
      assertThat(CommandFacts.of(new GeoCommands().rows()))
          .containsExactlyElementsOf(Bytes.text(in.readAllBytes()).lines().toList());
    }
    assertThat(new GeoCommands().rows()).allSatisfy(row -> assertThat(row.summary()).endsWith("."));
  }

  @Test
  void resp3HasDoublesForDegreesOnly() {
    harness.session().respVersion(RespVersion.RESP3);
    harness.runLine("GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania");
    assertThat(harness.runLine("GEOPOS g Palermo nope"))
        .isEqualTo("*2\r\n*2\r\n,13.36138933897018433\r\n,38.11555639549629859\r\n_\r\n");
    assertThat(harness.runLine("GEODIST g Palermo Catania")).isEqualTo("$11\r\n166274.1516\r\n");
  }

  /** A grid of cells finds what looking at every place finds. */
  @Test
  void nothingInTheShapeIsMissed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<GeoPoint> points = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      points.add(new GeoPoint(random.nextDouble(-170, 170), random.nextDouble(-60, 60)));
      GeoPoint point = points.get(i);
      harness.run(
          "GEOADD",
          "g",
          Double.toString(point.longitude()),
          Double.toString(point.latitude()),
          Integer.toString(i));
    }
    for (int round = 0; round < 100; round++) {
      GeoPoint center = points.get(random.nextInt(points.size()));
      double meters = random.nextDouble(1, 500_000);
      String reply =
          harness.run(
              "GEOSEARCH",
              "g",
              "FROMLONLAT",
              Double.toString(center.longitude()),
              Double.toString(center.latitude()),
              "BYRADIUS",
              Double.toString(meters),
              "m");
      long expected =
          points.stream()
              .map(point -> Geohash.point(Geohash.score(point)))
              .filter(point -> center.metersTo(point) <= meters)
              .count();
      assertThat(reply).as("seed %s", seed).startsWith("*" + expected + "\r\n");
    }
  }
}
