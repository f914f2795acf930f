package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HybridClockTest {
  private static final long NOW = 1_700_000_000_000L;

  private final ManualClock physical = new ManualClock(NOW);
  private final HybridClock clock = new HybridClock(physical);

  @Test
  void countsInsideAMillisecond() {
    long first = clock.next();
    assertThat(first).isEqualTo(NOW << 16);
    assertThat(clock.next()).isEqualTo((NOW << 16) + 1);
    assertThat(HybridClock.millisOf(first)).isEqualTo(NOW);
  }

  @Test
  void followsTheWallClock() {
    clock.next();
    physical.advance(5);
    assertThat(HybridClock.millisOf(clock.next())).isEqualTo(NOW + 5);
  }

  @Test
  void neverGoesBackWhenTheWallClockDoes() {
    long before = clock.next();
    physical.advance(-60_000);
    long after = clock.next();
    assertThat(after).isEqualTo(before + 1);
    physical.advance(60_001);
    assertThat(HybridClock.millisOf(clock.next())).isEqualTo(NOW + 1);
  }

  @Test
  void isLaterThanWhatItObserved() {
    long ahead = (NOW + 10_000) << 16 | 0xFFFF;
    clock.observe(ahead);
    assertThat(clock.next()).isEqualTo(ahead + 1);
    clock.observe(1);
    assertThat(clock.next()).isEqualTo(ahead + 2);
  }

  @Test
  void givesEveryReadingOnce() {
    Set<Long> readings = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            thread -> {
              for (int i = 0; i < 10_000; i++) {
                assertThat(readings.add(clock.next())).isTrue();
              }
            });
    assertThat(readings).hasSize(80_000);
  }
}
