package dev.rondo.server.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
  private static final long TENTH_NANOS = 100_000_000;

  @Test
  void countsCommands() {
    CommandStatistics statistics = new CommandStatistics();

    statistics.completed("get", 3_500, false);
    statistics.completed("get", 1_500, true);
    statistics.rejected("set");

    CommandFigures get = requireNonNull(statistics.figures().get("get"));
    assertThat(get.calls()).isEqualTo(2);
    assertThat(get.totalMicros()).isEqualTo(5);
    assertThat(get.failedCalls()).isEqualTo(1);
    assertThat(statistics.figures().get("set"))
        .satisfies(
            set -> {
              assertThat(set.calls()).isZero();
              assertThat(set.rejectedCalls()).isEqualTo(1);
            });
    statistics.reset();
    assertThat(statistics.figures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERR unknown command | ERR",
        "WRONGTYPE Operation against a key | WRONGTYPE",
        "nospace | ERR",
        "AVERYLONGPREFIXTHATISLONGERTHANTHIRTYONE chars | ERR",
        "' blank first' | ERR"
      })
  void countsErrorsByTheirFirstWord(String error, String prefix) {
    ErrorStatistics statistics = new ErrorStatistics();

    statistics.count(error);

    assertThat(statistics.figures()).containsExactly(entry(prefix, 1L));
  }

  @Test
  void boundsTheKindsOfErrors() {
    ErrorStatistics statistics = new ErrorStatistics();
    for (int i = 0; i < ErrorStatistics.MAX_PREFIXES; i++) {
      statistics.count("E" + i + " text");
    }
    statistics.count("MORE text");
    statistics.count("STILL more");
    statistics.count("E5 text");

    assertThat(statistics.figures())
        .hasSize(ErrorStatistics.MAX_PREFIXES + 1)
        .containsEntry(ErrorStatistics.OVERFLOW, 2L)
        .containsEntry("E5", 2L);
  }

  @Test
  void averagesTheRateOverSixteenSamples() {
    RateSampler sampler = new RateSampler(0);

    sampler.sample(10, TENTH_NANOS);
    assertThat(sampler.perSecond()).isEqualTo(100.0 / 16);
    for (int i = 2; i <= 16; i++) {
      sampler.sample(10L * i, i * TENTH_NANOS);
    }
    assertThat(sampler.perSecond()).isEqualTo(100);
    for (int i = 17; i <= 32; i++) {
      sampler.sample(160, i * TENTH_NANOS);
    }
    assertThat(sampler.perSecond()).isZero();
  }

  @Test
  void aRateNeedsTimeToPass() {
    RateSampler sampler = new RateSampler(5);

    sampler.sample(10, 5);

    assertThat(sampler.perSecond()).isZero();
  }

  @Test
  void countsWhatTheServerDoes() {
    AtomicLong nanos = new AtomicLong();
    ServerStatistics statistics = new ServerStatistics(nanos::get);
    statistics.connected();
    statistics.rejected();
    statistics.received(100);
    statistics.received(60);
    statistics.sent(1_600);
    statistics.commandProcessed();
    statistics.errorReplied();
    statistics.lookedUp(true);
    statistics.lookedUp(false);
    statistics.lookedUp(false);
    statistics.sample(77);
    nanos.addAndGet(TENTH_NANOS);
    statistics.sample(66);

    assertThat(statistics.figures())
        .isEqualTo(
            new ServerFigures(1, 1, 1, 1, 160, 1_600, 2, 1, 1, 2, 10.0 / 16, 100, 1_000, 77));
  }

  @Test
  void countsFromZeroAfterAReset() {
    ServerStatistics statistics = new ServerStatistics(() -> 0);
    statistics.received(100);
    statistics.reset();
    statistics.received(7);

    assertThat(statistics.figures().inputBytes()).isEqualTo(7);
    assertThat(statistics.figures().reads()).isEqualTo(1);
  }
}
