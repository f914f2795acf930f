package dev.rondo.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.metrics.LatencyDistribution.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyHistogramTest {
  private static final long LONGEST = (1L << 37) - 1;

  private static LatencyDistribution of(long... nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long value : nanos) {
      histogram.record(value);
    }
    return histogram.distribution();
  }

  @Test
  void knowsADurationToAnEighth() {
    LongStream.concat(LongStream.of(128, LONGEST), new Random(7).longs(1000, 128, LONGEST))
        .forEach(
            nanos -> assertThat(of(nanos).percentileNanos(50)).isBetween(nanos, nanos + nanos / 8));
  }

  @Test
  void countsWhatIsOutsideItsRangeAtTheEnds() {
    LatencyDistribution distribution = of(0, -5, Long.MAX_VALUE / 4);

    assertThat(distribution.count()).isEqualTo(3);
    assertThat(distribution.percentileNanos(50)).isEqualTo(143);
    assertThat(distribution.percentileNanos(100)).isEqualTo((1L << 37) - 1);
  }

  @Test
  void sumsExactly() {
    assertThat(of(1, 1_000, 1_000_003).sumNanos()).isEqualTo(1_001_004);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "10, 1", "50, 5", "90, 9", "99, 10", "100, 10"})
  void findsPercentiles(double percentile, int rank) {
    long[] values = new long[10];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1L << (10 + i);
    }

    assertThat(of(values).percentileNanos(percentile))
        .isBetween(values[rank - 1], values[rank - 1] * 9 / 8);
  }

  @Test
  void hasNoPercentileOfNothing() {
    assertThat(LatencyDistribution.EMPTY.percentileNanos(99)).isZero();
    assertThat(LatencyDistribution.EMPTY.bins()).isEmpty();
  }

  @Test
  void labelsTheBinsAsRedisDoes() {
    List<Bin> expected = new ArrayList<>();
    long[] labels = {
      1, 2, 4, 8, 16, 33, 66, 132, 264, 528, 1056, 2113, 4227, 8454, 16908, 33816, 67633, 135266,
      270532, 541065
    };
    long[] values = new long[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = (1L << (10 + i)) - 1;
      expected.add(new Bin(labels[i], i + 1));
    }

    assertThat(of(values).bins()).isEqualTo(expected);
  }

  @Test
  void leavesOutBinsThatAddNothing() {
    assertThat(of(500, 600, 1_500_000).bins()).containsExactly(new Bin(1, 2), new Bin(2113, 3));
  }

  @Test
  void addsUpWhatSeveralThreadsRecord() throws InterruptedException {
    LatencyHistogram histogram = new LatencyHistogram();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 1_000; j++) {
                  histogram.record(2_000);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(histogram.distribution().count()).isEqualTo(20_000);
    assertThat(histogram.distribution().sumNanos()).isEqualTo(40_000_000);
  }
}
