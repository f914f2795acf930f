package dev.rondo.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenessTest {
  private static final long ORIGIN = 5_000_000;

  private final Lateness lateness = new Lateness();

  /** A message that was on its way for some time. */
  private long way(long sentMillis, long tookMillis) {
    return lateness.of(sentMillis, ORIGIN + sentMillis + tookMillis);
  }

  @Test
  void isMeasuredAgainstTheQuickest() {
    assertThat(way(0, 5)).isZero();
    assertThat(way(10, 2)).isZero();
    assertThat(way(20, 30)).isEqualTo(28);
  }

  @Test
  void isKnownAfterALongSilence() {
    way(0, 1);
    assertThat(way(1_000, 500_000)).isBetween(499_000L, 499_999L);
    assertThat(way(1_001, 500_000)).isBetween(499_000L, 499_999L);
  }

  @Test
  void followsClocksThatDriftApart() {
    long worst = 0;
    for (long sent = 0; sent < 86_400_000; sent += 1_000) {
      worst = Math.max(worst, lateness.of(sent, ORIGIN + sent + sent / 5_000));
    }
    assertThat(worst).isLessThan(50);
  }

  @Test
  void forgivesWhatClocksDriftInADayOfSilence() {
    way(0, 1);
    assertThat(way(86_400_000, 3_000)).isLessThanOrEqualTo(0);
  }

  @Test
  void doesNotCareWhoseClockIsAhead() {
    assertThat(lateness.of(ORIGIN, 0)).isZero();
    assertThat(lateness.of(ORIGIN + 10, 15)).isEqualTo(5);
  }
}
